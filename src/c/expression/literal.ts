// SPDX-License-Identifier: GPL-2.0-only
import type { Abi } from '../target.ts';
import { INT, type Operand, operand, unknown } from './value.ts';

const NUMBER = /^(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|(0[0-7]*)|([1-9]\d*))([uUlL]*)$/;
const SUFFIX = /^(?:[uU]?(?:ll|LL|[lL])?|(?:ll|LL|[lL])[uU])$/;

/**
 * An integer constant with the first type of C11 6.4.4.1's table that holds it; undefined for what is no integer
 * (floating point). With no ABI, as in an #if, all are intmax_t or uintmax_t.
 */
export function integer(text: string, abi: Abi | undefined): Operand | undefined {
  const match = NUMBER.exec(text);
  if (!match) return undefined;
  const [, hex, binary, octal, decimal, suffix = ''] = match;
  if (!SUFFIX.test(suffix)) return unknown(`${shortened(text)} has a suffix that C does not know`);
  const value = readDigits(hex, binary, octal, decimal);
  const signed = !/[uU]/.test(suffix);
  const longs = suffix.replace(/[uU]/, '').length;
  const sizes = abi ? (longs === 2 ? [8] : longs === 1 ? [abi.long, 8] : [4, 8]) : [8];
  for (const size of sizes) {
    const bits = BigInt(size * 8);
    if (signed && value >> (bits - 1n) === 0n) return operand(value, { size, signed: true });
    // A decimal constant without u never becomes unsigned, save by gcc in an #if.
    if ((!signed || decimal === undefined || !abi) && value >> bits === 0n)
      return operand(value, { size, signed: false });
  }
  if (signed && abi?.int128Align !== undefined && value >> 64n === 0n)
    return operand(value, { size: 16, signed: true });
  return unknown(`${shortened(text)} is too large for any integer type`);
}

/** A bomb's number is not told whole. */
function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function readDigits(hex?: string, binary?: string, octal?: string, decimal?: string): bigint {
  const digits = hex ?? binary ?? octal ?? decimal ?? '';
  // A macro bomb is not worth a quadratic conversion; any longer number is too large in every base.
  if (digits.length > 200 && /[1-9a-f]/i.test(digits.slice(0, -130))) return 1n << 200n;
  if (hex !== undefined) return hex.length < 13 ? BigInt(Number.parseInt(hex, 16)) : BigInt(`0x${hex}`);
  if (binary !== undefined) return BigInt(`0b${binary}`);
  if (octal !== undefined && octal.length > 1) return BigInt(`0o${octal}`);
  return digits.length < 16 ? BigInt(Number(digits)) : BigInt(digits);
}

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  r: 13,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  e: 27,
  E: 27,
  '0': 0,
};

/** A character constant: int for '…', as gcc reads several characters; the prefix's type otherwise. */
export function character(text: string, charSigned: boolean | undefined): Operand {
  const quote = text.indexOf("'");
  const prefix = text.slice(0, quote);
  const codes = codesOf(text.slice(quote + 1, -1));
  if (!codes || codes.length === 0) return unknown(`${shortened(text)} is no character constant`);
  if (prefix !== '') {
    if (codes.length > 1 || (codes[0] as number) > 0x7f) return unknown(`the value of ${text} is not known`);
    return operand(BigInt(codes[0] as number), prefix === 'u' ? { size: 2, signed: false } : INT);
  }
  if (codes.length > 4) return unknown(`${shortened(text)} is too long for its type`);
  const value = codes.reduce((sum, code) => (sum << 8n) | BigInt(code & 0xff), 0n);
  if (codes.length > 1 || value < 0x80n) return operand(value, INT);
  if (charSigned === undefined) return unknown(`the sign of ${text} is not known`);
  return operand(charSigned ? value - 0x100n : value, INT);
}

/** Bytes of a string or character constant's inside; undefined for an escape that C does not know. */
export function codesOf(inside: string): number[] | undefined {
  const codes: number[] = [];
  const pattern = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]+)|(.))|([^\\])/gsy;
  for (let at = 0; at < inside.length; at = pattern.lastIndex) {
    const match = pattern.exec(inside);
    if (!match) return undefined;
    const [, octal, hex, escaped, plain] = match;
    if (octal !== undefined) codes.push(Number.parseInt(octal, 8));
    else if (hex !== undefined) codes.push(Number.parseInt(hex, 16));
    else if (plain !== undefined) codes.push(plain.charCodeAt(0));
    else if (escaped !== undefined && escaped in ESCAPES) codes.push(ESCAPES[escaped] as number);
    else if (escaped !== undefined && /['"?\\]/.test(escaped)) codes.push(escaped.charCodeAt(0));
    else return undefined;
    if ((codes.at(-1) as number) > 0xff) return undefined;
  }
  return codes;
}
