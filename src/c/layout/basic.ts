// SPDX-License-Identifier: GPL-2.0-only
import type { Basic } from '../declare/type.ts';
import type { Abi } from '../target.ts';
import type { Shape, SizedType } from './layout.ts';

function integer(size: number, signed: boolean, align = size): SizedType {
  return { size, align, shape: { kind: 'integer', size, signed }, userAlign: false };
}

function other(kind: 'char' | 'bool' | 'float' | 'pointer', size: number, align = size): SizedType {
  return { size, align, shape: { kind, size } as Shape, userAlign: false };
}

/** A type of the language's own by its psABI; undefined for void, and for __int128 where the target has none. */
export function basicType(name: Basic, abi: Abi): SizedType | undefined {
  switch (name) {
    case 'void':
      return undefined;
    case 'bool':
      return other('bool', 1);
    case 'char':
      return other('char', 1);
    case 'signed char':
      return integer(1, true);
    case 'unsigned char':
      return integer(1, false);
    case 'short':
    case 'unsigned short':
      return integer(2, name === 'short');
    case 'int':
    case 'unsigned int':
      return integer(4, name === 'int');
    case 'long':
    case 'unsigned long':
      return integer(abi.long, name === 'long');
    case 'long long':
    case 'unsigned long long':
      return integer(8, name === 'long long', abi.longLongAlign);
    case '__int128':
    case 'unsigned __int128':
      return abi.int128Align && integer(16, name === '__int128', abi.int128Align);
    case 'float':
      return other('float', 4);
    case 'double':
      return other('float', 8, abi.doubleAlign);
    case 'long double':
      return other('float', ...abi.longDouble);
  }
}

export function pointer(abi: Abi): SizedType {
  return other('pointer', abi.pointer);
}
