// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { tokenise } from '../token.ts';
import { readDeclarations } from './declarations.ts';
import { disagreements } from './second-reading.ts';
import type { Declarations } from './type.ts';

const piecesOf = (text: string) => [{ tokens: tokenise(text), pack: 0, id: 0, problem: undefined }];

test('two readings agree on unions, bit-fields, function pointers and GNU spellings', () => {
  const pieces = piecesOf(`
    struct lamp {
      __extension__ union { struct { __u32 a, *b; } inner[2]; __u64 whole; };
      int (*call)(int count, struct lamp *other);
      unsigned int :3, low:2, :0;
      __u32 :8;
      __volatile__ unsigned int lock;;
    } __attribute__((packed, aligned(8)));
    union __attribute__((packed)) bulb { struct lamp *lamp; };`);
  expect([...disagreements(pieces, readDeclarations(pieces))]).toEqual([]);
});

test('a member that only one of them sees is told', () => {
  const pieces = piecesOf('struct lamp { int hue; int watts; };');
  const { tags } = readDeclarations(piecesOf('struct lamp { int hue; };'));
  const other = { ...readDeclarations(pieces), tags };
  expect([...disagreements(pieces, other)]).toEqual([
    ['struct lamp', 'two readings disagree on its members: hue, and hue watts'],
  ]);
});

test('text that tree-sitter cannot read is told, and what stands beside it is not touched', () => {
  const text = 'struct lamp { int hue; } ; struct bulb { int @ watts; };';
  const declared = readDeclarations(piecesOf('struct lamp { int hue; }; struct bulb { int watts; };'));
  const found = disagreements(piecesOf(text), declared as Declarations);
  expect([...found]).toEqual([['struct bulb', 'it does not parse']]);
});
