// SPDX-License-Identifier: GPL-2.0-only

import { blankComments } from '../../src/c/comments.ts';
import { lineOf } from '../../src/c/lines.ts';
import { memo } from '../../src/memo.ts';
import { codeAlone, declaredIn, includeNames } from '../../src/uapi/compare/code.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import { EVERYTHING, LIBC } from '../../src/uapi/libc.ts';
import type { Api } from '../../src/uapi/model.ts';
import { identifiers } from './constants.ts';
import { hasHeader } from './has.ts';

/** Where a name that a header needs to compile first stands in it. */
export interface NeededName {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** `struct timespec when`, not `struct timespec *when`: a pointer needs no definition. */
const BY_VALUE = /\b(struct|union|enum)\s+(\w+)\s+(?=\w)/g;
const TYPE = /\b([A-Za-z_]\w*)(?=\s*\*+\s*\w|\s+[A-Za-z_]|\s*\()/g;
/** Directives, whose names may mean nothing, and what headers_install takes out (scripts/headers_install.sh). */
const UNSEEN = /^\s*#.*$|\b(__user|__force|__iomem|__attribute_const__)\b/gm;
const BOUND = /\[([^\]]+)\]/g;

const KEYWORD =
  /^(struct|union|enum|const|volatile|signed|unsigned|char|short|int|long|float|double|void|sizeof|typedef|__attribute__|packed|aligned)$/;

/**
 * Names that a header's types, functions and enumerators are made of. What its macros use is needed only where a program
 * uses the macro.
 *
 * @param only of those types, and of typedefs where that is said
 */
export function neededNames(
  api: Api,
  name: string,
  only?: { readonly types: ReadonlySet<string>; readonly typedefs: boolean },
): ReadonlyMap<string, NeededName> {
  const found = new Map<string, NeededName>();
  const header = api.header(name);
  if (!header) return found;
  const note = (need: NeededName) => {
    for (const each of wordsOf(need.text)) if (!found.has(each) && !KEYWORD.test(each)) found.set(each, need);
  };
  for (const { name: type, text, line, path } of header.types)
    if (only?.types.has(type) ?? true) note({ path, line, text });
  if (!only)
    for (const { text, line, path } of [...header.functions, ...header.enumerators])
      for (const each of identifiers(blankComments(text)))
        if (!found.has(each) && !KEYWORD.test(each)) found.set(each, { path, line, text });
  if (only?.typedefs === false) return found;
  for (const [typedef, body] of declaredIn([header.text]).typedefs)
    note({ path: header.path, line: typedefLine(header.text, typedef), text: `typedef ${body}` });
  return found;
}

/** Behind a member or a type, before its semicolon: `hue[] __counted_by(n);`. */
const BEHIND = /(?<=[\w\])}])\s+(__\w+)\s*(?:\([^()]*\))?\s*;/g;
/** In the place of members. */
const MEMBERS = /\b(__?(?:struct_group(?:_\w+)?|DECLARE_FLEX_ARRAY))\s*\(/g;
/** The compiler knows these, or headers_install writes them out. */
const KNOWN = /^__(attribute__|packed|asm__|restrict(__)?|extension__|user|force|iomem)$/;

/** Macros that a header's declarations are written with, which it does not compile without: `__counted_by`. */
export function annotationsOf(api: Api, name: string): ReadonlyMap<string, NeededName> {
  const found = new Map<string, NeededName>();
  const header = headerText(api, name);
  // Blanking comments takes longer than to see that there is nothing to look for.
  if (!header || [...annotationWords(header.text)].every((word) => KNOWN.test(word))) return found;
  const code = blankComments(header.text).replace(UNSEEN, (part) => part.replace(/[^\n]/g, ' '));
  for (const pattern of [BEHIND, MEMBERS])
    for (const match of code.matchAll(pattern)) {
      const word = match[1] ?? '';
      if (KNOWN.test(word) || found.has(word)) continue;
      const at = match.index + match[0].indexOf(word);
      const line = lineOf(code, at);
      found.set(word, { path: header.path, line, text: header.text.split('\n')[line - 1]?.trim() ?? '' });
    }
  return found;
}

/** The same words as the text has them, in comments too. */
export function annotationWords(text: string): ReadonlySet<string> {
  const words = new Set([...text.matchAll(MEMBERS)].map(([, word = '']) => word));
  // BEHIND itself would try every blank of the text.
  for (const { 1: word = '', index } of text.matchAll(CLOSED))
    if (!words.has(word) && /[\w\])}]\s+$/.test(text.slice(Math.max(0, index - BLANKS), index)))
      words.add(word);
  return words;
}

const CLOSED = /\b(__\w+)\s*(?:\([^()]*\))?\s*;/g;
/** Characters before an annotation within which what it belongs to ends. */
const BLANKS = 200;

/** What a header's texts say of typedefs, to be compared. */
export function typedefsIn(api: Api, name: string): string {
  return headerTexts(api, name)
    .flatMap((text) => text.match(/\btypedef\b[^;]*;/g) ?? [])
    .join();
}

