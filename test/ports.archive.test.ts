// SPDX-License-Identifier: GPL-2.0-only
// Changes between two Debian trees carried to a third that has them: a piece of what npm run bench -- ports does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checked, misplaced } from '../bench/misplaced.ts';
import { type PortCase, temporary } from '../bench/port-cases.ts';
import { carriedBy } from '../bench/port-peers.ts';
import { portCases } from '../bench/ports.ts';
import { testContext } from './support.ts';

let cases: readonly PortCase[];

beforeAll(async () => {
  cases = await portCases(testContext(), ['include/linux', 'drivers/vfio'], 12, 3);
}, 300_000);

afterAll(() => {
  cases = [];
});

test('what is carried is the third tree, byte by byte, or refused', async () => {
  const states: string[] = [];
  for (const one of cases) {
    const outcome = await carriedBy('kpw port', one, '');
    if ('text' in outcome) expect(outcome.text === one.right, one.id).toBe(true);
    states.push('text' in outcome ? 'right' : 'refused');
  }
  expect(cases.length).toBeGreaterThan(15);
  expect(states.filter((state) => state === 'right').length).toBeGreaterThan(cases.length * 0.8);
});

test('no right backport is suspected, and every misplaced one is found', async () => {
  await temporary(async (folder) => {
    let moved = 0;
    for (const one of cases) {
      expect((await checked(one, one.right, folder)).state, one.id).toBe('right');
      const wrong = await misplaced(one, `${folder}/work`);
      if (!wrong) continue;
      moved++;
      expect((await checked(one, wrong.text, folder)).state, one.id).toBe('wrong');
    }
    expect(moved).toBeGreaterThan(0);
  });
}, 120_000);
