// SPDX-License-Identifier: GPL-2.0-only
import { isFailure } from '../is-failure.ts';
import type { ReportedDesign, ReportedTest } from '../results/model.ts';
import type { ChangeKind, RunChange } from './change.ts';

/** What became of each test of a design that is not as it was, or fails still. */
export function testChanges(
  design: string,
  before: Pick<ReportedDesign, 'programs'>,
  after: Pick<ReportedDesign, 'programs'>,
): RunChange[] {
  const was = byName(before);
  const is = byName(after);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name): RunChange[] => {
    const [one, other] = [was.get(name), is.get(name)];
    const kind = kindOf(one?.status, other?.status);
    if (kind === undefined) return [];
    const note = other?.diagnostics[0] ?? other?.reason;
    return [
      {
        ...{ kind, of: 'test', design, name },
        ...(one ? { before: one.status } : {}),
        ...(other ? { after: other.status } : {}),
        ...(note === undefined ? {} : { note }),
      },
    ];
  });
}

type Status = ReportedTest['status'] | undefined;

/** A test that is skipped says nothing: to the other run it is as if it were not there. */
function kindOf(before: Status, after: Status): ChangeKind | undefined {
  const [was, is] = [resultOf(before), resultOf(after)];
  if (was === is) return was === 'bad' ? 'still failing' : undefined;
  if (is === 'bad') return was === 'good' ? 'regression' : 'new failure';
  if (was === 'bad') return is === 'good' ? 'fixed' : 'disappeared';
  return is === 'good' ? 'appeared' : 'disappeared';
}

function resultOf(status: Status): 'good' | 'bad' | 'none' {
  if (status === undefined || status === 'skip') return 'none';
  return isFailure(status) ? 'bad' : 'good';
}

/** The second test of one name in one program is `name (2)`. */
function byName({ programs }: Pick<ReportedDesign, 'programs'>): Map<string, ReportedTest> {
  const tests = new Map<string, ReportedTest>();
  for (const { name: program, suite, tests: own } of programs)
    for (const test of own) {
      const name = `${suite === undefined ? '' : `${suite}/`}${program}/${test.name}`;
      let free = name;
      for (let number = 2; tests.has(free); number++) free = `${name} (${number})`;
      tests.set(free, test);
    }
  return tests;
}
