// SPDX-License-Identifier: GPL-2.0-only
import type { PageCell } from '../../../src/series/topic-page.ts';

/** Bytes [from, to) of a BAR. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The BAR that holds the MSI-X table, and where what is in it. */
export interface Geometry {
  /** Of the device, as the machine's file names it. */
  readonly role: string;
  readonly bar: number;
  readonly size: number;
  readonly table: Range;
  /** Undefined where it is in another BAR, or no test told. */
  readonly pba: Range | undefined;
}

/**
 * As the device tells it; of older runs, whose tests did not note it, as the areas around the table's pages tell it.
 *
 * @param pageSize bytes
 */
export function geometryOf(
  cells: readonly PageCell[],
  role: string,
  pageSize: number | undefined,
): Geometry | undefined {
  for (const { view } of cells) {
    const table = placed(view.observed(`${role}.msix.table`));
    const size = table && Number(view.observed(`${role}.region${table.bar}.size`));
    if (!table || !size) continue;
    const pba = placed(view.observed(`${role}.msix.pba`));
    return { role, bar: table.bar, size, table, pba: pba?.bar === table.bar ? pba : undefined };
  }
  return pageSize === undefined ? undefined : fromAreas(cells, role);
}

/** `bar0:0x3000+0x8000` */
function placed(text: string | undefined): (Range & { bar: number }) | undefined {
  const [, bar, from, length] = /^bar(\d):(0x[\da-f]+)\+(0x[\da-f]+)$/.exec(text ?? '') ?? [];
  if (!bar || !from || !length) return undefined;
  return { bar: Number(bar), from: Number(from), to: Number(from) + Number(length) };
}

function fromAreas(cells: readonly PageCell[], role: string): Geometry | undefined {
  for (const { view } of cells)
    for (let bar = 0; bar < 6; bar++) {
      const size = Number(view.observed(`${role}.region${bar}.size`));
      const areas = view.observed(`${role}.bar${bar}.sparse_areas`);
      if (!size || !areas || areas === 'absent') continue;
      const held = holes(size, areas);
      if (held) return { role, bar, size, table: held, pba: undefined };
    }
  return undefined;
}

/** The one hole that the areas leave; all, where there are none. */
function holes(size: number, areas: string): Range | undefined {
  if (areas === 'none') return { from: 0, to: size };
  let from = 0;
  for (const area of areas.split(',')) {
    const [start = 0, length = 0] = area.split('+').map(Number);
    if (start > from) return { from, to: start };
    from = start + length;
  }
  return from < size ? { from, to: size } : undefined;
}

/** The pages that hold the table, as far as the BAR goes. */
export function refusedPages({ from, to }: Range, pageSize: number, size: number): Range {
  return {
    from: Math.floor(from / pageSize) * pageSize,
    to: Math.min(size, Math.ceil(to / pageSize) * pageSize),
  };
}

/** What is left of a BAR beside a range. */
export function around(size: number, { from, to }: Range): Range[] {
  return [
    { from: 0, to: from },
    { from: to, to: size },
  ].filter((range) => range.to > range.from);
}

export function inBytes(bytes: number): string {
  return bytes >= 1024 ? `${bytes / 1024}K` : `${bytes} bytes`;
}
