// SPDX-License-Identifier: GPL-2.0-only

import type { CellResult } from '../guest/cell-result.ts';
import { TestsFlaky } from '../guest/failures.ts';
import { suiteOf } from '../guest/suite.ts';
import { isFailure } from '../is-failure.ts';
import { failureRecord } from './build.ts';
import type { CellEvidence, Repeat } from './schema.ts';
import { programTests } from './tests.ts';

/** A further boot of a cell, as evidence. */
function repeatOf(result: CellResult): { repeat: Repeat; tests: CellEvidence['tests'] } {
  const tests = result.programs.filter(({ name }) => !suiteOf(name)).flatMap(programTests);
  return {
    tests,
    repeat: {
      boot: result.boot,
      verdict: result.verdict,
      ...(result.failure ? { failure: failureRecord(result.failure) } : {}),
      failed: tests.filter(failed).map(nameOf),
      ...measuredOf(result),
    },
  };
}

/** Measurements and spreads of a boot, as evidence keeps them. */
export function measuredOf({
  measurements,
  series,
}: Pick<CellResult, 'measurements' | 'series'>): Pick<CellEvidence, 'measurements' | 'spreads'> {
  return {
    measurements: Object.fromEntries(
      measurements.map(({ key, value, unit, samples }) => [
        key,
        { value, unit, ...(samples === undefined ? {} : { samples }) },
      ]),
    ),
    ...(series.length > 0
      ? { spreads: Object.fromEntries(series.map(({ key, ...spread }) => [key, spread])) }
      : {}),
  };
}

/**
 * A cell with what further boots of it told. A test that failed in some boots and not in others is flaky: it counts as
 * failed, with the number of boots beside it; a cell of which no boot passed has its own failure.
 */
export function withRepeats(cell: CellEvidence, results: readonly CellResult[]): CellEvidence {
  if (results.length === 0) return cell;
  const boots = results.map(repeatOf);
  const tests = cell.tests.map((test) => {
    const all = [test, ...boots.flatMap((boot) => boot.tests.filter((one) => nameOf(one) === nameOf(test)))];
    const ran = all.filter(({ status }) => status !== 'SKIP');
    const bad = ran.filter(failed);
    const [first] = bad;
    if (!first || bad.length === ran.length) return test;
    return { ...test, ...first, flaky: { failed: bad.length, of: ran.length } };
  });
  const repeated = { ...cell, tests, repeats: boots.map(({ repeat }) => repeat) };
  const of = results.length + 1;
  const lost = [cell, ...repeated.repeats].filter(({ verdict }) => !PASSED.includes(verdict));
  const [first] = lost;
  if (!first || lost.length === of) return repeated;
  const flaky = tests.filter((test) => test.flaky).map(nameOf);
  const failure = new TestsFlaky({
    title: `${lost.length} of ${of} boots failed, ${of - lost.length} passed`,
    where: `cell ${cell.name}`,
    detail: [first.failure?.title, ...flaky].filter((line) => line !== undefined).join('\n'),
    hint: 'Look for a race in the design first, then in the test; a line of --known accepts a flake until a day, with a reason.',
  });
  return { ...repeated, verdict: 'FAIL', failure: failureRecord(failure) };
}

const PASSED: readonly CellEvidence['verdict'][] = ['PASS', 'XFAIL', 'SKIP'];

function failed({ status }: CellEvidence['tests'][number]): boolean {
  return isFailure(status);
}

function nameOf({ program, name }: CellEvidence['tests'][number]): string {
  return `${program}/${name}`;
}
