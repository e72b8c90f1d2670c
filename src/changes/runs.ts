// SPDX-License-Identifier: GPL-2.0-only
import { isFailure } from '../is-failure.ts';
import { CHANGE_KINDS, type RunChange } from './change.ts';
import { findingChanges } from './findings.ts';
import { latencyChange } from './latencies.ts';
import { observationChanges } from './observations.ts';
import type { SideDesign } from './side.ts';
import { testChanges } from './tests.ts';

/**
 * What is not in a later run as it was in an earlier one, worst first. Designs are paired by their names; by tree and
 * machine too where a side has several, so that two trees can be compared by a run of each.
 */
export function runChanges(before: readonly SideDesign[], after: readonly SideDesign[]): RunChange[] {
  const keyOf = keyed([before, after]);
  const was = new Map(before.map((one) => [keyOf(one), one]));
  const is = new Map(after.map((one) => [keyOf(one), one]));
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((design) =>
    designChanges(design, was.get(design), is.get(design)),
  );
  return CHANGE_KINDS.flatMap((kind) => changes.filter((one) => one.kind === kind));
}

/** Name, with what else it takes to tell the designs of each side apart. */
function keyed(sides: readonly (readonly SideDesign[])[]): (design: SideDesign) => string {
  const several = (of: (one: SideDesign) => string | undefined) =>
    sides.some((side) => new Set(side.map(of)).size > 1);
  const trees = several(({ tree }) => tree?.spec);
  const machines = several(({ machine }) => machine?.id);
  return ({ name, tree, machine }) =>
    [...(trees ? [tree?.label ?? tree?.spec] : []), ...(machines ? [machine?.id] : []), name]
      .filter((part) => part !== undefined)
      .join(' ');
}

function designChanges(
  design: string,
  before: SideDesign | undefined,
  after: SideDesign | undefined,
): RunChange[] {
  const at = { of: 'design', design, name: '' } as const;
  if (!before || !after) {
    const only = before ?? after;
    const verdict = only?.verdict ?? 'not run';
    const bad = after && isFailure(after.verdict);
    return before
      ? [{ ...at, kind: 'disappeared', before: verdict }]
      : [
          {
            ...at,
            kind: bad ? 'new failure' : 'appeared',
            after: verdict,
            ...(after ? failureNote(after) : {}),
          },
        ];
  }
  const names = new Set([...before.latencies.keys(), ...after.latencies.keys()]);
  // A run that has no guest in it (kpw check) is no run that lost one.
  const cannot = [before, after].some(({ verdict }) => verdict === 'miss' || verdict === 'skip');
  return [
    ...verdictChange(at, before, after),
    ...(cannot ? [] : testChanges(design, before, after)),
    ...findingChanges(design, before, after),
    ...(cannot ? [] : observationChanges(design, before.observations, after.observations)),
    ...(cannot
      ? []
      : [...names].map((name) =>
          latencyChange(design, name, before.latencies.get(name), after.latencies.get(name)),
        )),
  ];
}

/** What the tests do not tell: a design that no guest could be asked about, or that failed as a whole. */
function verdictChange(
  at: { readonly of: 'design'; readonly design: string; readonly name: '' },
  before: SideDesign,
  after: SideDesign,
): RunChange[] {
  const [was, is] = [before.verdict, after.verdict];
  const told = { ...at, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) };
  const ran = (verdict: typeof was) => verdict !== 'miss' && verdict !== 'skip';
  if (was === 'skip' && is === 'skip') return [];
  // What could not be run is not known to be well, whatever it was before.
  if (!ran(is)) return [{ ...told, kind: 'undetermined', ...failureNote(after) }];
  if (!ran(was))
    return [
      {
        ...told,
        kind: was === 'skip' && is === 'pass' ? 'appeared' : 'undetermined',
        ...failureNote(before),
      },
    ];
  const bad = (verdict: typeof was) => isFailure(verdict);
  if (bad(is) && !failsByTests(after)) {
    const kind = bad(was) ? 'still failing' : was === 'pass' ? 'regression' : 'new failure';
    return [{ ...told, kind, ...failureNote(after) }];
  }
  if (was === is || bad(is) || (bad(was) && failsByTests(before))) return [];
  if (bad(was) && is === 'pass') return [{ ...told, kind: 'fixed', ...failureNote(before) }];
  return was === undefined
    ? [{ ...told, kind: 'appeared' }]
    : [{ ...told, kind: 'disappeared', ...failureNote(after) }];
}

/** Then the tests say what became of it. */
function failsByTests({ programs }: SideDesign): boolean {
  return programs.some(({ tests }) => tests.some(({ status }) => isFailure(status)));
}

function failureNote({ failure }: SideDesign): { note?: string } {
  return failure ? { note: `${failure.code}: ${failure.title}` } : {};
}
