// SPDX-License-Identifier: GPL-2.0-only
import type { Area } from '../../../src/series/topic-page.ts';
import type { Geometry, Range } from './geometry.ts';

/** What a BAR holds beside table and PBA, by the device's own specification. */
function ownOf(role: string, size: number): Area[] {
  const area = (from: number, to: number, kind: string, label: string) => ({ from, to, kind, label });
  // NVMe has its doorbells from 0x1000 (NVM Express, "Controller Registers"); how many is not told in the BAR.
  if (role.startsWith('nvme'))
    return [
      { ...area(0, 0x1000, 'registers', 'registers'), short: 'regs' },
      { ...area(0x1000, size, 'doorbells', 'doorbells'), short: 'bells' },
    ];
  // Capability, operational, runtime registers and doorbells of a host controller.
  if (role === 'xhci') return [area(0, size, 'registers', 'registers and doorbells')];
  return [];
}

/** The bar of what there is: table and PBA where the device says they are, its own registers before the table. */
export function barOf(geometry: Geometry): Area[] {
  const { role, size, table, pba } = geometry;
  const own = ownOf(role, Math.min(table.from, pba?.from ?? size));
  const fixed: Area[] = [
    ...own.filter(({ from, to }) => to > from),
    { ...table, kind: 'table', label: 'MSI-X table' },
    ...(pba ? [{ ...pba, kind: 'pba', label: 'PBA' }] : []),
  ].sort((a, b) => a.from - b.from);
  const areas: Area[] = [];
  let at = 0;
  for (const area of fixed) {
    if (area.from > at) areas.push({ from: at, to: area.from, kind: 'unused', label: '' });
    areas.push(area);
    at = Math.max(at, area.to);
  }
  if (at < size) areas.push({ from: at, to: size, kind: 'unused', label: '' });
  return areas;
}

const WORDS: Readonly<Record<string, string>> = { mapped: 'mapped', calls: 'slow calls' };

/** How each part can be reached, given what may be mapped; neighbours of the same kind are one area. */
export function withAccess(geometry: Geometry, mapped: readonly Range[]): Area[] {
  const parts = barOf(geometry).flatMap((part) => split(part, mapped));
  const areas: { from: number; to: number; kind: string; names: string[] }[] = [];
  for (const { from, to, kind, label } of parts) {
    const last = areas.at(-1);
    const names = label ? [label] : [];
    if (last && last.kind === kind) {
      last.to = to;
      last.names.push(...names);
    } else areas.push({ from, to, kind, names });
  }
  return areas.map(({ from, to, kind, names }) => {
    const words = WORDS[kind];
    const all = [...new Set(names)].join(', ');
    return {
      ...{ from, to, kind, ...(kind === 'calls' ? { short: 'slow' } : {}) },
      label: words ? (all ? `${words}: ${all}` : words) : kind === 'withheld' ? 'withheld' : '',
    };
  });
}

/** A part cut where what may be mapped begins and ends. */
function split(part: Area, mapped: readonly Range[]): Area[] {
  const cuts = [part.from, part.to, ...mapped.flatMap(({ from, to }) => [from, to])]
    .filter((at) => at >= part.from && at <= part.to)
    .sort((a, b) => a - b);
  return cuts.flatMap((from, index) => {
    const to = cuts[index + 1];
    if (to === undefined || to === from) return [];
    const reached = mapped.some((range) => range.from <= from && to <= range.to);
    const refused = part.kind === 'table' ? 'withheld' : part.kind === 'unused' ? 'idle' : 'calls';
    return [{ from, to, kind: reached ? 'mapped' : refused, label: part.label }];
  });
}
