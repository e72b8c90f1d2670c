// SPDX-License-Identifier: GPL-2.0-only
import type { RunSeen } from '../../checks/rule.ts';
import type { CellView } from '../series/cell-view.ts';
import type { Row } from '../series/topic.ts';
import type { CellEvidence, SuiteTest } from './schema.ts';

/** The rows of a topic that say what userspace of before finds. */
const COMPATIBILITY = 'compatibility';

/**
 * What a run saw of a design against the tree as it is, as far as a claim of compatibility needs it: tests of suites that
 * nobody here wrote and that only the design fails, and the topic's rows of compatibility that differ.
 *
 * @param run its name
 * @param rows of the topic; those of the group "compatibility" count
 * @returns undefined where the run has no baseline, or tried nothing of the kind
 */
export function seenOf(
  run: string,
  cells: readonly CellEvidence[],
  own: CellEvidence,
  rows: readonly Row[],
): RunSeen | undefined {
  const base = cells.find(({ role }) => role === 'baseline');
  if (!base) return undefined;
  const suites = pairs(base.suites ?? [], own.suites ?? []);
  const lines = inGroup(rows).flatMap((row) => {
    const [was, is] = [base, own].map((cell) => row.cell(viewOf(cell)));
    return was === undefined || is === undefined ? [] : [{ label: row.label, was, is }];
  });
  const tried = suites.length + lines.length;
  if (tried === 0) return undefined;
  const broken = [
    ...lines
      .filter(({ was, is }) => was !== is)
      .map(({ label, was, is }) => `${label}: ${is}, and ${was} on the tree as it is`),
    ...suites
      .filter(([was, is]) => was.status === 'PASS' && ['FAIL', 'ERROR'].includes(is.status))
      .map(([, one]) => named(one)),
  ];
  return { name: run, broken, tried };
}

function pairs(base: readonly SuiteTest[], own: readonly SuiteTest[]): [SuiteTest, SuiteTest][] {
  const known = new Map(base.map((one) => [named(one), one]));
  return own.flatMap((one): [SuiteTest, SuiteTest][] => {
    const was = known.get(named(one));
    return was ? [[was, one]] : [];
  });
}

function named({ suite, program, role, name }: SuiteTest): string {
  return `${suite} ${program} on ${role}${name === '' ? '' : `: ${name}`}`;
}

function inGroup(rows: readonly Row[]): Row[] {
  let group = '';
  return rows.filter((row) => {
    group = row.group ?? group;
    return group === COMPATIBILITY;
  });
}

/** What a run saw of a cell, for the functions of a topic. */
export function viewOf({ observations, measurements, contract }: CellEvidence): CellView {
  const of =
    <T>(record: Readonly<Record<string, T>>) =>
    (key: string) =>
      Object.hasOwn(record, key) ? record[key] : undefined;
  return { observed: of(observations), measured: of(measurements), promised: of(contract) };
}
