// SPDX-License-Identifier: GPL-2.0-only
import type { ComparedCell } from '../evidence/compare/schema.ts';

/** What of modinfo(8) userspace and modprobe go by, and what the rows are called. */
export const INFO_ROWS = [
  ['parameters', 'module parameters'],
  ['aliases', 'devices that it knows'],
  ['firmware', 'firmware asked for'],
  ['depends', 'modules needed'],
] as const;
/** So many names of one module are told. */
const TOLD = 4;

/** What a cell's modules say otherwise than those of the tree as it is: `lamp: +hue −glow`; empty where nothing differs. */
export function infoDifference(
  cell: ComparedCell,
  baseline: ComparedCell | undefined,
  key: (typeof INFO_ROWS)[number][0],
): string {
  const texts = cell.modules.flatMap(({ name, info }) => {
    const before = baseline?.modules.find((one) => one.name === name)?.info;
    if (!info || !before) return [];
    const gained = info[key].filter((one) => !before[key].includes(one)).map((one) => `+${one}`);
    const lost = before[key].filter((one) => !info[key].includes(one)).map((one) => `−${one}`);
    const all = [...gained, ...lost];
    const more = all.length > TOLD ? [`and ${all.length - TOLD} more`] : [];
    return all.length === 0 ? [] : [`${name}: ${[...all.slice(0, TOLD), ...more].join(' ')}`];
  });
  return texts.join('\n');
}
