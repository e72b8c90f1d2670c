// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { cachedTree } from '../kernel/debian/cached-tree.ts';
import { withFiles } from '../kernel/debian/with-files.ts';
import { openTree } from '../kernel/open.ts';
import type { Tree } from '../kernel/tree.ts';
import { readText } from '../mail/read.ts';
import { HandEdited } from '../series/errors.ts';
import { compose, mail } from '../series/generate.ts';
import type { GeneratedFrom } from '../series/generated-from.ts';
import { mboxOf } from '../series/thread.ts';
import { otherBase, type Verification, verify } from '../series/verify.ts';
import { flag, type OptionValues, text } from './command.ts';

/** What was found when the patches were made again for their own base. */
export interface BaseCheck {
  readonly state: Verification['state'] | 'unverified';
  /** The tree that they were compared on. */
  readonly tree: string | undefined;
  /** Where they differ, or why they could not be compared. */
  readonly places: readonly string[];
}

/** Hashes of the template's sources, as the patches have it and as it is. */
export interface TemplateHashes {
  readonly was: string;
  readonly is: string;
}

/**
 * @param onto the tree that the patches go to; where it is of a repository, their base may be in that too
 * @throws HandEdited, unless --force is given; what opening the tree of --base throws
 */
export async function checkAgainstBase(
  from: GeneratedFrom,
  { was, is }: TemplateHashes,
  onto: Tree,
  options: OptionValues,
  templates: string,
  context: Context,
): Promise<BaseCheck> {
  const { topic, choice, patches, alone } = from;
  const given = text(options, 'base');
  const found =
    given === undefined ? await baseTree(from.base, onto, context) : await openTree(given, context);
  const tree = found && (await withFiles(found, topic.reads, context));
  if (!tree)
    return {
      state: 'unverified',
      tree: undefined,
      places: [`kpw does not find ${from.base || 'their base'}; name it with --base`],
    };
  const other = await otherBase(patches, tree);
  if (other !== undefined)
    return {
      state: 'unverified',
      tree: tree.spec,
      places: [`${other} of ${tree.spec} is another than the patches were made for`],
    };
  // Made for this tree with a test or without (--no-selftest): the patches tell.
  const selftest = patches.some(({ message }) =>
    message.diffs.some(({ newPath }) => newPath?.startsWith('tools/testing/selftests/')),
  );
  const designs = await compose(topic, tree, [{ ...choice, selftest }], context);
  const [{ mails, composition }] = (await mail(designs, templates, context)) as [
    Awaited<ReturnType<typeof mail>>[number],
  ];
  const skip = alone ? composition.patches.filter(({ role }) => role === 'prerequisite').length : 0;
  const made = await readText(mboxOf(mails.slice(skip)), 'made again');
  const texts = alone ? designs.prerequisite.edited.texts : designs.baseline.pristine.texts;
  const before = async (path: string) => texts.get(path) ?? (await tree.read(path));
  const { state, places } = await verify(patches, made, before, was !== is);
  if (state === 'edited' && !flag(options, 'force')) throw handEdited(places, tree.spec);
  return { state, tree: tree.spec, places };
}

/** The tree that a block names, where that costs no download and no guess. */
async function baseTree(base: string, onto: Tree, context: Context): Promise<Tree | undefined> {
  const [, series, version] = /^linux-source-(\d+\.\d+) (\S+) /.exec(base) ?? [];
  const commit = /^commit ([0-9a-f]{40,64}) /.exec(base)?.[1];
  try {
    if (series !== undefined)
      return (await cachedTree(context, series))?.version === version
        ? await openTree(`debian:${series}`, context)
        : undefined;
    if (commit !== undefined)
      return onto.base.kind === 'debian' ? undefined : await openTree(`${onto.base.path}@${commit}`, context);
    const folder = base.replace(/ \(Linux [^)]*\)$/, '');
    return folder !== '' && existsSync(folder) ? await openTree(folder, context) : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function handEdited(places: readonly string[], tree: string): HandEdited {
  return new HandEdited({
    title: 'somebody changed the patches by hand since kpw made them, and kpw port would lose that',
    where: `compared with what the template gives for ${tree}`,
    detail: places.join('\n'),
    hint: 'Put the change into the template (or a copy of it, kpw new variant), or give --force to do without it.',
  });
}
