// SPDX-License-Identifier: GPL-2.0-only

import type { ApiMember, Shape, TypeLayout } from '../../../src/uapi/model.ts';
import { RESERVE_WORDS } from '../reserve-names.ts';

/** A member with its place in bits; what is inside of a member of an unnamed type stands for itself: `colour.hue`. */
export interface Leaf {
  readonly name: string;
  readonly type: string;
  readonly shape: Shape;
  /** Bits from the start of the whole; a flexible array ends where it begins. */
  readonly from: number;
  readonly to: number;
  readonly bits: number | undefined;
  readonly line: number;
  readonly within: readonly string[];
}

/** Members in order. Of unnamed bit-fields, which are padding by intent, those that have a width. */
export function leavesOf({ members }: Pick<TypeLayout, 'members'>): Leaf[] {
  return members.flatMap((member) => leaves(member, '', 0));
}

/** Leaves of a member of a named type, as if that were written in place: `data.note`. */
export function expandedLeaves(leaf: Leaf, members: readonly ApiMember[]): Leaf[] {
  const base = Math.floor(leaf.from / 8);
  return members
    .flatMap((member) => leaves(member, `${leaf.name}.`, base))
    .map((inner) => ({ ...inner, line: leaf.line, within: leaf.within }));
}

function leaves(member: ApiMember, prefix: string, base: number): Leaf[] {
  const name = prefix + member.name;
  const offset = base + member.offset;
  // The elements of an array are compared as a whole, by the array's shape.
  if (member.members && member.shape.kind !== 'array' && member.members.length > 0)
    return member.members.flatMap((inner) => leaves(inner, `${name}.`, offset));
  // An empty struct only keeps a flexible array from being alone, as __DECLARE_FLEX_ARRAY does.
  if (member.shape.kind === 'struct' && member.size === 0) return [];
  if (member.name === '' && !member.bits) return [];
  const { type, shape, line, within, bits } = member;
  const from = offset * 8 + (member.bitOffset ?? 0);
  return [{ name, type, shape, from, to: from + (bits ?? member.size * 8), bits, line, within }];
}

/** `12`, `12.3` for a bit-field that begins at bit 3 of byte 12. */
export function leafPlace({ from, bits }: Leaf): string {
  const byte = Math.floor(from / 8);
  return bits === undefined ? `${byte}` : `${byte}.${from % 8}`;
}

/**
 * As C declares it, by its whole name: `__u8 name[16]`, `int (*call)(int)`, `__u32 lit:1`, `__u64 hue.degrees`. A long
 * bound is given by its value: two of them may differ behind their beginnings.
 */
export function leafDeclaration({
  name: bare,
  type,
  bits,
  shape,
}: Pick<Leaf, 'name' | 'type' | 'bits' | 'shape'>): string {
  if (type.includes('(*)')) return type.replace('(*)', `(*${bare})`);
  const [, element = type, dimensions = ''] = /^(.*?)((?:\s*\[[^\]]*\])*)$/s.exec(type) ?? [];
  const bound = shape.kind === 'array' && dimensions.split('[').length === 2 ? shape.count : undefined;
  const length = dimensions.trim().replace(/\[[^\]]{40,}\]/g, `[${bound ?? '…'}]`);
  const space = element.endsWith('*') ? '' : ' ';
  return `${element}${space}${bare}${length}${bits === undefined ? '' : `:${bits}`}`;
}

export function overlap(a: Pick<Leaf, 'from' | 'to'>, b: Pick<Leaf, 'from' | 'to'>): boolean {
  return a.from < b.to && b.from < a.to;
}

const RESERVED = new RegExp(`(^|[._])_*(${RESERVE_WORDS}|res|align|fill|dummy|zero|opaque)_*\\d*_*$`, 'i');

/** A member that only keeps space: what it is named or how long it is tells nobody anything. */
export function isReserved({ name }: Pick<Leaf, 'name'>): boolean {
  return name === '' || RESERVED.test(name) || /^_*(reserved|pad(ding)?)\d*(_\w+)?$/i.test(name);
}
