// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { programReach, reachOf, setupReach } from './reach.ts';
import type { CoverageEvidence } from './schema.ts';

const line = (number: number, by: number[]): CoverageEvidence['lines'][number] => ({
  ...{ file: 'a.c', line: number, patch: 'a', text: 'a();', by, branches: [] },
  state: by.length > 0 ? 'reached' : 'missed',
});

const coverage: CoverageEvidence = {
  moments: [
    { step: 'load a' },
    { program: 'one_test' },
    { program: 'one_test', test: 'x.y' },
    { program: 'two_test', test: 'z' },
  ],
  lines: [line(1, [0, 2]), line(2, [2, 3]), line(3, []), line(4, [1])],
  modules: [],
  elsewhere: [],
};

test('by test, by program, and outside of both', () => {
  expect(reachOf({ coverage })).toEqual([
    { program: 'one_test', lines: new Set(['a.c:4']) },
    { program: 'one_test', test: 'x.y', lines: new Set(['a.c:1', 'a.c:2']) },
    { program: 'two_test', test: 'z', lines: new Set(['a.c:2']) },
  ]);
  expect(programReach({ coverage })).toEqual(
    new Map([
      ['one_test', new Set(['a.c:4', 'a.c:1', 'a.c:2'])],
      ['two_test', new Set(['a.c:2'])],
    ]),
  );
  expect(setupReach({ coverage })).toEqual(new Set(['a.c:1']));
});

test('what is not known is not taken for nothing', () => {
  const unknown = { coverage: { ...coverage, undetermined: 'the guest went down' } };
  expect([reachOf(unknown), programReach(unknown), setupReach(unknown), reachOf({})]).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
});
