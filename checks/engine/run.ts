// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../src/memo.ts';
import type { Sources } from '../../src/series/topic.ts';
import type { Api, Comparison } from '../../src/uapi/model.ts';
import { driversDiffer } from '../lib/driver/reach.ts';
import { hasHeader } from '../lib/has.ts';
import type { DriverReach, Finding, Found, Rule, Side, Subject } from '../rule.ts';
import { absentIncludes } from './absent.ts';
import { fingerprints } from './fingerprint.ts';

/** What one rule made of one subject. */
export interface RuleRun {
  readonly rule: string;
  readonly findings: readonly Finding[];
  /** Number of findings that the side before has as well. */
  readonly baseline: number;
  /** The rule threw: its one finding says so, and nothing is known of what it looks for. */
  readonly failed?: true;
}

/** Why a rule cannot be run on a subject; undefined where it can. */
export function unmetNeed(
  { needs, lint, compare }: Rule,
  { uapi, lacks, mails, patches, elsewhere, newer, origins }: Subject,
): string | undefined {
  for (const need of needs) {
    const reason = lacks[need];
    if (reason !== undefined) return reason;
    if (need === 'uapi' && !uapi) return 'no UAPI header is at hand';
    if (need === 'mails' && mails.length === 0) return 'there are no mails';
    if (need === 'patches' && patches.length === 0) return 'kpw check looks at single patches';
    if (need === 'elsewhere' && !elsewhere) return 'nobody can tell who else in the tree mentions a word';
    if (need === 'newer' && !newer) return 'no newer kernel is known';
    if (need === 'origins' && !origins) return 'nobody says where the design was proposed';
  }
  return lint && !compare && !uapi ? 'no UAPI header is at hand' : undefined;
}

/** Both ends of a comparison, as rules about a state see them. */
export interface Sides {
  readonly old: Side;
  readonly now: Side;
}

/** Runs a rule on a change; a state is judged on both sides, and what the base has is counted, not returned. */
export function runRule(rule: Rule, subject: Subject, sides: (uapi: Comparison) => Sides): RuleRun {
  // A change of no driver changes nothing of what a rule about drivers alone says.
  if (rule.apart && !rule.needs.includes('uapi') && !driversDiffer(subject))
    return { rule: rule.id, findings: [], baseline: 0 };
  const { compare, lint } = rule;
  const findings: Finding[] = [];
  let baseline = 0;
  try {
    if (compare) findings.push(...absentIncludes(subject, finished(rule, compare(subject))));
    if (lint && subject.uapi) {
      const { old, now } = sides(subject.uapi);
      const all = survey(rule, now);
      // Where there is nothing, nothing is old.
      const symbols = new Set(all.flatMap(({ symbol }) => symbol ?? []));
      const before = all.length > 0 ? survey(rule, old, symbols) : [];
      const known = new Set(before.map(({ fingerprint }) => fingerprint));
      const fresh = withoutMoved(
        all.filter(({ fingerprint }) => !known.has(fingerprint)),
        before,
        all,
      );
      findings.push(...fresh);
      baseline = all.length - fresh.length;
    }
  } catch (error) {
    findings.push(failure(rule, subject, error));
    return { rule: rule.id, findings, baseline, failed: true };
  }
  return { rule: rule.id, findings, baseline };
}

/**
 * Without what the old side has in another function: one that was renamed, or whose code went elsewhere, is as it was.
 * An old finding answers for one new one that says the same of the same symbol.
 */
function withoutMoved(
  fresh: readonly Finding[],
  old: readonly Finding[],
  now: readonly Finding[],
): Finding[] {
  const still = new Set(now.map(({ fingerprint }) => fingerprint));
  const gone = old.filter(({ fingerprint }) => !still.has(fingerprint)).map(said);
  return fresh.filter((one) => {
    const at = gone.indexOf(said(one));
    if (at >= 0) gone.splice(at, 1);
    return at < 0;
  });
}

function said({ symbol, message }: Finding): string {
  return `${symbol?.replace(/^\w+\(\)$/, '()')} ${message.replace(/\b\w+\(\)/g, '()')}`;
}

/** One object a side for all rules, so that what they share is kept by it. */
export function sidesOf(subject: Subject, uapi: Comparison, scope: () => ReadonlySet<string>): Sides {
  const reach = reachOf(subject, uapi);
  return {
    old: sideOf(uapi, uapi.before, subject.before, scope, reach),
    now: sideOf(uapi, uapi.after, subject.after, scope, reach),
  };
}

/** What differs is found out when a rule asks for it. */
function sideOf(
  uapi: Comparison,
  api: Api,
  sources: Sources,
  scope: () => ReadonlySet<string>,
  reach: DriverReach,
): Side {
  let headers: readonly string[] | undefined;
  return {
    api,
    base: uapi.before,
    sources,
    reach,
    get headers() {
      headers ??= [...scope()].filter((name) => hasHeader(api, name));
      return headers;
    },
    differs: (header, symbol) => differing(uapi)(header, symbol),
  };
}

function reachOf(subject: Subject, uapi: Comparison): DriverReach {
  return {
    get texts() {
      return uapi.texts;
    },
    headers: { has: (name) => uapi.reaches(name) },
    get drivers() {
      return driversDiffer(subject);
    },
  };
}

const symbolsOnce = memo(symbolsOf);

function differing(uapi: Comparison): (header: string, symbol: string) => boolean {
  const of = symbolsOnce(uapi);
  return (header, symbol) => of.get(header)?.has(symbol) ?? false;
}

function symbolsOf({ types, macros, enumerators, ioctls }: Comparison): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  const add = (header: string, symbol: string) => {
    const own = known.get(header);
    if (own) own.add(symbol);
    else known.set(header, new Set(['', symbol]));
  };
  for (const { header, name } of [...types, ...macros, ...enumerators]) add(header, name);
  for (const { header, name } of ioctls) add(header, `ioctl ${name}`);
  return known;
}

/**
 * What a rule that judges states says of one, everything counted.
 * @throws what the rule throws
 */
export function survey(rule: Rule, side: Side, among?: ReadonlySet<string>): Finding[] {
  return finished(rule, rule.lint?.(side, among) ?? []);
}

function finished(rule: Rule, found: readonly Found[]): Finding[] {
  const prints = fingerprints(rule.id, found);
  return found.map(({ key: _, ...rest }, at) => {
    const effect = rest.effect ?? rule.effect;
    return {
      ...rest,
      rule: rule.id,
      severity: rest.severity ?? rule.severity,
      ...(effect === undefined ? {} : { effect }),
      fingerprint: prints[at] as string,
    };
  });
}

/** The rule is at fault or met what it does not understand; either way nobody knows what it would have found. */
function failure(rule: Rule, subject: Subject, error: unknown): Finding {
  const file =
    subject.uapi?.headers[0]?.after?.path ?? subject.uapi?.headers[0]?.before?.path ?? subject.name;
  const message = `the rule failed, so nothing is known: ${error instanceof Error ? error.message : String(error)}`;
  const found: Found = { file, line: 1, message, severity: 'warning', effect: 'undetermined' };
  return finished(rule, [found])[0] as Finding;
}
