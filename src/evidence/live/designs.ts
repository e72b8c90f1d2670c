// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import type { Tree } from '../../kernel/tree.ts';
import { type Choice, compose, type Designs } from '../../series/generate.ts';
import type { AnyTopic, MachineTraits } from '../../series/topic.ts';
import { type Cell, cellsOf } from '../cells.ts';

/** A design by name: what was chosen, or why it cannot be read. */
export interface WantedDesign {
  readonly name: string;
  readonly choice: Choice | Failure;
}

/** One column as its sources are now. */
export interface LaidColumn {
  readonly name: string;
  /** Undefined where `failure` says why there is none. */
  readonly cell?: Cell;
  /** With this design alone. */
  readonly designs?: Designs;
  readonly failure?: Failure;
}

/** Columns that are there whatever is chosen. */
const COMMON = ['baseline', 'prerequisite'];

/**
 * The cells of a tree as far as they can be made: a design that does not apply costs its own column.
 *
 * @throws what is no failure of a design or a topic
 */
export async function layDesigns(
  topic: AnyTopic,
  tree: Tree,
  wanted: readonly WantedDesign[],
  traits: MachineTraits,
  context: Context,
): Promise<LaidColumn[]> {
  const chosen = wanted.flatMap(({ choice }) => (choice instanceof Failure ? [] : [choice]));
  const all = await attempt(async () => {
    const designs = await compose(topic, tree, chosen, context);
    return { designs, cells: cellsOf(designs, traits) };
  });
  const base = all instanceof Failure ? await commonCells(topic, tree, traits, context) : all.cells;
  const common: LaidColumn[] =
    base instanceof Failure
      ? [{ name: 'baseline', failure: base }]
      : base.filter(({ name }) => COMMON.includes(name)).map((cell) => ({ name: cell.name, cell }));
  const own: LaidColumn[] = [];
  const variants = all instanceof Failure ? [] : [...all.designs.variants];
  for (const { name, choice } of wanted) {
    if (choice instanceof Failure) own.push({ name, failure: choice });
    else if (!(all instanceof Failure)) {
      const cell = all.cells.find((one) => one.name === name);
      // They are in the order of those that were chosen.
      const designs = { ...all.designs, variants: variants.splice(0, 1) };
      own.push({ name, ...(cell ? { cell } : {}), designs });
    } else own.push({ name, ...(await alone(name, topic, tree, choice, traits, context)) });
  }
  return [...common, ...own];
}

async function alone(
  name: string,
  topic: AnyTopic,
  tree: Tree,
  choice: Choice,
  traits: MachineTraits,
  context: Context,
): Promise<Omit<LaidColumn, 'name'>> {
  const made = await attempt(async () => {
    const designs = await compose(topic, tree, [choice], context);
    return { designs, cell: cellsOf(designs, traits).find((one) => one.name === name) };
  });
  if (made instanceof Failure) return { failure: made };
  return { designs: made.designs, ...(made.cell ? { cell: made.cell } : {}) };
}

async function commonCells(
  topic: AnyTopic,
  tree: Tree,
  traits: MachineTraits,
  context: Context,
): Promise<Cell[] | Failure> {
  return attempt(async () => cellsOf(await compose(topic, tree, [], context), traits));
}

/** What a piece of work gives, or the failure that it ends in. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | Failure> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
