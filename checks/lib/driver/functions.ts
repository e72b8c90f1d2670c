// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../../../src/c/parse.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { HEAD } from './body.ts';
import { type Code, functionName, isDriver } from './code.ts';

const indexes = new WeakMap<Sources, ReadonlyMap<string, readonly string[]>>();

/** Paths of the drivers' files that define a function of that name, by a search that spares the parse. */
function index(sources: Sources): ReadonlyMap<string, readonly string[]> {
  const known = indexes.get(sources);
  if (known) return known;
  const made = new Map<string, string[]>();
  for (const path of sources.paths.filter(isDriver))
    for (const [, name = ''] of (sources.get(path)?.text ?? '').matchAll(HEAD))
      made.set(name, [...(made.get(name) ?? []), path]);
  indexes.set(sources, made);
  return made;
}

/** The definition of a function: in the caller's file, else in any other that is at hand. */
export function definitionOf(sources: Sources, from: SourceFile, name: string): Code | undefined {
  const paths = index(sources).get(name) ?? [];
  const path = paths.includes(from.path) ? from.path : paths[0];
  const file = path === undefined ? undefined : sources.get(path);
  return file && functionsByName(file).get(name);
}

const named = new WeakMap<SourceFile, ReadonlyMap<string, Code>>();

/** Functions of a file by name; the first, where #if has two of a name. */
export function functionsByName(file: SourceFile): ReadonlyMap<string, Code> {
  let known = named.get(file);
  if (!known) {
    const made = new Map<string, Code>();
    for (const code of functionsOfFile(file)) {
      const name = functionName(code.node) ?? '';
      if (!made.has(name)) made.set(name, code);
    }
    known = made;
    named.set(file, known);
  }
  return known;
}

const functions = new WeakMap<SourceFile, readonly Code[]>();

/** Every function that a file defines. A query would try its pattern at each node, most of which are in bodies. */
export function functionsOfFile(file: SourceFile): readonly Code[] {
  let known = functions.get(file);
  if (!known) {
    known = file.root.descendantsOfType('function_definition').map((node) => ({ file, node }));
    functions.set(file, known);
  }
  return known;
}

const drivers = new WeakMap<Sources, readonly string[]>();
const constants = new WeakMap<Sources, ReadonlyMap<string, readonly string[]>>();

function driversOf(sources: Sources): readonly string[] {
  const paths = drivers.get(sources) ?? sources.paths.filter(isDriver);
  drivers.set(sources, paths);
  return paths;
}

/** Paths by the names of constants in their texts: thousands of commands are asked for, most of them nowhere. */
function constantsOf(sources: Sources): ReadonlyMap<string, readonly string[]> {
  const known = constants.get(sources);
  if (known) return known;
  const made = new Map<string, string[]>();
  for (const path of driversOf(sources))
    for (const name of new Set((sources.get(path)?.text ?? '').match(/\b[A-Z][A-Z0-9_]{2,}\b/g))) {
      const paths = made.get(name);
      if (paths) paths.push(path);
      else made.set(name, [path]);
    }
  constants.set(sources, made);
  return made;
}

/** Files of drivers whose text has the word. A search is a hundred times cheaper than a parse. */
export function filesWith(sources: Sources, word: string): SourceFile[] {
  const paths = /^[A-Z][A-Z0-9_]{2,}$/.test(word)
    ? (constantsOf(sources).get(word) ?? [])
    : driversOf(sources);
  const whole = new RegExp(`\\b${word}\\b`);
  return paths.flatMap((path) => {
    const file = sources.get(path);
    return file?.text.includes(word) && whole.test(file.text) ? [file] : [];
  });
}
