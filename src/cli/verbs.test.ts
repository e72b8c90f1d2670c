// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from './main.ts';
import { PROJECT } from './project.ts';
import { commandsFor, GROUPS, helpSection } from './verbs.ts';

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

test('a verb that needs an argument says which', async () => {
  for (const { name, arguments: words = '', needs } of await commandsFor([]))
    expect([name, needs !== undefined]).toEqual([name, words.includes('<')]);
});

test('a version needs no verb, a mistyped one all', async () => {
  expect(await commandsFor(['--version'])).toEqual([]);
  expect((await commandsFor(['ruin'])).length).toBe((await commandsFor(['--help'])).length);
});

test('help has a heading for every verb, and the version is that of the package', async () => {
  const all = await commandsFor([]);
  expect(all.map(({ name }) => name).filter((name) => helpSection(name) === 'More:')).toEqual([]);
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };
  expect(commandLine([], async () => undefined).version()).toBe(version);
});
