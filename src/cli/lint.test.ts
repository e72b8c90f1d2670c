// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Cache } from '../cache.ts';
import { lampHome } from '../own/testing/lamp.ts';
import type { OptionValues, Terminal } from './command.ts';
import { lint } from './lint.ts';
import { newVariant } from './new-variant.ts';

/** A verb run on an empty cache: its status, and what it printed and noted. */
async function run(verb: typeof lint, names: readonly string[], options: OptionValues) {
  const root = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  const said: string[] = [];
  const plain = (text: string) => text;
  const terminal: Terminal = {
    context: { cache: new Cache(root), signal: new AbortController().signal, report: () => undefined },
    print: (text) => said.push(`out ${text}`),
    note: (text) => said.push(`err ${text}`),
    colour: { good: plain, bad: plain, warn: plain, dim: plain, bold: plain },
    columns: undefined,
    interactive: false,
  };
  const status = await verb
    .run(names, options, terminal)
    .catch((error) => `${error.code}: ${error.title}. ${error.hint}`)
    .finally(() => rm(root, { recursive: true }));
  return { status, said };
}

test('without a tree at hand, what needs one is said to be unchecked, and nothing is downloaded', async () => {
  expect(await run(lint, [], {})).toMatchInlineSnapshot(`
    {
      "said": [
        "err not checked: anchors and contracts, because there is no tree to look at",
        "err next  Name one: --tree debian:6.1 (which is downloaded), or PATH@REV of your own.",
      ],
      "status": 3,
    }
  `);
});

test('of a topic of the user, it is said that the kernel tests are not read, and what reads them', async () => {
  const { home } = await lampHome();
  const { said } = await run(lint, [], { topics: [home] });
  expect(said).toContain('err kernel tests are not read: kpw test --topic lamp --dry-run compiles them');
  expect((await run(lint, [], {})).said.join()).not.toContain('kernel tests');
});

test('as data, the same', async () => {
  const { status, said } = await run(lint, [], { json: true });
  const { findings, trees } = JSON.parse((said[0] ?? '').slice(4));
  expect({ status, findings, trees }).toEqual({ status: 3, findings: [], trees: [] });
});

test('a variant of a topic that does not exist is refused with the nearest', async () => {
  expect((await run(newVariant, ['msix-map', 'fresh'], {})).status).toMatchInlineSnapshot(
    `"UNKNOWN_NAME: no topic is called "msix-map". Did you mean msix-mmap? kpw topics says where they are looked for."`,
  );
});
