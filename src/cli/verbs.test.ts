// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { commandsFor, GROUPS } from './verbs.ts';

test('each verb is found under its own name, alone', async () => {
  const all = await commandsFor([]);
  for (const { name } of all) {
    const words = name.split(' ');
    expect(await commandsFor(['--verbose', ...words, '--json'])).toEqual(
      all.filter((one) => one.name === name),
    );
  }
  expect(Object.keys(GROUPS)).toEqual([...new Set(all.flatMap(({ name }) => name.split(' ').slice(0, -1)))]);
});

test('a version needs no verb, a mistyped one all', async () => {
  expect(await commandsFor(['--version'])).toEqual([]);
  expect((await commandsFor(['ruin'])).length).toBe((await commandsFor(['--help'])).length);
});
