// SPDX-License-Identifier: GPL-2.0-only
import type { ApiMember, TypeLayout } from '../../../src/uapi/model.ts';
import type { Copy } from './access.ts';
import type { SizedValue } from './extent.ts';
import type { Handled } from './handled.ts';

/** Bytes from the start that a size covers; undefined where it cannot be told. */
export function coveredBytes({ layout, access }: Handled, { extent }: SizedValue): number | undefined {
  switch (extent.kind) {
    case 'through':
    case 'before': {
      if (extent.tag !== access.local.tag) return undefined;
      const member = layout.members.find(({ name }) => name === extent.member);
      if (!member) return undefined;
      return extent.kind === 'through' ? member.offset + member.size : member.offset;
    }
    case 'whole':
    case 'bounded':
      return layout.size;
    case 'bytes':
      return extent.bytes;
    case 'span':
      return extent.to.reduce<number | undefined>((most, one) => {
        const end = coveredBytes({ layout, access } as Handled, one);
        return end === undefined || most === undefined ? undefined : Math.max(most, end);
      }, 0);
    default:
      return undefined;
  }
}

/** Bytes that some of these copies may reach, and what they reach at least; undefined where it cannot be told. */
export function reach(
  handled: Handled,
  copies: readonly Copy[],
): { least: number; most: number } | undefined {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const { sizes } of copies)
    for (const one of sizes) {
      const end = coveredBytes(handled, one);
      if (end === undefined) return undefined;
      [least, most] = [Math.min(least, end), Math.max(most, end)];
    }
  return copies.length > 0 ? { least, most } : { least: 0, most: 0 };
}

/** Gaps between [from, to) that belong to no member, on the layout's target. */
export function uncoveredGaps(
  { members, size }: TypeLayout,
  from: number,
  to: number,
): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let at = 0;
  for (const member of [...members].sort((a, b) => a.offset - b.offset)) {
    if (member.offset > at) found.push({ start: at, end: member.offset });
    at = Math.max(at, member.offset + member.size);
  }
  if (size > at) found.push({ start: at, end: size });
  return found.filter(({ start, end }) => end > from && start < to);
}

/** Members that lie, in part at least, behind a place; flexible arrays are no part of the struct. */
export function behind({ members }: TypeLayout, from: number, to: number): ApiMember[] {
  return members.filter(({ offset, size }) => size > 0 && offset + size > from && offset < to);
}
