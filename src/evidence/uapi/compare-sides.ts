// SPDX-License-Identifier: GPL-2.0-only

import { changesCode } from '../../../checks/engine/changes-code.ts';
import { bothRuns, concluded, type Runs, runRules } from '../../../checks/engine/examine.ts';
import type { Gates } from '../../../checks/engine/verdict.ts';
import type { Waiver } from '../../../checks/engine/waiver.ts';
import { compatibility } from '../../../checks/lib/driver/compatibility.ts';
import type { Rule, Subject } from '../../../checks/rule.ts';
import type { Target } from '../../c/target.ts';
import { apiOf } from '../../uapi/api.ts';
import { compare } from '../../uapi/compare.ts';
import { fallbackNote } from '../../uapi/fallback.ts';
import type { Comparison } from '../../uapi/model.ts';
import type { UapiSide } from '../../uapi/side/open.ts';
import { sourcesBelow } from '../../uapi/side/overlay.ts';
import { withReadHeaders } from '../../uapi/side/read-headers.ts';
import { ruleCatalogue } from '../catalogue.ts';
import type { Confirmation } from './confirm.ts';
import { examinationResult } from './result.ts';
import { UAPI_SCHEMA, type UapiComparison, type UapiDiff, type UapiFinding } from './schema.ts';
import { unjudgedNotes } from './unjudged.ts';
import { leftOutNotes, unreadSides } from './unread.ts';

export interface DiffOptions extends Gates {
  readonly targets: readonly Target[];
  readonly disable?: readonly string[];
  readonly waivers?: readonly Waiver[];
  /** Rules of the user's own, which run behind the others. */
  readonly own?: readonly Rule[];
  /** Fingerprints of findings that a baseline has. */
  readonly known?: readonly string[];
  /** YYYY-MM-DD, for waivers that expire. */
  readonly today?: string;
  /** Runs of the rules that need no comparison, which another thread has run for the new side of that place. */
  readonly apart?: (at: number) => Promise<Runs | undefined>;
  /** Asks somebody else about the types that differ. */
  readonly confirm?: (
    uapi: Comparison,
    found: readonly UapiFinding[],
  ) => Promise<{ confirmed: Confirmation; findings: UapiFinding[]; witnessed: UapiFinding[] }>;
}

/** One side against another: what differs, what the rules say of it, and the verdict. */
export async function compareSides(
  old: UapiSide,
  fresh: UapiSide,
  options: DiffOptions,
  at?: number,
): Promise<UapiComparison> {
  const { before, after } = pairOf(old, fresh);
  const subject = sidesSubject(before, after, options.targets);
  const { disable = [] } = options;
  const all = [...CATALOGUE, ...(options.own ?? [])];
  const own = runRules(subject, { disable, catalogue: all.filter(({ apart }) => !apart) });
  const others =
    (at === undefined ? undefined : await options.apart?.(at)) ??
    runRules(subject, { disable, catalogue: APART });
  const examination = concluded(bothRuns(own, others, all), {
    ...options,
    changes: () => changesCode(subject),
  });
  const fallback = fallbackNote([before, after]);
  const judged = examinationResult({ before: before.spec, after: after.spec }, subject, examination, {
    ...options,
    catalogue: all,
  });
  const notes = [
    ...(fallback === undefined ? [] : [fallback]),
    ...leftOutNotes(before, after),
    ...new Set([...(before.notes ?? []), ...(after.notes ?? [])]),
    ...unjudgedNotes(subject, after, judged.findings),
  ];
  const result = { ...judged, ...(notes.length === 0 ? {} : { notes }) };
  if (!options.confirm || !subject.uapi) return result;
  const { confirmed, findings, witnessed } = await options.confirm(subject.uapi, result.findings);
  const exit = result.exit === 0 && findings.length > 0 ? 3 : result.exit;
  return { ...result, confirmed, findings: [...witnessed, ...findings], exit };
}

const CATALOGUE = ruleCatalogue({});
const APART = CATALOGUE.filter(({ apart }) => apart);

/** The rules that need no comparison, for a thread that does nothing else. */
export function runApart(
  before: UapiSide,
  after: UapiSide,
  targets: readonly Target[],
  disable: readonly string[],
): Runs {
  const pair = pairOf(before, after);
  return runRules(sidesSubject(pair.before, pair.after, targets), { disable, catalogue: APART });
}

/** The two sides with the drivers that their difference is about, where they were opened together. */
function pairOf(before: UapiSide, after: UapiSide): { readonly before: UapiSide; readonly after: UapiSide } {
  return withReadHeaders(after.paired?.base === before ? after.paired : { before, after });
}

/** What the rules look at. Mails are not part of it: a tree has none. */
export function sidesSubject(before: UapiSide, after: UapiSide, targets: readonly Target[]): Subject {
  const unread = unreadSides(before, after);
  return {
    name: `${before.label} to ${after.label}`,
    ...(unread.length > 0 ? { unread } : {}),
    before: sourcesBelow(before, after),
    after: after.sources,
    uapi: compare(apiOf(before.headers, targets), apiOf(after.headers, targets)),
    lacks: { ...before.lacks, ...after.lacks },
    patches: [],
    mails: [],
  };
}

/** Every new side against the base, and each with the others where that is asked for. */
export async function diffSides(
  base: UapiSide,
  fresh: readonly UapiSide[],
  options: DiffOptions & { readonly between?: boolean },
): Promise<UapiDiff> {
  const others = (a: UapiSide) => fresh.filter((b) => b !== a).map((b) => [a, b] as const);
  const comparisons: UapiComparison[] = [];
  for (const [at, side] of fresh.entries()) comparisons.push(await compareSides(base, side, options, at));
  const between = options.between ? await inOrder(fresh.flatMap(others), options) : [];
  return {
    schema: UAPI_SCHEMA,
    targets: options.targets.map(({ id }) => id),
    exit: worst(comparisons.map(({ exit }) => exit)),
    comparisons,
    between,
    ...(options.between ? { compatibility: compatibilityOf([base, ...fresh], options.targets) } : {}),
  };
}

async function inOrder(
  pairs: readonly (readonly [UapiSide, UapiSide])[],
  options: DiffOptions,
): Promise<UapiComparison[]> {
  const results: UapiComparison[] = [];
  for (const [before, after] of pairs) results.push(await compareSides(before, after, options));
  return results;
}

function compatibilityOf(
  sides: readonly UapiSide[],
  targets: readonly Target[],
): NonNullable<UapiDiff['compatibility']> {
  const designs = sides.map(({ spec, headers, sources }) => ({
    name: spec,
    api: apiOf(headers, targets),
    sources,
  }));
  return compatibility(designs).map(({ reasons, ...one }) => ({ ...one, reasons: [...reasons] }));
}

/** A gate that was hit is certain; what could not be checked may be nothing. */
function worst(exits: readonly UapiDiff['exit'][]): UapiDiff['exit'] {
  return exits.includes(1) ? 1 : exits.includes(3) ? 3 : 0;
}
