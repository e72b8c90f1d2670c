// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';
import { closingPlace, commaParts } from '../token-group.ts';

/** Words that name a type by themselves, or are no name: behind them a parameter's name may stand. */
const WORDS = new Set(
  (
    'void char short int long float double signed unsigned __signed__ __signed _Bool const volatile restrict ' +
    '__const __const__ __volatile__ __restrict __restrict__ __int128'
  ).split(' '),
);

/** Storage and spellings that callers do not see. */
const UNSEEN = new Set(
  'extern static inline __inline __inline__ __always_inline _Noreturn __extension__ register'.split(' '),
);

/**
 * What a caller depends on of a function: its result and the types of its parameters, on one line. Names of parameters,
 * storage classes and attributes are left out.
 *
 * @param tokens of the declaration, up to its body or its semicolon
 * @param name of the function
 */
export function signatureOf(tokens: readonly Token[], name: string): string {
  const plain = withoutAttributes(tokens).filter(({ text }) => !UNSEEN.has(text));
  const at = plain.findIndex(({ text }, index) => text === name && plain[index + 1]?.text === '(');
  if (at < 0) return words(plain);
  const close = closingPlace(plain, at + 1);
  const parameters = split(plain.slice(at + 2, close)).map((one) => words(unnamed(one)));
  return `${words(plain.slice(0, at))} (${parameters.join(', ') || 'void'})${words(plain.slice(close + 1))}`;
}

/** Names of a function's parameters. */
export function parametersIn(tokens: readonly Token[], name: string): string[] {
  const plain = withoutAttributes(tokens);
  const at = plain.findIndex(({ text }, index) => text === name && plain[index + 1]?.text === '(');
  if (at < 0) return [];
  return split(plain.slice(at + 2, closingPlace(plain, at + 1))).flatMap((one) => {
    const left = unnamed(one);
    return one.filter((token) => !left.includes(token) && token.kind === 'name').map(({ text }) => text);
  });
}

function words(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join(' ');
}

/** A parameter without its name: `__u32 value`, `struct lamp *lamp`, `char name[4]`, `int (*call)(int)`. */
function unnamed(tokens: readonly Token[]): readonly Token[] {
  const pointed = tokens.findIndex(
    ({ text }, at) => text === '(' && tokens[at + 1]?.text === '*' && tokens[at + 2]?.kind === 'name',
  );
  if (pointed >= 0) return tokens.filter((_, at) => at !== pointed + 2);
  const bracket = tokens.findIndex(({ text }) => text === '[');
  const end = bracket < 0 ? tokens.length : bracket;
  const last = tokens[end - 1];
  const before = tokens[end - 2];
  if (last?.kind !== 'name' || WORDS.has(last.text) || !before) return tokens;
  // `struct lamp` alone names a type, and `const foo_t` does.
  if (/^(?:struct|union|enum)$/.test(before.text)) return tokens;
  const names = tokens.slice(0, end - 1).some(({ kind, text }) => kind === 'name' && !QUALIFIER.test(text));
  return names ? [...tokens.slice(0, end - 1), ...tokens.slice(end)] : tokens;
}

const QUALIFIER = /^(?:const|volatile|__const__|__volatile__)$/;

function withoutAttributes(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { text } = tokens[at] as Token;
    if ((text === '__attribute__' || text === '__attribute') && tokens[at + 1]?.text === '(')
      at = closingPlace(tokens, at + 1);
    else kept.push(tokens[at] as Token);
  }
  return kept;
}

function split(tokens: readonly Token[]): Token[][] {
  const parts = commaParts(tokens);
  const [only] = parts;
  return parts.length === 1 && (only?.length === 0 || words(only ?? []) === 'void') ? [] : parts;
}
