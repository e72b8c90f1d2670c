// SPDX-License-Identifier: GPL-2.0-only
import { type Hole, holes } from '../uapi/holes.ts';
import type { ApiMember, TypeLayout } from '../uapi/model.ts';

/** Column at which the offsets stand, where declarations are shorter. */
const COLUMN = 48;

/**
 * A struct or union as pahole (dwarves) would print it: members with offset and size in bytes, holes, totals.
 * Bit-fields as `offset:bit`.
 *
 * @param head what stands before the brace: `struct vfio_region_info`
 */
export function layoutText(head: string, layout: TypeLayout): string {
  const open: string[] = [];
  const lines = [`${head} {`];
  const gaps = holes(layout);
  for (const [at, member] of layout.members.entries()) {
    leave(lines, open, member.within);
    lines.push(...gapsBefore(gaps, layout.members, at));
    enter(lines, open, member.within);
    lines.push(row('\t'.repeat(open.length + 1), member));
    for (const inner of member.members ?? []) lines.push(row('\t'.repeat(open.length + 2), inner));
  }
  leave(lines, open, []);
  return [...lines, '', ...totals(layout, gaps), '};'].join('\n');
}

function leave(lines: string[], open: string[], within: readonly string[]): void {
  while (open.length > 0 && open.some((aggregate, depth) => within[depth] !== aggregate)) {
    open.pop();
    lines.push(`${'\t'.repeat(open.length + 1)}};`);
  }
}

function enter(lines: string[], open: string[], within: readonly string[]): void {
  for (const aggregate of within.slice(open.length)) {
    lines.push(`${'\t'.repeat(open.length + 1)}${aggregate.split('@')[0]} {`);
    open.push(aggregate);
  }
}

function gapsBefore(gaps: readonly Hole[], members: readonly ApiMember[], at: number): string[] {
  const member = members[at];
  if (!member) return [];
  const start = member.offset * 8 + (member.bitOffset ?? 0);
  return gaps
    .filter((gap) => !gap.tail && gap.at + gap.bits === start)
    .filter(() => !members.slice(0, at).some((other) => other.offset * 8 + (other.bitOffset ?? 0) === start))
    .map(({ bits }) => `\n\t/* ${measure(bits)} hole */\n`);
}

function row(indent: string, { name, type, offset, size, bitOffset, bits }: ApiMember): string {
  const declaration = `${declare(type, name)}${bits === undefined ? '' : `:${bits}`};`;
  const place = bits === undefined ? String(offset) : `${offset}:${String(bitOffset).padStart(2)}`;
  return `${indent}${declaration.padEnd(COLUMN - 8 * indent.length)} /* ${place.padStart(5)} ${String(size).padStart(5)} */`;
}

/** `__u8[16]` and `data` give `__u8 data[16]`; `int (*)(int)` and `call` give `int (*call)(int)`. */
export function declare(type: string, name: string): string {
  const pointer = type.indexOf('(*');
  if (pointer >= 0) return `${type.slice(0, pointer + 2)}${name}${type.slice(pointer + 2)}`;
  const [, base = type, dimensions = ''] = /^(.*?)((?:\[[^\]]*\])*)$/s.exec(type) ?? [];
  return `${base}${/[*]$/.test(base) || name === '' ? '' : ' '}${name}${dimensions}`;
}

function totals({ size, align, members }: TypeLayout, gaps: readonly Hole[]): string[] {
  const inner = gaps.filter(({ tail }) => !tail);
  const sum = inner.reduce((total, { bits }) => total + bits, 0);
  const tail = gaps.find((gap) => gap.tail);
  return [
    `\t/* size: ${size}, align: ${align}, members: ${members.length} */`,
    ...(inner.length > 0 ? [`\t/* holes: ${inner.length}, sum holes: ${measure(sum)} */`] : []),
    ...(tail ? [`\t/* padding: ${measure(tail.bits)} */`] : []),
  ];
}

function measure(bits: number): string {
  if (bits % 8 !== 0) return `${bits} bit${bits === 1 ? '' : 's'}`;
  return `${bits / 8} byte${bits === 8 ? '' : 's'}`;
}
