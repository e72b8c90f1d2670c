// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { MappedBar, SuiteTest } from '../evidence/schema.ts';
import { clientText } from './mapped.ts';

const STEPS = ['probed', 'mapped', 'started', 'stopped'];

const bar = (number: number, table: boolean, ...areas: [from: number, to: number][]): MappedBar => ({
  ...{ bar: number, size: 0x4000, table },
  areas: areas.map(([from, to]) => ({ from, to })),
});

/** Steps of a client: what is not named is passed. */
function client(bars: MappedBar[], statuses: Record<string, SuiteTest['status']> = {}): SuiteTest[] {
  return STEPS.map((name) => ({
    ...{ suite: 's', program: 'p', role: 'e1000e', name },
    status: statuses[name] ?? 'PASS',
    ...(name === 'mapped' && bars.length > 0 ? { mapped: bars } : {}),
  }));
}

const died = (reason: string): SuiteTest => ({
  ...{ suite: 's', program: 'p', role: 'e1000e', name: '', status: 'ERROR' },
  reason,
});

test('a client is told in few words: how far it comes, and what it has of the BAR with the table', () => {
  const whole = bar(0, false, [0, 0x4000]);
  const skipped = Object.fromEntries(STEPS.map((name) => [name, 'SKIP' as const]));
  const clients = {
    whole: client([whole, bar(3, true, [0, 0x4000])]),
    'behind the table': client([whole, bar(3, true, [0x1000, 0x4000])]),
    'around the table': client([whole, bar(3, true, [0, 0x1000], [0x2000, 0x4000])]),
    'before the table': client([bar(3, true, [0, 0x3000])]),
    'another BAR in part': client([bar(0, false, [0x2000, 0x4000]), bar(3, true)]),
    'a step that fails': client([bar(3, true, [0, 0x4000])], { started: 'FAIL', stopped: 'SKIP' }),
    'not even probed': client([], { probed: 'FAIL', mapped: 'SKIP', started: 'SKIP', stopped: 'SKIP' }),
    'killed on its way': [...client([whole, bar(3, true)]).slice(0, 2), died('killed by SIGBUS')],
    'nothing to do': client([], skipped),
  };
  const texts = Object.entries(clients).map(([name, tests]) => [name, clientText(tests)]);
  expect(Object.fromEntries(texts)).toMatchInlineSnapshot(`
    {
      "a step that fails": {
        "good": false,
        "text": "breaks at started; BAR 3 whole",
      },
      "another BAR in part": {
        "good": true,
        "text": "starts; BAR 0 without 0x0-0x2000; BAR 3 nothing",
      },
      "around the table": {
        "good": true,
        "text": "starts; BAR 3 without 0x1000-0x2000",
      },
      "before the table": {
        "good": true,
        "text": "starts; BAR 3 without 0x3000-0x4000",
      },
      "behind the table": {
        "good": true,
        "text": "starts; BAR 3 without 0x0-0x1000",
      },
      "killed on its way": {
        "good": false,
        "text": "breaks (killed by SIGBUS); BAR 3 nothing",
      },
      "not even probed": {
        "good": false,
        "text": "breaks at probed",
      },
      "nothing to do": {
        "good": true,
        "text": "skipped",
      },
      "whole": {
        "good": true,
        "text": "starts; BAR 3 whole",
      },
    }
  `);
});
