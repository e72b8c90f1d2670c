// SPDX-License-Identifier: GPL-2.0-only

import { didYouMean } from '../nearest.ts';
import type { Composition } from '../series/compose.ts';
import { UnknownName } from '../series/errors.ts';
import type { Choice, Designs } from '../series/generate.ts';
import { loadedName, valueTexts } from '../series/loads.ts';
import type { ContractLines, MachineTraits, Parameters } from '../series/topic.ts';

/** One column of the comparison: a tree in one state, and what it promises there. */
export interface Cell {
  readonly name: string;
  readonly title: string;
  readonly role: 'baseline' | 'prerequisite' | 'variant';
  /** Id of the design that it is of: its own name, unless its modules are loaded with values of their parameters. */
  readonly design: string;
  /** Those values by name, as insmod takes them. */
  readonly loaded: Readonly<Record<string, string>>;
  readonly parameters: Parameters;
  readonly composition: Composition;
  readonly contract: ContractLines;
  /** Macros for a program that is built on the cell's own header; undefined where it has nothing new to call. */
  readonly client: Readonly<Record<string, string>> | undefined;
}

/**
 * The cells of a tree, the baseline first: every other cell is read as its difference from it. The prerequisite
 * has a cell of its own where the tree needs one, and a variant one for each way in which its modules are loaded.
 *
 * @param traits of the machine that they are for, which what they promise may depend on
 * @throws UnknownName for a cell that is asked for and that its variant does not name; BadParameter for a value that is no
 *   word
 */
export function cellsOf({ topic, baseline, prerequisite, variants }: Designs, traits: MachineTraits): Cell[] {
  const cells: Cell[] = [
    {
      name: 'baseline',
      title: 'tree as it is',
      role: 'baseline',
      ...{ design: 'baseline', loaded: {} },
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
      ...{ design: 'prerequisite', loaded: {} },
      parameters: {},
      composition: prerequisite,
      contract: topic.lines(topic.restored(prerequisite.layout), prerequisite.layout, traits),
      client: undefined,
    });
  }
  for (const one of variants) {
    const { variant, parameters, composition } = one;
    for (const { name, contract, with: values } of waysOf(one, prerequisite))
      cells.push({
        name,
        title: variant.title,
        role: 'variant',
        design: variant.id,
        loaded: valueTexts(values),
        parameters,
        composition,
        contract: topic.lines(contract, composition.layout, traits),
        client: variant.client?.(parameters),
      });
  }
  return cells;
}

/** What the cells of a tree are called, in their order: nothing of this asks what a machine is like. @throws as cellsOf */
export function cellNames({ prerequisite, variants }: Designs): string[] {
  return [
    'baseline',
    ...(prerequisite.patches.length > 0 ? ['prerequisite'] : []),
    ...variants.flatMap((one) => waysOf(one, prerequisite).map(({ name }) => name)),
  ];
}

/** The ways to load a design's modules that are asked for, with the name of each cell. */
function waysOf({ variant, parameters, cells: wanted }: Choice, { layout }: Designs['prerequisite']) {
  const ways = [
    { with: {}, contract: variant.contract(layout, parameters) },
    ...(variant.loads?.(layout, parameters) ?? []),
  ].map((load) => ({ ...load, name: loadedName(variant.id, load.with) }));
  const names = ways.map(({ name }) => name);
  requireCells(variant, names, wanted);
  return ways.filter(({ name }) => wanted?.includes(name) ?? true);
}

/** A way to load modules that no contract speaks of has nothing that tests could hold it to. */
function requireCells(
  { id }: Choice['variant'],
  names: readonly string[],
  wanted: readonly string[] = [],
): void {
  const stranger = wanted.find((name) => !names.includes(name));
  if (stranger === undefined) return;
  throw new UnknownName({
    title: `${id} does not say what it promises when it is loaded as ${stranger}`,
    where: stranger,
    hint: `${didYouMean(stranger, names.slice(1)) ?? (names.length > 1 ? `It says so for ${names.slice(1).join(', ')}.` : 'It says so for no value of a parameter.')} To add one, give its loads() an entry with a contract.`,
  });
}

/** Files that a cell changes, whole: what a build lays over the tree. */
export function editedFiles({ composition: { pristine, edited } }: Cell): Map<string, string> {
  return new Map([...edited.texts].filter(([path, text]) => pristine.texts.get(path) !== text));
}
