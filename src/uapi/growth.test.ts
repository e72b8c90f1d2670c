// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { TARGET_IDS } from '../c/target.ts';
import { growthText } from './growth.ts';
import type { ApiType, Comparison, Pair, TypeLayout } from './model.ts';

const at = { header: 'linux/lamp.h', path: 'include/uapi/linux/lamp.h', line: 1, text: '' };
const layout = (size: number, tail = 0): TypeLayout => ({
  size,
  align: 4,
  members: [
    {
      name: 'argsz',
      type: '__u32',
      shape: { kind: 'integer', size: size - tail, signed: false },
      offset: 0,
      size: size - tail,
      line: 1,
      within: [],
    },
  ],
});
const struct = (name: string, ...layouts: TypeLayout[]): ApiType => ({
  ...at,
  name,
  kind: 'struct',
  attributes: [],
  on: new Map(TARGET_IDS.map((id, index) => [id, layouts[index % layouts.length] as TypeLayout])),
});
const added = <T extends { name: string }>(after: T): Pair<T> => ({
  name: after.name,
  header: at.header,
  before: undefined,
  after,
});
const comparison = (lists: Partial<Comparison>): Comparison => ({
  targets: [],
  texts: new Set(),
  code: new Set(),
  reach: new Set(),
  reaches: () => false,
  before: undefined as never,
  after: undefined as never,
  headers: [],
  types: [],
  macros: [],
  enumerators: [],
  ioctls: [],
  typedefs: [],
  functions: [],
  unresolved: [],
  ...lists,
});

test('a new ioctl with its struct is told once, with what it costs', () => {
  const request = { ...at, name: 'LAMP_DIM', argument: undefined, on: new Map() };
  const macro = { ...request, parameters: undefined, body: '', comment: undefined, inside: undefined };
  expect(
    growthText(
      comparison({
        ioctls: [added(request)],
        macros: [added(macro), added({ ...macro, name: 'LAMP_DIM_SLOWLY' })],
        types: [added(struct('struct lamp_dim', layout(8)))],
      }),
    ),
  ).toBe('one ioctl, one struct of 8 bytes, no holes, alike on all architectures, one macro');
});

test('padding, differences between architectures and growth are told', () => {
  const grown = { ...added(struct('struct lamp', layout(24))), before: struct('struct lamp', layout(16)) };
  const types = [added(struct('struct a', layout(16, 4), layout(12, 4))), grown];
  expect(growthText(comparison({ types }))).toBe(
    'one struct of 16 bytes, one hole, not alike on all architectures, one grown struct',
  );
});

test('of many structs the sum is told, and of no difference nothing', () => {
  const many = Array.from({ length: 6 }, (_, index) => added(struct(`struct s${index}`, layout(8))));
  expect(growthText(comparison({ types: many }))).toBe(
    'six structs of 48 bytes, no holes, alike on all architectures',
  );
  expect(growthText(comparison({}))).toBe('nothing');
});
