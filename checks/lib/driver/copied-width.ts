// SPDX-License-Identifier: GPL-2.0-only
// How many bytes a function moves from or to a program, call by call.
import { closingPlace, commaParts } from '../../../src/c/token-group.ts';
import { tokens } from '../constants.ts';
import type { FunctionText } from './body.ts';

export interface CopyCall {
  readonly callee: string;
  /** In bytes; undefined where the text does not say it, `long` by itself for what differs from target to target. */
  readonly width: number | 'long' | undefined;
  /** What is left away of the whole: `4` of `sizeof(st) - 4`. */
  readonly less: string | undefined;
  /** As written. */
  readonly text: string;
  /** Of the function's text. */
  readonly at: number;
}

const CALL = /\b_{0,2}(get_user|put_user|copy_to_user|copy_from_user)\s*\(/g;
const WIDTHS: Readonly<Record<string, number | 'long'>> = {
  char: 1,
  s8: 1,
  u8: 1,
  __s8: 1,
  __u8: 1,
  short: 2,
  s16: 2,
  u16: 2,
  __s16: 2,
  __u16: 2,
  __le16: 2,
  __be16: 2,
  int: 4,
  s32: 4,
  u32: 4,
  __s32: 4,
  __u32: 4,
  __le32: 4,
  __be32: 4,
  unsigned: 4,
  uint32_t: 4,
  int32_t: 4,
  compat_ulong_t: 4,
  compat_long_t: 4,
  compat_uint_t: 4,
  compat_int_t: 4,
  compat_uptr_t: 4,
  compat_caddr_t: 4,
  compat_size_t: 4,
  compat_ssize_t: 4,
  compat_off_t: 4,
  compat_time_t: 4,
  compat_pid_t: 4,
  old_time32_t: 4,
  s64: 8,
  u64: 8,
  __s64: 8,
  __u64: 8,
  __le64: 8,
  __be64: 8,
  uint64_t: 8,
  int64_t: 8,
  loff_t: 8,
  long: 'long',
  size_t: 'long',
};

/** The calls of a function that move bytes, in the order of its text. */
export function copyCallsIn({ text }: Pick<FunctionText, 'text'>): CopyCall[] {
  return [...text.matchAll(CALL)].map(({ index: at, 0: head, 1: callee = '' }) => {
    const end = text.indexOf(';', at);
    const all = tokens(text.slice(at + head.length - 1, end < 0 ? undefined : end));
    const passed = all.slice(1, closingPlace(all, 0));
    const parts = commaParts(passed);
    const size = parts[2] ?? [];
    const width = callee.startsWith('copy') ? sizeWidth(size) : pointedWidth(parts[1] ?? [], text);
    const less = /^sizeof\(.*\)-(\w+)$/.exec(size.join(''))?.[1];
    return { callee, width, less, text: `${callee}(${passed.join(' ')})`, at };
  });
}

/** `4`, `sizeof(u32)`, `sizeof(unsigned long)`. */
function sizeWidth(size: readonly string[]): CopyCall['width'] {
  const text = size.join(' ');
  if (/^\d+$/.test(text)) return Number(text);
  const type = /^sizeof \( ([\w ]+) \)$/.exec(text)?.[1];
  return type === undefined ? undefined : widthOfType(type);
}

/** Of `(u32 __user *)arg`, or of a parameter or a variable `u32 __user *arg`. */
function pointedWidth(pointer: readonly string[], text: string): CopyCall['width'] {
  const cast = /^\( ([\w ]+?) __user \* \)/.exec(pointer.join(' '))?.[1];
  if (cast !== undefined) return widthOfType(cast);
  const name = pointer.length === 1 ? pointer[0] : undefined;
  if (name === undefined) return undefined;
  const declared = new RegExp(`([\\w \\t]+?)\\s+__user\\s*\\*\\s*(?:const\\s+)?${name}\\b`).exec(text)?.[1];
  return declared === undefined ? undefined : widthOfType(declared);
}

/** Of `u32`, `unsigned long`, `compat_uptr_t`; undefined of a struct, or of a name that is not known. */
export function widthOfType(type: string): CopyCall['width'] {
  const words = type
    .trim()
    .split(/\s+/)
    .filter((word) => !/^(?:const|volatile|signed)$/.test(word));
  if (words.join(' ').endsWith('long long')) return 8;
  const last = words.at(-1) ?? '';
  if (last === 'int' && words.includes('long')) return 'long';
  return words.length > 2 || words.includes('struct') ? undefined : WIDTHS[last];
}
