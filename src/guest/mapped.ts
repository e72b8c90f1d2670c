// SPDX-License-Identifier: GPL-2.0-only

/** A memory BAR, and what of it a program had mapped. */
export interface BarMapping {
  bar: number;
  /** Bytes. */
  size: number;
  /** The BAR holds the table of interrupts: its mapped areas are then listed, even if they are the whole BAR. */
  table: boolean;
  /** In ascending order, without overlap; `to` is the first byte behind an area. */
  areas: Area[];
}

interface Area {
  from: number;
  to: number;
}

const LINE = /^mapped BAR (\d) of (0x[0-9a-f]+)( with the table)?: (.+)$/;

/**
 * What a program says in its log that it has mapped: `mapped BAR 3 of 0x4000 with the table: 0x1000-0x4000`
 * (kernel-tests/dpdk/bars.h). Other lines are anybody's; of what is said twice, the last counts.
 *
 * @param log diagnostic lines of its results
 */
export function mappedBars(log: readonly string[]): BarMapping[] {
  const bars = new Map<number, BarMapping>();
  for (const line of log) {
    const [, bar, size, table, text = ''] = LINE.exec(line) ?? [];
    const areas = areasOf(text);
    if (bar === undefined || !areas) continue;
    bars.set(Number(bar), { bar: Number(bar), size: Number(size), table: table !== undefined, areas });
  }
  return [...bars.values()].sort((a, b) => a.bar - b.bar);
}

function areasOf(text: string): Area[] | undefined {
  if (text === 'nothing') return [];
  const areas = text.split(' ').map((word) => {
    const [, from, to] = /^(0x[0-9a-f]+)-(0x[0-9a-f]+)$/.exec(word) ?? [];
    return { from: Number(from ?? Number.NaN), to: Number(to ?? Number.NaN) };
  });
  const sound = areas.every(({ from, to }, at) => from >= (areas[at - 1]?.to ?? 0) && from < to);
  return sound ? areas : undefined;
}
