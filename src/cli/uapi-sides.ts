// SPDX-License-Identifier: GPL-2.0-only
import type { Waiver } from '../../checks/engine/waiver.ts';
import type { Context } from '../context.ts';
import { isFolder } from '../kernel/is-folder.ts';
import { parseSpec, splitRevision } from '../kernel/spec.ts';
import { BadParameter } from '../series/errors.ts';
import { isPatchSide, openSide, openSides, patchText, type UapiSide } from '../uapi/side/open.ts';
import { list, type OptionValues, type Terminal, text } from './command.ts';
import { standardInput } from './sides.ts';

export interface DiffedSides {
  readonly base: UapiSide;
  readonly fresh: readonly UapiSide[];
  readonly waivers: readonly Waiver[];
  /** What came by standard input, where it was read. */
  readonly input: string;
}

/**
 * The sides of `kpw uapi diff`, and the waivers that come with them.
 *
 * @throws BadParameter where nothing is to be compared; what openSide and openTree throw
 */
export async function diffedSides(
  old: string,
  names: readonly string[],
  options: OptionValues,
  { context }: Terminal,
): Promise<DiffedSides> {
  const variants = list(options, 'design');
  if (names.length === 0 && variants.length === 0)
    throw new BadParameter({
      title: `there is nothing to compare${old === '' ? '' : ' with'}`,
      ...(old === '' ? {} : { where: old }),
      hint: 'Name a new side, or designs of a topic: kpw uapi diff OLD NEW, kpw uapi diff OLD --design opt-in-ioctl',
    });
  let stdin: Promise<string> | undefined;
  const input = () => {
    stdin ??= standardInput(context.signal);
    return stdin;
  };
  const opened = names.length > 0 ? await openSides(old, names, context, input) : undefined;
  const waivers = await waiversOf(old, names, text(options, 'waivers'), input, context);
  if (variants.length === 0)
    return {
      base: opened?.base as UapiSide,
      fresh: opened?.fresh ?? [],
      waivers,
      input: (await stdin) ?? '',
    };
  const below = opened?.base ?? (await openSide(old, undefined, context, input));
  const { base, sides } = await designsOver(below, old, variants, options, context);
  return { base, fresh: [...(opened?.fresh ?? []), ...sides], waivers, input: (await stdin) ?? '' };
}

/** Of a file, of patches, and of the commits between two revisions. */
async function waiversOf(
  old: string,
  names: readonly string[],
  file: string | undefined,
  input: () => Promise<string>,
  context: Context,
): Promise<Waiver[]> {
  const readers = () => import('../evidence/uapi/waivers.ts');
  const waivers = file === undefined ? [] : [...(await (await readers()).waiversOfFile(file, context))];
  for (const name of [old, ...names]) {
    if (isPatchSide(name)) {
      const { waiversOfPatch } = await readers();
      waivers.push(...waiversOfPatch(await patchText(name, input, context), name));
    }
  }
  for (const name of names) {
    const range = commitRange(old, name);
    if (range) waivers.push(...(await (await readers()).waiversOfCommits(...range)));
  }
  return waivers;
}

/** The old side with a topic's prerequisite, and one side a variant; loaded only where designs are named. */
async function designsOver(
  below: UapiSide,
  old: string,
  variants: readonly string[],
  options: OptionValues,
  context: Context,
): Promise<{ base: UapiSide; sides: UapiSide[] }> {
  const [{ designSides }, { compose }, { openTopicTree, selectVariants }, { topicOf }] = await Promise.all([
    import('../evidence/uapi/designs.ts'),
    import('../series/generate.ts'),
    import('./select.ts'),
    import('./catalogue.ts'),
  ]);
  const { topic } = await topicOf(options);
  const designs = await compose(
    topic,
    await openTopicTree(topic, old, context),
    selectVariants(topic, variants, []),
    context,
  );
  const { base, side } = designSides(designs, below);
  return { base, sides: designs.variants.map(({ variant, composition }) => side(variant.id, composition)) };
}

/** Repository and revisions where both sides are of one. */
function commitRange(
  old: string,
  fresh: string,
): [repository: string, old: string, fresh: string] | undefined {
  const [one, other] = [parseSpec(old, isFolder), parseSpec(fresh, isFolder)];
  if (one?.kind !== 'git' || other?.kind !== 'git' || one.path !== other.path) return undefined;
  return [one.path, splitRevision(one.revision).revision, splitRevision(other.revision).revision];
}
