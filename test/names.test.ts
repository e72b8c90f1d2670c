// SPDX-License-Identifier: GPL-2.0-only
// One exported name, one thing: who searches for a name finds the one place that it is declared in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)(.*)/gm;

/** Names that stand more than once on purpose, and who tells them apart. */
const CONVENTIONS: readonly { readonly path: RegExp; readonly what?: RegExp; readonly why: string }[] = [
  {
    path: /^checks\/(?!lib\/|engine\/|samples\/)[a-z]+\/(samples\/)?[a-z]+-[^/]+\.ts$/,
    why: 'every rule exports `rule`, its samples `bad` and `good`: the file is its name, and its family gives it one',
  },
  { path: /^checks\/[a-z]+\/index\.ts$/, why: 'a family has the name of its prefix, `lay` of lay-packed' },
  {
    path: /^src\/cli\/[^/]+\.ts$/,
    what: /^: Command\b/,
    why: 'a verb has the name that a person types; src/cli/verbs.ts loads it by that',
  },
  {
    path: /\/testing\/|^checks\/samples\/(lamp[^/]*|small)\.ts$/,
    why: 'made-up drivers for tests and samples: what each file has besides a lamp says its imports',
  },
  { path: /\.test\.ts$|\/test-data\//, why: 'nobody imports a test' },
];

interface Named {
  readonly name: string;
  readonly path: string;
}

/** What a file exports under a name that is to be its own; a type and a value of one name are one thing. */
function namedIn(path: string, text: string): Named[] {
  const conventions = CONVENTIONS.filter((one) => one.path.test(path));
  const names = [...text.matchAll(DECLARATION)]
    .filter(([, , rest = '']) => !conventions.some(({ what }) => what === undefined || what.test(rest)))
    .map(([, name = '']) => name);
  return [...new Set(names)].map((name) => ({ name, path }));
}

/** `NAME: a.ts, b.ts` of each name that stands in several files. */
function doubles(all: readonly Named[]): string[] {
  const paths = new Map<string, string[]>();
  for (const { name, path } of all) paths.set(name, [...(paths.get(name) ?? []), path]);
  return [...paths].filter(([, own]) => own.length > 1).map(([name, own]) => `${name}: ${own.join(', ')}`);
}

test('an exported name of src and checks stands in one file', () => {
  const all = ['src', 'checks'].flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `${folder}/${path}`)
      .flatMap((path) => namedIn(path, readFileSync(join(PROJECT, path), 'utf8'))),
  );
  expect(all.length).toBeGreaterThan(2000);
  expect(doubles(all)).toEqual([]);
});

test('a name that stands twice is told with its files, but for what a convention names', () => {
  const side = 'export interface Side {}\nexport const on = 1;\nexport type on = 1;\n';
  const verb = 'export const check: Command = {};\n';
  const all = [
    ...namedIn('src/uapi/side.ts', side),
    ...namedIn('src/backport/side.ts', 'export class Side {}\nexport function check() {}\n'),
    ...namedIn('src/cli/check.ts', verb),
    ...namedIn('checks/lay/lay-packed.ts', 'export const rule = 1;\n'),
    ...namedIn('checks/lay/lay-kind.ts', 'export const rule = 1;\n'),
  ];
  expect(doubles(all)).toEqual(['Side: src/uapi/side.ts, src/backport/side.ts']);
});
