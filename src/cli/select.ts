// SPDX-License-Identifier: GPL-2.0-only

import type { Context } from '../context.ts';
import type { Machine } from '../guest/machine.ts';
import { machineFor } from '../guest/machine-for.ts';
import { findMachine } from '../guest/machines.ts';
import { withFiles } from '../kernel/debian/with-files.ts';
import { openTree } from '../kernel/open.ts';
import type { Tree } from '../kernel/tree.ts';
import { didYouMean } from '../nearest.ts';
import { BadParameter, UnknownName } from '../series/errors.ts';
import type { Choice } from '../series/generate.ts';
import { loadedName, readLoadedName } from '../series/loads.ts';
import { parameters } from '../series/parameters.ts';
import type { AnyTopic } from '../series/topic.ts';
import { subsystemPaths } from '../subsystem.ts';
import type { Catalogue } from './catalogue.ts';
import { type OptionValues, type Terminal, text } from './command.ts';

/**
 * Variants by id, all of them where none is named, with the settings that each of them has. `id[parameter=value]` asks for
 * the cell in which its modules are loaded so.
 *
 * @throws UnknownName with the nearest names; BadParameter for a setting that none of them has
 */
export function selectVariants(
  topic: AnyTopic,
  names: readonly string[],
  settings: readonly string[],
  selftest = true,
): Choice[] {
  const ids = topic.variants.map(({ id }) => id);
  const cells = cellsByDesign(names.length > 0 ? names : ids);
  const chosen = [...cells.keys()].map((name) => {
    const variant = topic.variants.find(({ id }) => id === name);
    if (variant) return variant;
    throw new UnknownName({
      title: `the topic ${topic.id} has no variant "${name}"`,
      hint: didYouMean(name, ids) ?? `Variants: ${ids.join(', ')}.`,
    });
  });
  const has = (setting: string) => (variant: (typeof chosen)[number]) =>
    Object.hasOwn(variant.parameters ?? {}, setting.split('=', 1)[0] ?? '');
  const orphan = settings.find((setting) => !chosen.some(has(setting)));
  if (orphan !== undefined) {
    const known = chosen.flatMap(({ id, parameters: own = {} }) =>
      Object.keys(own).length > 0 ? [`${id}: ${Object.keys(own).join(', ')}`] : [],
    );
    throw new BadParameter({
      title: `none of the chosen variants has a parameter "${orphan.split('=', 1)[0]}"`,
      where: `--set ${orphan}`,
      hint: known.length > 0 ? `Parameters: ${known.join('; ')}.` : 'The chosen variants have no parameters.',
    });
  }
  return chosen.map((variant) => ({
    variant,
    selftest,
    ...cellsAskedFor(variant.id, cells.get(variant.id) ?? []),
    parameters: parameters(
      variant,
      settings.filter((setting) => has(setting)(variant)),
    ),
  }));
}

/** The cells that words name, by design: `glow` and `glow[hue=1]`. */
function cellsByDesign(words: readonly string[]): Map<string, string[]> {
  const cells = new Map<string, string[]>();
  for (const word of words) {
    const read = readLoadedName(word);
    const { id, values } = read?.rest === '' ? read : { id: word, values: {} };
    cells.set(id, [...(cells.get(id) ?? []), loadedName(id, values)]);
  }
  return cells;
}

/** A design's own name means all of its cells. */
export function cellsAskedFor(id: string, names: readonly string[]): Pick<Choice, 'cells'> {
  return names.includes(id) ? {} : { cells: [...new Set(names)] };
}

/**
 * Suites of a topic's subsystem, in the order in which it has them.
 *
 * @throws UnknownName with the nearest names
 */
export function selectSuites({ subsystem }: AnyTopic, names: readonly string[]): string[] {
  const ids = (subsystem.suites ?? []).map(({ id }) => id);
  const words = [...new Set(names.flatMap((name) => name.split(',')))];
  const stranger = words.find((word) => !ids.some((id) => id === word));
  if (stranger !== undefined)
    throw new UnknownName({
      title: `the subsystem ${subsystem.id} has no suite "${stranger}"`,
      where: `--suite ${stranger}`,
      hint: didYouMean(stranger, ids) ?? (ids.length > 0 ? `Suites: ${ids.join(', ')}.` : 'It has none.'),
    });
  return ids.filter((id) => words.includes(id));
}

/** @param topic whose files are fetched where a Debian tree does not keep them */
export async function openTrees(
  specs: readonly string[],
  { context }: Pick<Terminal, 'context'>,
  topic?: AnyTopic,
): Promise<Tree[]> {
  const trees: Tree[] = [];
  for (const spec of specs)
    trees.push(topic ? await openTopicTree(topic, spec, context) : await openTree(spec, context));
  return trees;
}

/**
 * A tree with the files that a topic reads, and the drivers of its subsystem: of a Debian tree those that are not kept are
 * fetched.
 */
export async function openTopicTree(topic: AnyTopic, spec: string, context: Context): Promise<Tree> {
  return withFiles(
    await openTree(spec, context),
    [...topic.reads, ...subsystemPaths(topic.subsystem.files)],
    context,
  );
}

/**
 * The machine that is asked for, or the first that is meant for a topic's subsystem, as the topic needs it.
 *
 * @throws UnknownMachine, MachineMalformed, MachineUnsuitable
 */
export async function topicMachine(
  { subsystem }: AnyTopic,
  options: OptionValues,
  { machines }: Pick<Catalogue, 'machines'>,
): Promise<Machine> {
  return machineFor(
    subsystem,
    await findMachine(text(options, 'machine') ?? subsystem.machines[0], machines),
  );
}
