// SPDX-License-Identifier: GPL-2.0-only
import { beh } from './beh/index.ts';
import { cxx } from './cxx/index.ts';
import { dec } from './dec/index.ts';
import { type RuleRun, runRule, unmetNeed } from './engine/run.ts';
import { judgedHeaders } from './engine/scope.ts';
import { type CompatibilityVerdict, compatibilityVerdict } from './engine/verdict.ts';
import { applyWaivers, type UnusedWaiver, type Waived, type Waiver } from './engine/waiver.ts';
import { enm } from './enm/index.ts';
import { hnd } from './hnd/index.ts';
import { ioc } from './ioc/index.ts';
import { lay } from './lay/index.ts';
import { lck } from './lck/index.ts';
import { mac } from './mac/index.ts';
import { message } from './message/index.ts';
import { added } from './new/index.ts';
import { num } from './num/index.ts';
import { patch } from './patch/index.ts';
import { review } from './review/index.ts';
import type { Finding, Rule, Subject } from './rule.ts';
import { series } from './series/index.ts';
import { tre } from './tre/index.ts';
import { vfio } from './vfio/index.ts';

/** Every rule there is. A new one is a file in the folder of its family, with bad and good samples beside it and a line in the family's index. */
export const rules: readonly Rule[] = [
  ...lay,
  ...enm,
  ...mac,
  ...dec,
  ...cxx,
  ...num,
  ...ioc,
  ...added,
  ...hnd,
  ...lck,
  ...vfio,
  ...beh,
  ...tre,
  ...message,
  ...series,
  ...patch,
  ...review,
];

export interface ExamineOptions {
  /** Ids of rules and names of categories to leave out. */
  readonly disable?: readonly string[];
  readonly waivers?: readonly Waiver[];
  /** Fingerprints of findings that are known already. */
  readonly known?: readonly string[];
  /** YYYY-MM-DD, for waivers that expire; without it none does. */
  readonly today?: string;
  /** The catalogue, unless something else is to be run. */
  readonly catalogue?: readonly Rule[];
}

/** A rule that was not run, and why: a need that is not met, or the user's wish. */
export interface Skipped {
  readonly rule: string;
  readonly reason: string;
}

/** What came of running the rules on a subject. */
export interface Examination {
  /** Worst first, then by file and line. */
  readonly findings: readonly Finding[];
  /** Ids of the rules that ran. */
  readonly ran: readonly string[];
  readonly skipped: readonly Skipped[];
  /** How many findings of a rule the base had already and are not shown; rules without any are no key. */
  readonly baseline: Readonly<Record<string, number>>;
  readonly waived: readonly Waived[];
  /** What a baseline has, and is kept back. */
  readonly known?: readonly Finding[];
  readonly unusedWaivers: readonly UnusedWaiver[];
  readonly verdict: CompatibilityVerdict;
}

/** Runs the rules on a change. A rule that fails is an undetermined finding, never silence. */
export function examine(subject: Subject, options: ExamineOptions = {}): Examination {
  return concluded(runRules(subject, options), options);
}

/** What the rules of a catalogue came to, one by one. Data: a thread can hand it to another. */
export interface Runs {
  readonly runs: readonly RuleRun[];
  readonly skipped: readonly Skipped[];
}

/** Runs the rules of a catalogue, in its order. */
export function runRules(
  subject: Subject,
  { disable = [], catalogue = rules }: Pick<ExamineOptions, 'disable' | 'catalogue'> = {},
): Runs {
  const skipped: Skipped[] = [];
  const runs: RuleRun[] = [];
  let known: ReadonlySet<string> | undefined;
  const scope = () => {
    known ??= judgedHeaders(subject);
    return known;
  };
  for (const rule of catalogue) {
    const off = [rule.id, rule.category].find((name) => disable.includes(name));
    const reason = off === undefined ? unmetNeed(rule, subject) : `${off} is disabled`;
    if (reason === undefined) runs.push(runRule(rule, subject, scope));
    else skipped.push({ rule: rule.id, reason });
  }
  return { runs, skipped };
}

/** Two parts of one catalogue, in the catalogue's order. */
export function bothRuns(one: Runs, other: Runs): Runs {
  const place = new Map(rules.map(({ id }, at) => [id, at]));
  // Rules of a user's own are in no catalogue, and come last.
  const placeOf = ({ rule }: { readonly rule: string }) => place.get(rule) ?? place.size;
  const ordered = <T extends { readonly rule: string }>(all: readonly T[]) =>
    [...all].sort((a, b) => placeOf(a) - placeOf(b));
  return {
    runs: ordered([...one.runs, ...other.runs]),
    skipped: ordered([...one.skipped, ...other.skipped]),
  };
}

/** The verdict on what the rules found, after waivers. */
export function concluded(
  { runs, skipped }: Runs,
  { waivers = [], today, known = [] }: Pick<ExamineOptions, 'waivers' | 'today' | 'known'>,
): Examination {
  const all = runs.flatMap(({ findings }) => findings).sort(byRank);
  const isKnown = ({ fingerprint }: Finding) => fingerprint !== undefined && known.includes(fingerprint);
  const { findings, waived, unused } = applyWaivers(
    all.filter((finding) => !isKnown(finding)),
    waivers,
    today,
  );
  const old = all.filter(isKnown);
  return {
    findings,
    ran: runs.map(({ rule }) => rule),
    skipped,
    baseline: Object.fromEntries(
      runs.flatMap(({ rule, baseline }) => (baseline > 0 ? [[rule, baseline] as const] : [])),
    ),
    waived,
    ...(old.length > 0 ? { known: old } : {}),
    unusedWaivers: unused,
    verdict: compatibilityVerdict(findings, runs.length > 0, [
      ...waived.map(({ finding }) => finding),
      ...old,
    ]),
  };
}

/** What the rules find, worst first, then by file and line. */
export function check(subject: Subject, options: ExamineOptions = {}): Finding[] {
  return [...examine(subject, options).findings];
}

const RANK: Readonly<Record<Finding['severity'], number>> = { error: 0, warning: 1, note: 2 };

/** Worst first, then by file, line and rule. */
export function byRank(a: Finding, b: Finding): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    byCodeUnits(a.file, b.file) ||
    a.line - b.line ||
    byCodeUnits(a.rule, b.rule)
  );
}

/** The order must not depend on the machine's locale. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
