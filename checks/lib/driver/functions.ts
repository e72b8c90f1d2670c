// SPDX-License-Identifier: GPL-2.0-only

import type { SourceFile } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { HEAD } from './body.ts';
import { type Code, functionName, isDriver } from './code.ts';

/** Paths of the drivers' files that define a function of that name, by a search that spares the parse. */
const index = memo((sources: Sources): ReadonlyMap<string, readonly string[]> => {
  const made = new Map<string, string[]>();
  for (const path of sources.paths.filter(isDriver))
    for (const [, name = ''] of (sources.get(path)?.text ?? '').matchAll(HEAD))
      made.set(name, [...(made.get(name) ?? []), path]);
  return made;
});

/** The definition of a function: in the caller's file, else in any other that is at hand. */
export function definitionOf(sources: Sources, from: SourceFile, name: string): Code | undefined {
  const paths = index(sources).get(name) ?? [];
  const path = paths.includes(from.path) ? from.path : paths[0];
  const file = path === undefined ? undefined : sources.get(path);
  return file && functionsByName(file).get(name);
}

/** Functions of a file by name; the first, where #if has two of a name. */
export const functionsByName = memo((file: SourceFile): ReadonlyMap<string, Code> => {
  const made = new Map<string, Code>();
  for (const code of functionsOfFile(file)) {
    const name = functionName(code.node) ?? '';
    if (!made.has(name)) made.set(name, code);
  }
  return made;
});

/** Every function that a file defines. A query would try its pattern at each node, most of which are in bodies. */
export const functionsOfFile = memo((file: SourceFile): readonly Code[] =>
  file.root.descendantsOfType('function_definition').map((node) => ({ file, node })),
);

const driversOf = memo(({ paths }: Sources): readonly string[] => paths.filter(isDriver));

/** Paths by the names of constants in their texts: thousands of commands are asked for, most of them nowhere. */
const constantsIn = memo((sources: Sources): ReadonlyMap<string, readonly string[]> => {
  const made = new Map<string, string[]>();
  for (const path of driversOf(sources))
    for (const name of new Set((sources.get(path)?.text ?? '').match(/\b[A-Z][A-Z0-9_]{2,}\b/g))) {
      const paths = made.get(name);
      if (paths) paths.push(path);
      else made.set(name, [path]);
    }
  return made;
});

/** Files of drivers whose text has the word. A search is a hundred times cheaper than a parse. */
export function filesWith(sources: Sources, word: string): SourceFile[] {
  const paths = /^[A-Z][A-Z0-9_]{2,}$/.test(word)
    ? (constantsIn(sources).get(word) ?? [])
    : driversOf(sources);
  const whole = new RegExp(`\\b${word}\\b`);
  return paths.flatMap((path) => {
    const file = sources.get(path);
    return file?.text.includes(word) && whole.test(file.text) ? [file] : [];
  });
}
