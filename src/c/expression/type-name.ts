// SPDX-License-Identifier: GPL-2.0-only
import type { Abi } from '../target.ts';
import type { Token } from '../token.ts';
import type { IntegerType, UnknownValue } from './value.ts';

/** What a cast can go to; `none` for a type without integer values (struct, floating point, void). */
export type CastType =
  | (IntegerType & { readonly pointer: boolean; readonly bool: boolean })
  | UnknownValue
  | 'none';

const BUILT_IN = new Set(
  (
    'void char short int long float double signed unsigned __signed __signed__ _Bool __int128 __int128_t __uint128_t ' +
    'const volatile __const __const__ __volatile __volatile__ restrict __restrict _Complex __complex__ ' +
    'struct union enum typeof __typeof__ __typeof _Atomic'
  ).split(' '),
);

/** Qualifiers, and sparse's annotations, which headers_install strips. */
const IGNORED = new Set(
  (
    'const volatile __const __const__ __volatile __volatile__ restrict __restrict ' +
    '__force __user __kernel __iomem __bitwise __nocast __extension__'
  ).split(' '),
);

/** A keyword that can only begin a type. */
export function isTypeKeyword(text: string): boolean {
  return BUILT_IN.has(text);
}

export function isIgnored(text: string): boolean {
  return IGNORED.has(text);
}

/** A type name without qualifiers: what a symbol table is asked for. */
export function unqualified(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ text }) => !IGNORED.has(text));
}

/** The type that a cast names; `other` is asked for what is not made of C's own words. */
export function castType(
  tokens: readonly Token[],
  abi: Abi,
  other: (type: readonly Token[]) => IntegerType | UnknownValue | undefined,
): CastType {
  const words = unqualified(tokens);
  if (words.some(({ text }) => text === '*'))
    return { size: abi.pointer, signed: false, pointer: true, bool: false };
  const built = builtIn(words, abi);
  if (built) return built;
  const found = other(words);
  if (!found) return 'none';
  return 'unknown' in found ? found : { size: found.size, signed: found.signed, pointer: false, bool: false };
}

/** `unsigned long int` and the like, in any order; undefined where another word stands between. */
function builtIn(words: readonly Token[], abi: Abi): CastType | undefined {
  const count: Record<string, number> = {};
  for (const { text } of words) {
    const word = text.startsWith('__signed') ? 'signed' : text;
    if (!/^(?:void|char|short|int|long|float|double|signed|unsigned|_Bool|__u?int128(?:_t)?)$/.test(word))
      return undefined;
    count[word] = (count[word] ?? 0) + 1;
  }
  if (words.length === 0) return undefined;
  if (count.void || count.float || count.double) return 'none';
  const plain = (size: number, signed: boolean): CastType => ({ size, signed, pointer: false, bool: false });
  if (count._Bool) return { size: 1, signed: false, pointer: false, bool: true };
  if (count.__uint128_t) return plain(16, false);
  if (count.__int128 || count.__int128_t) return plain(16, !count.unsigned);
  if (count.char) return plain(1, count.signed ? true : count.unsigned ? false : abi.charSigned);
  if (count.short) return plain(2, !count.unsigned);
  return plain(count.long === 2 ? 8 : count.long ? abi.long : 4, !count.unsigned);
}
