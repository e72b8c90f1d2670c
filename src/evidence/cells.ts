// SPDX-License-Identifier: GPL-2.0-only
import type { Composition } from '../series/compose.ts';
import type { Designs } from '../series/generate.ts';
import type { ContractLines, MachineTraits, Parameters } from '../series/topic.ts';

/** One column of the comparison: a tree in one state, and what it promises there. */
export interface Cell {
  readonly name: string;
  readonly title: string;
  readonly role: 'baseline' | 'prerequisite' | 'variant';
  readonly parameters: Parameters;
  readonly composition: Composition;
  readonly contract: ContractLines;
  /** Macros for a program that is built on the cell's own header; undefined where it has nothing new to call. */
  readonly client: Readonly<Record<string, string>> | undefined;
}

/**
 * The cells of a tree, the baseline first: every other cell is read as its difference from it. The prerequisite
 * has a cell of its own where the tree needs one.
 *
 * @param traits of the machine that they are for, which what they promise may depend on
 */
export function cellsOf({ topic, baseline, prerequisite, variants }: Designs, traits: MachineTraits): Cell[] {
  const cells: Cell[] = [
    {
      name: 'baseline',
      title: 'tree as it is',
      role: 'baseline',
      parameters: {},
      composition: baseline,
      contract: topic.lines(topic.baseline(baseline.layout), baseline.layout, traits),
      client: undefined,
    },
  ];
  if (prerequisite.patches.length > 0) {
    cells.push({
      name: 'prerequisite',
      title: 'prerequisite only',
      role: 'prerequisite',
      parameters: {},
      composition: prerequisite,
      contract: topic.lines(topic.restored(prerequisite.layout), prerequisite.layout, traits),
      client: undefined,
    });
  }
  for (const { variant, parameters, composition } of variants) {
    cells.push({
      name: variant.id,
      title: variant.title,
      role: 'variant',
      parameters,
      composition,
      contract: topic.lines(variant.contract(prerequisite.layout, parameters), composition.layout, traits),
      client: variant.client?.(parameters),
    });
  }
  return cells;
}

/** Files that a cell changes, whole: what a build lays over the tree. */
export function editedFiles({ composition: { pristine, edited } }: Cell): Map<string, string> {
  return new Map([...edited.texts].filter(([path, text]) => pristine.texts.get(path) !== text));
}
