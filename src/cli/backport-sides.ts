// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import {
  atCommit,
  beforeCommit,
  byBlobs,
  commitOf,
  mailOfCommit,
  requiredCommit,
} from '../backport/commits.ts';
import { NoUpstream } from '../backport/failures.ts';
import { upstreamOf } from '../backport/notes.ts';
import { type PatchSide, patchSides } from '../backport/patch-side.ts';
import type { Context } from '../context.ts';
import { isFolder } from '../kernel/is-folder.ts';
import { openTree } from '../kernel/open.ts';
import { parseSpec } from '../kernel/spec.ts';
import { onTree, type ReadTree } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { patchesIn, refuseBinary } from '../mail/patches.ts';
import { reader } from '../mail/reader.ts';
import { takenBack } from '../mail/taken-back.ts';
import { mailsOf, mailsOfRange, rangeOf } from './mail-source.ts';

/** Patches that a user names, and where their files are. */
export interface NamedPatches {
  readonly name: string;
  readonly patches: readonly Message[];
  /** What each is called where it came from: a commit, a file. */
  readonly names: readonly string[];
  /** Where they are commits: the repository. */
  readonly repository: string | undefined;
  /** Files before the first; undefined where none are at hand. */
  readonly read: ReadTree | undefined;
}

/** A repository that a user names without a revision: kpw looks commits up in it. */
export function namedRepository(name: string): string | undefined {
  return isFolder(name) &&
    (existsSync(`${name}/.git`) || (existsSync(`${name}/objects`) && existsSync(`${name}/HEAD`)))
    ? name
    : undefined;
}

/**
 * What stands for one side: a commit (`PATH@COMMIT`), a range, or mails.
 *
 * @param tree the tree of mails, where one is named
 * @param repository where blobs that mails name may be
 * @throws what reading mails, trees and repositories throws; BadParameter for a merge
 */
export async function namedPatches(
  name: string,
  tree: string | undefined,
  repository: string | undefined,
  context: Context,
): Promise<NamedPatches> {
  const range = existsSync(name) ? undefined : rangeOf(name);
  if (range) {
    const { messages, commits } = await mailsOfRange(range, context);
    const base = await requiredCommit(range.repository, range.from, context);
    const patches = messages.filter(({ diffs }) => diffs.length > 0);
    const named = (one: Message) => commits?.[messages.indexOf(one)] ?? one.place;
    return {
      ...{ name, patches, names: patches.map(named), repository: range.repository },
      read: atCommit(base, context),
    };
  }
  const spec = existsSync(name) ? undefined : parseSpec(name, isFolder);
  if (spec?.kind === 'git') {
    const commit = await requiredCommit(spec.path, spec.revision, context);
    const patches = patchesIn([await mailOfCommit(commit, context)], name);
    refuseBinary(patches, name);
    return {
      ...{ name, patches, names: patches.map(() => commit.id), repository: spec.path },
      read: beforeCommit(commit, context),
    };
  }
  const mails = await mailsOf(name, [], context);
  const patches = patchesIn(mails.messages, mails.name);
  refuseBinary(patches, mails.name);
  const read =
    tree === undefined
      ? repository === undefined
        ? undefined
        : await knownBlobs(repository, patches, context)
      : await onNamedTree(patches, tree, context);
  return { name: mails.name, patches, names: patches.map(({ place }) => place), repository, read };
}

/** Undefined where the repository has none of the files that the patches were made on. */
async function knownBlobs(
  repository: string,
  patches: readonly Message[],
  context: Context,
): Promise<ReadTree | undefined> {
  const read = byBlobs(repository, patches, context);
  const paths = [...new Set(patches.flatMap(({ diffs }) => diffs.flatMap(({ oldPath }) => oldPath ?? [])))];
  const texts = await Promise.all(paths.map(read));
  return texts.some((text) => text !== undefined) ? read : undefined;
}

/** A tree that has the patches already is taken back to what it was before them. */
async function onNamedTree(patches: readonly Message[], spec: string, context: Context): Promise<ReadTree> {
  const tree = await openTree(spec, context);
  const read = await reader(patches, tree, context);
  if ('steps' in (await onTree(patches, read))) return read;
  const before = await takenBack(patches, read);
  return before === undefined ? read : async (path) => (before.has(path) ? before.get(path) : read(path));
}

/**
 * Upstream's side of one backport, by the commit that its message names.
 *
 * @throws NoUpstream where it names none, or the repository lacks it
 */
export async function upstreamSide(
  { body, place }: Message,
  repository: string | undefined,
  context: Context,
): Promise<PatchSide> {
  const id = upstreamOf(body);
  if (id === undefined)
    throw new NoUpstream({
      title: 'the message names no upstream commit',
      where: place,
      hint: 'Name the original: --upstream PATH@COMMIT, or its mail. Stable patches say "commit ID upstream." at the top.',
    });
  const commit = repository === undefined ? undefined : await commitOf(repository, id, context);
  if (!commit)
    throw new NoUpstream({
      title: `kpw does not find upstream commit ${id.slice(0, 12)}`,
      where: place,
      hint:
        repository === undefined
          ? 'Name a repository that has it: --upstream PATH, or the original itself: --upstream FILE.'
          : `${repository} lacks it: fetch it there, or name the original itself: --upstream FILE.`,
    });
  const [side] = await patchSides([await mailOfCommit(commit, context)], beforeCommit(commit, context));
  return side as PatchSide;
}