function wordsOf(text: string): string[] {
  const code = blankComments(text).replace(UNSEEN, ' ');
  return [
    ...[...code.matchAll(BY_VALUE)].map(([, kind, tag]) => `${kind} ${tag}`),
    ...[...code.matchAll(TYPE)].map(([, word = '']) => word),
    ...[...code.matchAll(BOUND)].flatMap(([, bound = '']) => bound.match(/[A-Za-z_]\w*/g) ?? []),
  ];
}

function typedefLine(text: string, typedef: string): number {
  const at = text.search(new RegExp(`\\b${typedef}\\b[^;\\n]*;`));
  return lineOf(text, Math.max(0, at));
}

const closures = new WeakMap<Api, Map<string, ReadonlySet<string>>>();

/** A header and all that a program gets with it, at any depth; what only the kernel includes is not of it. */
export function withIncludes(api: Api, name: string): ReadonlySet<string> {
  const known = closures.get(api) ?? new Map<string, ReadonlySet<string>>();
  closures.set(api, known);
  const seen = known.get(name) ?? new Set([name]);
  if (!known.has(name))
    for (const each of seen)
      for (const include of api.header(each)?.includes ?? includeNames(LIBC[each] ?? ''))
        (seen as Set<string>).add(include);
  known.set(name, seen);
  return seen;
}

/** What every program may have included before, and no header should count on. */
export const PROGRAM: readonly string[] = includeNames(EVERYTHING);

/** The least that a program includes to get a header: linux/types.h for asm-generic/int-ll64.h. */
export function leastWith(api: Api, header: string, among: Iterable<string>): string {
  const size = (name: string) => withIncludes(api, name).size;
  const having = [...among].filter((name) => withIncludes(api, name).has(header));
  return having.sort((a, b) => size(a) - size(b))[0] ?? header;
}

/** Which headers declare a name, of those that were looked through; in no order. */
interface Providers {
  readonly of: Map<string, Set<string>>;
  readonly headers: Set<string>;
  /** Sets of headers that were looked through as a whole: a header's closure is asked about for each of its names. */
  readonly sets: WeakSet<ReadonlySet<string>>;
}

const providersOf = memo((_: Api): Providers => ({ of: new Map(), headers: new Set(), sets: new WeakSet() }));

/** Among some headers the first that declares a name, by its text: `__u32`, `struct timespec`; a tag may be a macro's. */
export function nameProvider(api: Api, among: ReadonlySet<string>, name: string): string | undefined {
  const providers = providersOf(api);
  lookThrough(api, among, providers);
  const word = name.slice(name.indexOf(' ') + 1);
  const found = new Set<string>();
  for (const each of word === name ? [name] : [name, word])
    for (const header of providers.of.get(each) ?? []) if (among.has(header)) found.add(header);
  if (found.size < 2) return [...found][0];
  for (const header of among) if (found.has(header)) return header;
  return undefined;
}

function lookThrough(api: Api, among: ReadonlySet<string>, { of, headers, sets }: Providers): void {
  if (sets.has(among)) return;
  sets.add(among);
  for (const header of among) {
    if (headers.has(header)) continue;
    headers.add(header);
    for (const text of headerTexts(api, header))
      for (const name of declaredNames(text)) {
        const known = of.get(name);
        if (known) known.add(header);
        else of.set(name, new Set([header]));
      }
  }
}

const read = new WeakMap<Api, Map<string, readonly string[]>>();

/** A header's texts, each once: most are the same for all targets, and are asked for again and again. */
export function headerTexts(api: Api, name: string): readonly string[] {
  const known = read.get(api) ?? new Map<string, readonly string[]>();
  read.set(api, known);
  let texts = known.get(name);
  if (!texts) {
    const found = api.targets.flatMap((target) => api.headers.get(name, target)?.text ?? []);
    texts = found.length > 0 ? [...new Set(found)] : [LIBC[name] ?? ''];
    known.set(name, texts);
  }
  return texts;
}

const declared = new Map<string, ReadonlySet<string>>();

/** Typedefs, macros, and tags with a body; of what stands behind a body too much rather than too little. */
export function declaredNames(text: string): ReadonlySet<string> {
  const known = declared.get(text);
  if (known) return known;
  const code = codeAlone(text);
  const names = new Set([
    ...declaredIn([text]).typedefs.keys(),
    ...[...code.matchAll(/^# ?define (\w+)|\}[^;{}]*?\b(\w+) ?;/gm)].map(
      ([, one, other]) => one ?? other ?? '',
    ),
    ...[...code.matchAll(/\b(struct|union|enum) (\w+)\s*\{/g)].map(([, kind, tag]) => `${kind} ${tag}`),
  ]);
  declared.set(text, names);
  return names;
}

/** Taken out by headers_install (scripts/headers_install.sh). */
const STRIPPED = /^linux\/compiler(_types)?\.h$/;

/** Whether a header is of a library that nobody here knows. */
export function isForeign(api: Api, name: string): boolean {
  return !hasHeader(api, name) && !(name in LIBC) && !STRIPPED.test(name);
}

/** What a header includes at any depth that nobody here has, and which may declare anything. */
export function unreadIn(api: Api, name: string): string[] {
  return [...withIncludes(api, name)].filter((each) => isForeign(api, each));
}

/** Whether a header is the C library's. */
export function isLibcHeader(api: Api, name: string): boolean {
  return !hasHeader(api, name) && name in LIBC;
}
