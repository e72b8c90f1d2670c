// SPDX-License-Identifier: GPL-2.0-only
import type { Compared, Kind } from './compare.ts';

/** Percent that the engine must decide. */
const TYPES = 99.5;
const CONSTANTS = 99;
/** Headers of which everything must be decided. */
const WHOLE = /^linux\/(vfio|iommufd)\w*\.h$/;

/** What falls short: of what is decided everything must be right, and nearly everything must be decided. */
export function failures(all: readonly Compared[]): string[] {
  const wrong = all.filter(({ verdict }) => verdict === 'different');
  const open = all.filter(({ header, verdict }) => WHOLE.test(header) && verdict !== 'equal');
  return [
    ...wrong.map(({ kind, header, name, detail }) => `${kind}: ${header} ${name}: ${detail}`),
    ...open.map(({ header, name, verdict }) => `${header} ${name} is ${verdict}`),
    ...tooFew(all, ['types'], TYPES),
    ...tooFew(all, ['macros', 'enumerators', 'ioctls'], CONSTANTS),
  ];
}

function tooFew(all: readonly Compared[], kinds: readonly Kind[], aim: number): string[] {
  const own = all.filter(({ kind }) => kinds.includes(kind));
  const decided = own.filter(({ verdict }) => verdict === 'equal' || verdict === 'different').length;
  const percent = (decided / own.length) * 100;
  return percent >= aim ? [] : [`${percent.toFixed(2)}% of ${kinds.join(', ')} decided, fewer than ${aim}%`];
}
