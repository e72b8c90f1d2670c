// SPDX-License-Identifier: GPL-2.0-only
// Runs rules that it is handed; which rules there are, only checks/index.ts knows.
import type { Comparison } from '../../src/uapi/model.ts';
import type { Effect, Finding, Rule, Subject } from '../rule.ts';
import { changesCode } from './changes-code.ts';
import { type RuleRun, runRule, type Sides, sidesOf, unmetNeed } from './run.ts';
import { judgedHeaders } from './scope.ts';
import { type CompatibilityVerdict, compatibilityVerdict } from './verdict.ts';
import { applyWaivers, type UnusedWaiver, type Waived, type Waiver } from './waiver.ts';

export interface ExamineOptions {
  /** Ids of rules and names of categories to leave out. */
  readonly disable?: readonly string[];
  readonly waivers?: readonly Waiver[];
  /** Fingerprints of findings that are known already. */
  readonly known?: readonly string[];
  /** YYYY-MM-DD, for waivers that expire; without it none does. */
  readonly today?: string;
  /** The rules to run, in their order. */
  readonly catalogue: readonly Rule[];
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
  /** Ids of rules that threw; what each looks for is undetermined. */
  readonly failed?: readonly string[];
  /** How many findings of a rule the base had already and are not shown; rules without any are no key. */
  readonly baseline: Readonly<Record<string, number>>;
  readonly waived: readonly Waived[];
  /** What a baseline has, and is kept back. */
  readonly known?: readonly Finding[];
  readonly unusedWaivers: readonly UnusedWaiver[];
  readonly verdict: CompatibilityVerdict;
}

/** Runs the rules on a change. A rule that fails is an undetermined finding, never silence. */
export function examineBy(subject: Subject, options: ExamineOptions): Examination {
  return concluded(runRules(subject, options), { ...options, changes: () => changesCode(subject) });
}

/** What the rules of a catalogue came to, one by one. Data: a thread can hand it to another. */
export interface Runs {
  readonly runs: readonly RuleRun[];
  readonly skipped: readonly Skipped[];
  /** Effects of the rules among them that the user has turned off. */
  readonly off: readonly Effect[];
}

/** Runs the rules of a catalogue, in its order. */
export function runRules(
  subject: Subject,
  { disable = [], catalogue }: Pick<ExamineOptions, 'disable' | 'catalogue'>,
): Runs {
  const skipped: Skipped[] = [];
  const runs: RuleRun[] = [];
  const turnedOff: Effect[] = [];
  let known: ReadonlySet<string> | undefined;
  const scope = () => {
    known ??= judgedHeaders(subject);
    return known;
  };
  let made: Sides | undefined;
  const sides = (uapi: Comparison) => {
    made ??= sidesOf(subject, uapi, scope);
    return made;
  };
  for (const rule of catalogue) {
    const off = [rule.id, rule.category].find((name) => disable.includes(name));
    const unmet = unmetNeed(rule, subject);
    const reason = off === undefined ? unmet : `${off} is disabled`;
    if (reason === undefined) runs.push(runRule(rule, subject, sides));
    else skipped.push({ rule: rule.id, reason });
    if (off !== undefined && unmet === undefined && rule.effect) turnedOff.push(rule.effect);
  }
  return { runs, skipped, off: turnedOff };
}

/** Two parts of one catalogue, in the catalogue's order. */
export function bothRuns(one: Runs, other: Runs, catalogue: readonly Rule[]): Runs {
  const place = new Map(catalogue.map(({ id }, at) => [id, at]));
  // Rules of a user's own are in no catalogue, and come last.
  const placeOf = ({ rule }: { readonly rule: string }) => place.get(rule) ?? place.size;
  const ordered = <T extends { readonly rule: string }>(all: readonly T[]) =>
    [...all].sort((a, b) => placeOf(a) - placeOf(b));
  return {
    runs: ordered([...one.runs, ...other.runs]),
    skipped: ordered([...one.skipped, ...other.skipped]),
    off: [...one.off, ...other.off],
  };
}

/**
 * The verdict on what the rules found, after waivers.
 *
 * @param changes whether any code differs: rules that are off say nothing of what is as it was
 */
export function concluded(
  { runs, skipped, off }: Runs,
  {
    waivers = [],
    today,
    known = [],
    changes,
  }: Pick<ExamineOptions, 'waivers' | 'today' | 'known'> & { readonly changes: () => boolean },
): Examination {
  const all = runs.flatMap(({ findings }) => findings).sort(byRank);
  const isKnown = ({ fingerprint }: Finding) => fingerprint !== undefined && known.includes(fingerprint);
  const { findings, waived, unused } = applyWaivers(
    all.filter((finding) => !isKnown(finding)),
    waivers,
    today,
    new Set([...runs, ...skipped].map(({ rule }) => rule)),
  );
  const old = all.filter(isKnown);
  const failed = runs.flatMap((run) => (run.failed ? [run.rule] : []));
  return {
    findings,
    ran: runs.map(({ rule }) => rule),
    skipped,
    baseline: Object.fromEntries(
      runs.flatMap(({ rule, baseline }) => (baseline > 0 ? [[rule, baseline] as const] : [])),
    ),
    waived,
    ...(old.length > 0 ? { known: old } : {}),
    ...(failed.length > 0 ? { failed } : {}),
    unusedWaivers: unused,
    verdict: compatibilityVerdict(
      findings,
      runs.length > 0,
      [...waived.map(({ finding }) => finding), ...old],
      off.length > 0 && changes() ? off : [],
    ),
  };
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
