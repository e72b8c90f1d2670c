// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Context } from '../context.ts';
import { withFiles } from '../kernel/debian/with-files.ts';
import { openTree } from '../kernel/open.ts';
import type { Tree } from '../kernel/tree.ts';
import { contextOf } from '../mail/excerpt.ts';
import { asShown, onTree, type PatchStep } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { patchesOf } from '../mail/patches.ts';
import { didYouMean } from '../nearest.ts';
import type { Composition, Patch } from '../series/compose.ts';
import { BadParameter, UnknownName } from '../series/errors.ts';
import { type Choice, compose } from '../series/generate.ts';
import { messageOfCommit } from '../series/import-stream.ts';
import type { AnyTopic } from '../series/topic.ts';
import type { Terminal } from './command.ts';
import { isMessageId } from './mail-mirrors.ts';
import { mailsOf } from './mail-source.ts';
import { selectVariants } from './select.ts';

/** What a series stands on: a tree, a tree with the topic's prerequisite, or nothing but its own hunks. */
type Base = 'tree' | 'prerequisite' | 'hunks';

/** One side of kpw diff, ready to be compared. */
export interface ComparedSide {
  readonly name: string;
  readonly tree: string | undefined;
  readonly base: Base;
  /** Why mails are compared by their hunks alone. */
  readonly rejected: string | undefined;
  readonly steps: readonly PatchStep[];
  /** Lines of context that its patches have. */
  readonly context: number;
}

type Named = { name: string } & ({ choice: Choice } | { patches: readonly Message[] });

/**
 * The sides that two names stand for: `opt-in-ioctl@as-posted`, a file or folder of mails, `-`.
 *
 * @throws UnknownName, BadParameter, and what reading mails and trees throws
 */
export async function comparedSides(
  topic: AnyTopic,
  names: readonly string[],
  trees: { readonly tree: string | undefined; readonly onto: string | undefined },
  { context }: Terminal,
): Promise<[a: ComparedSide, b: ComparedSide]> {
  const [one = '', other = one] = names;
  if (names.length < 2 && trees.onto === undefined)
    throw new BadParameter({
      title: `${one} is compared with itself`,
      where: `kpw diff ${one}`,
      hint: 'Name a second side, or another tree: --onto debian:7.2',
    });
  const [a, b] = [await namedSide(topic, one, context), await namedSide(topic, other, context)];
  const designed = 'choice' in a || 'choice' in b;
  const first = trees.tree ?? (designed ? 'debian:6.1' : undefined);
  const open = async (spec: string) =>
    withFiles(
      await openTree(spec, context),
      [...(designed ? topic.reads : []), ...touched(a), ...touched(b)],
      context,
    );
  const opened = first === undefined ? undefined : await open(first);
  const second = trees.onto === undefined ? opened : await open(trees.onto);
  const madeA = await made(topic, a, opened, designed, context);
  const madeB = await made(topic, b, second, designed, context);
  return [madeA(madeB([]).steps), madeB(madeA([]).steps)];
}

/** Files that mails change. */
function touched(side: Named): string[] {
  if ('choice' in side) return [];
  return side.patches.flatMap(({ diffs }) => diffs.flatMap(({ oldPath }) => oldPath ?? []));
}

/** @param designed whether the other side, or this one, is a variant, so that a prerequisite means something */
async function made(
  topic: AnyTopic,
  side: Named,
  tree: Tree | undefined,
  designed: boolean,
  waiting: Context,
): Promise<(beside: readonly PatchStep[]) => ComparedSide> {
  const { name } = side;
  const label = tree?.spec;
  if ('choice' in side) {
    const designs = await compose(topic, tree as Tree, [side.choice], waiting);
    const [{ composition }] = designs.variants as [(typeof designs.variants)[number]];
    return (beside) => ({
      ...{ name, tree: label, rejected: undefined, context: Number.POSITIVE_INFINITY },
      ...stepsOf(composition, beside),
    });
  }
  const { patches } = side;
  const context = contextOf(patches.flatMap(({ diffs }) => diffs.flatMap(({ hunks }) => hunks)));
  const shown = { name, tree: undefined, base: 'hunks' as const, steps: asShown(patches), context };
  if (!tree) return () => ({ ...shown, rejected: undefined });
  const plain = await onTree(patches, (path) => tree.read(path));
  const fits = (base: Base, steps: readonly PatchStep[]) => () => ({
    ...{ name, tree: label, base, rejected: undefined, steps, context: Number.POSITIVE_INFINITY },
  });
  if ('steps' in plain) return fits('tree', plain.steps);
  const { prerequisite } = designed ? await compose(topic, tree, []) : { prerequisite: undefined };
  if (prerequisite && prerequisite.patches.length > 0) {
    const { texts } = prerequisite.edited;
    const restored = await onTree(patches, async (path) => texts.get(path) ?? (await tree.read(path)));
    if ('steps' in restored) return fits('prerequisite', restored.steps);
  }
  return () => ({
    ...shown,
    rejected: `${basename(name)} does not apply to ${tree.spec}: ${plain.rejected}`,
  });
}

/** A variant's own patches; with the prerequisite before them where the mails beside it bring that too. */
function stepsOf(
  { patches }: Composition,
  beside: readonly PatchStep[],
): Pick<ComparedSide, 'base' | 'steps'> {
  const files = (texts: ReadonlyMap<string, string>) =>
    new Map([...texts].map(([path, text]) => [path, { text, mode: '100644' }]));
  const steps = (role: Patch['role']) =>
    patches
      .filter((patch) => patch.role === role)
      .map((patch): PatchStep => {
        const { subject, before, after } = patch;
        const message = messageOfCommit(patch).slice(subject.length).trim();
        return { title: subject, body: message, before: files(before), after: files(after) };
      });
  const prerequisite = steps('prerequisite');
  const [first] = prerequisite;
  const brought = beside.some(
    ({ after }) => first && [...first.after].every(([path, file]) => after.get(path)?.text === file?.text),
  );
  if (first && !brought) return { base: 'prerequisite', steps: steps('variant') };
  return { base: 'tree', steps: [...prerequisite, ...steps('variant')] };
}

async function namedSide(topic: AnyTopic, name: string, context: Context): Promise<Named> {
  const [id = '', settings = ''] = name.split(/@(.*)/s);
  if (topic.variants.some((variant) => variant.id === id)) {
    const [choice] = selectVariants(topic, [id], settings === '' ? [] : settings.split(','));
    return { name, choice: choice as Choice };
  }
  if (name !== '-' && !existsSync(name) && !isMessageId(name)) {
    const ids = topic.variants.map((variant) => variant.id);
    throw new UnknownName({
      title: `"${name}" is neither a variant of ${topic.id} nor a file`,
      hint: didYouMean(id, ids) ?? `Variants: ${ids.join(', ')}.`,
    });
  }
  const mails = await mailsOf(name, [], context);
  return { name: mails.name, patches: patchesOf(mails.messages, mails.name) };
}
