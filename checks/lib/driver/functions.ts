// SPDX-License-Identifier: GPL-2.0-only

import { mask } from '../../../src/c/mask.ts';
import { parsePart, type SourceFile, textOf } from '../../../src/c/parse.ts';
import { partsIn, type TextPart } from '../../../src/c/parts.ts';
import { lazily, memo } from '../../../src/memo.ts';
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
  const path = pathOfDefinition(sources, from, name);
  const file = path === undefined ? undefined : sources.get(path);
  return file && codeNamed(file, name);
}

/** The same before anything is parsed: the parts of that file that may define it. */
export function partsThatDefine(sources: Sources, from: SourceFile, name: string): readonly CodePart[] {
  const path = pathOfDefinition(sources, from, name);
  const file = path === undefined ? undefined : sources.get(path);
  return (file && partsByName(file).get(name)) ?? [];
}

function pathOfDefinition(sources: Sources, { path }: SourceFile, name: string): string | undefined {
  const paths = index(sources).get(name);
  return paths?.includes(path) ? path : paths?.[0];
}

/** A part of a file that may define functions, parsed when somebody asks which. */
export class CodePart {
  readonly text: string;
  /** As the parser sees it. */
  readonly masked: () => string;
  readonly functions: () => readonly Code[];

  constructor(
    readonly file: SourceFile,
    part: TextPart,
  ) {
    this.text = file.text.slice(part.start, part.end);
    this.masked = lazily(() => mask(this.text));
    this.functions = lazily(() =>
      parsePart(file.text, this.masked(), part)
        .descendantsOfType('function_definition')
        .map((node) => ({ file, node })),
    );
  }
}

export const codePartsOf = memo((file: SourceFile): readonly CodePart[] =>
  partsIn(file.text).map((part) => new CodePart(file, part)),
);

/**
 * Functions that a file defines, in order, of those whose text is asked for: with what stands in front of them, where that
 * ends with neither a semicolon nor a brace, and without.
 */
export function functionsOfFile(file: SourceFile, isAsked?: (text: string) => boolean): readonly Code[] {
  if (!isAsked) return codePartsOf(file).flatMap(({ functions }) => functions());
  const isWhole = (part: CodePart) => part.text.length === file.text.length;
  return (
    codePartsOf(file)
      // Of a file that is one part, only the parser knows what the texts of its functions are.
      .filter((part) => isWhole(part) || isAsked(part.text))
      .flatMap(({ functions }) => functions())
      .filter(({ node }) => isAsked(textOf(file, node)))
  );
}

/** Parts by the names before a parenthesis in their heads, one of which is that of the function. */
const partsByName = memo((file: SourceFile): ReadonlyMap<string, readonly CodePart[]> => {
  const made = new Map<string, CodePart[]>();
  for (const part of codePartsOf(file))
    for (const name of new Set(headOf(part).match(/\w+(?=\s*\()/g))) {
      const parts = made.get(name);
      if (parts) parts.push(part);
      else made.set(name, [part]);
    }
  return made;
});

function headOf({ text }: CodePart): string {
  return text.slice(0, text.indexOf('{'));
}

const named = memo((_: SourceFile) => new Map<string, Code | undefined>());

/** The function of a file that has a name; the first, where #if has two. */
export function codeNamed(file: SourceFile, name: string): Code | undefined {
  const known = named(file);
  if (!known.has(name)) {
    const all = (partsByName(file).get(name) ?? []).flatMap(({ functions }) => functions());
    known.set(
      name,
      all.find(({ node }) => functionName(node) === name),
    );
  }
  return known.get(name);
}

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
