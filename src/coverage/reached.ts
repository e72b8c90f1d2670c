// SPDX-License-Identifier: GPL-2.0-only
import type { CoverageObject, ObjectPlace } from './object.ts';
import type { GuestCoverage, LoadedSection, Moment } from './report.ts';

/** What was reached of a cell's modules. */
export interface Reached {
  /** Indexes of the moments at which each mark was reached; a mark that the modules do not have is not there. */
  readonly marks: ReadonlyMap<number, readonly number[]>;
  /** Basic blocks of each module, and how many of them were reached. */
  readonly blocks: readonly { module: string; all: number; reached: number }[];
  /** Addresses that belong to none of the modules. */
  readonly strays: number;
}

/** @param objects by the names that the modules have once they are loaded */
export function reached(guest: GuestCoverage, objects: ReadonlyMap<string, CoverageObject>): Reached {
  const blocks = new Map<string, Map<string, Set<number>>>();
  for (const [module, { sites }] of objects)
    blocks.set(module, new Map(sites.map((site) => [key(site), new Set<number>()])));
  let strays = 0;
  for (const { address, moments } of guest.sites) {
    for (const at of moments) {
      const found = blockAt(address, guest.moments[at], guest.sections, blocks);
      if (found) found.add(at);
      else strays++;
    }
  }
  const marks = new Map<number, Set<number>>();
  for (const [module, object] of objects) {
    const own = blocks.get(module);
    for (const mark of object.marks) {
      const site = siteOf(mark, object.sites);
      const moments = site && own?.get(key(site));
      if (!moments) continue;
      const all = marks.get(mark.number) ?? new Set();
      for (const at of moments) all.add(at);
      marks.set(mark.number, all);
    }
  }
  return {
    marks: new Map([...marks].map(([number, moments]) => [number, [...moments].sort((a, b) => a - b)])),
    blocks: [...blocks].map(([module, sites]) => ({
      module,
      all: sites.size,
      reached: [...sites.values()].filter(({ size }) => size > 0).length,
    })),
    strays,
  };
}

function key({ section, offset }: ObjectPlace): string {
  return `${section} ${offset}`;
}

/**
 * The block that an address is of. The memory of a module's init code is given away when that is done: later, and to
 * another module, the same address is something else.
 */
function blockAt(
  address: bigint,
  moment: Moment | undefined,
  sections: readonly LoadedSection[],
  blocks: ReadonlyMap<string, ReadonlyMap<string, Set<number>>>,
): Set<number> | undefined {
  const found = sections.flatMap(({ module, section, address: base }) => {
    const block =
      address < base ? undefined : blocks.get(module)?.get(key({ section, offset: Number(address - base) }));
    return block ? [{ module, isInit: section.startsWith('.init'), block }] : [];
  });
  const loading =
    moment?.kind === 'step' && moment.step.startsWith('load ') ? moment.step.slice(5) : undefined;
  const init = found.find(({ module, isInit }) => isInit && module === loading);
  return (init ?? found.find(({ isInit }) => !isInit))?.block;
}

/** The call at the beginning of the block that a mark is in: the last one before it. */
function siteOf(mark: ObjectPlace, sites: CoverageObject['sites']): ObjectPlace | undefined {
  let best: ObjectPlace | undefined;
  for (const site of sites) {
    if (site.section !== mark.section || site.offset > mark.offset) continue;
    if (!best || site.offset > best.offset) best = site;
  }
  return best;
}
