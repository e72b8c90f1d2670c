// SPDX-License-Identifier: GPL-2.0-only

/** Values of a Makefile's variables as they are written, unexpanded. */
export type Variables = Map<string, string>;

export interface Expanded {
  readonly words: readonly string[];
  /** References and calls that nothing here can evaluate. */
  readonly unknown: readonly string[];
}

/** A variable may be made of itself by mistake. */
const DEEPEST = 20;

/**
 * The words of a value. Of make's functions those are known that kernel Makefiles make lists of objects with
 * (info make, "Functions for Transforming Text").
 */
export function expandedWords(value: string, variables: Variables, depth = 0): Expanded {
  const unknown: string[] = [];
  let out = '';
  for (let at = 0; at < value.length; ) {
    if (value[at] !== '$') {
      out += value[at++];
      continue;
    }
    const end = closing(value, at);
    if (end === undefined) {
      // `$$` is a dollar, `$@` a variable of a recipe.
      if (value[at + 1] !== '$') unknown.push(value.slice(at, at + 2));
      at += 2;
      continue;
    }
    const inner = value.slice(at + 2, end);
    const found = depth > DEEPEST ? undefined : reference(inner, variables, depth + 1);
    if (found === undefined) unknown.push(value.slice(at, end + 1));
    else {
      out += found.words.join(' ');
      unknown.push(...found.unknown);
    }
    at = end + 1;
  }
  return { words: out.split(/\s+/).filter(Boolean), unknown };
}

/** Where the bracket closes that stands behind the dollar at `at`. */
function closing(text: string, at: number): number | undefined {
  const pair = { '(': ')', '{': '}' }[text[at + 1] ?? ''];
  if (pair === undefined) return undefined;
  const open = text[at + 1];
  let depth = 0;
  for (let index = at + 1; index < text.length; index++) {
    if (text[index] === open) depth++;
    else if (text[index] === pair && --depth === 0) return index;
  }
  return undefined;
}

function reference(inner: string, variables: Variables, depth: number): Expanded | undefined {
  const [, name = '', rest = ''] = /^([a-z]+)\s+(.*)$/.exec(inner) ?? [];
  const call = FUNCTIONS[name];
  if (call) {
    const parts = argumentsOf(rest).map((part) => expandedWords(part, variables, depth));
    const unknown = parts.flatMap((part) => part.unknown);
    return { words: call(parts.map(({ words }) => words)), unknown };
  }
  const [, variable = '', from = '', to = ''] = /^([\w.-]+)(?::(\S*?)=(\S*))?$/.exec(inner) ?? [];
  const value = variable === '' ? undefined : variables.get(variable);
  if (value === undefined) return undefined;
  const own = expandedWords(value, variables, depth);
  if (!inner.includes(':')) return own;
  const pattern = from.includes('%') ? [from, to] : [`%${from}`, `%${to}`];
  return {
    words: own.words.map((word) => substituted(word, pattern[0] ?? '', pattern[1] ?? '')),
    unknown: own.unknown,
  };
}

type Words = readonly string[];

const FUNCTIONS: Readonly<Record<string, (parts: readonly Words[]) => Words>> = {
  addprefix: ([prefix = [], words = []]) => words.map((word) => `${prefix.join(' ')}${word}`),
  addsuffix: ([suffix = [], words = []]) => words.map((word) => `${word}${suffix.join(' ')}`),
  patsubst: ([from = [], to = [], words = []]) =>
    words.map((word) => substituted(word, from.join(' '), to.join(' '))),
  subst: ([from = [], to = [], words = []]) =>
    words.map((word) => word.replaceAll(from.join(' '), to.join(' '))),
  sort: ([words = []]) => [...new Set(words)].sort(),
  strip: ([words = []]) => words,
  notdir: ([words = []]) => words.map((word) => word.replace(/^.*\//, '')),
  basename: ([words = []]) => words.map((word) => word.replace(/\.[^./]*$/, '')),
};

/** The arguments of a call, which commas outside of brackets part. */
function argumentsOf(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if ('({'.includes(letter)) depth++;
    else if (')}'.includes(letter)) depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop()}${letter}`);
  }
  return parts;
}

function substituted(word: string, from: string, to: string): string {
  const [before = '', after] = from.split('%', 2);
  if (after === undefined) return word === from ? to : word;
  if (word.length < before.length + after.length || !word.startsWith(before) || !word.endsWith(after))
    return word;
  return to.replace('%', word.slice(before.length, word.length - after.length));
}
