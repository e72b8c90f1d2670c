// SPDX-License-Identifier: GPL-2.0-only
import type { Tree } from '../kernel/tree.ts';
import { isSubmodule } from '../mail/diff.ts';
import { PatchBinary, PatchRejected } from '../mail/failures.ts';
import { onTree, type PatchStep, type ReadTree, type Rejection } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { createdPaths } from '../mail/reader.ts';
import { titleOf } from '../mail/subject.ts';
import type { Composition } from '../series/compose.ts';
import type { Designs } from '../series/generate.ts';
import { NotRead } from './failures.ts';

/** A series on a tree: what each of its patches does there. */
export interface LaidSeries {
  readonly patches: readonly Message[];
  readonly steps: readonly PatchStep[];
  /** So many of its first patches are the topic's prerequisite, and left out of the others. */
  readonly prerequisite: number;
}

/**
 * Lays a series over a tree with the topic's prerequisite, which it may bring along.
 *
 * @param further files of the tree that the topic does not read
 * @throws PatchRejected where it does not apply, or does what no template can; PatchBinary, NotRead
 */
export async function laidOn(
  { tree, baseline, prerequisite }: Pick<Designs, 'tree' | 'baseline' | 'prerequisite'>,
  patches: readonly Message[],
  further: ReadTree,
): Promise<LaidSeries> {
  for (const patch of patches) requireText(patch);
  await requireRead(tree, baseline, patches, further);
  const read =
    ({ edited }: Composition): ReadTree =>
    async (path) =>
      edited.texts.get(path);
  const own = prerequisite.patches.length;
  const whole = own > 0 ? await onTree(patches, read(baseline)) : undefined;
  if (whole && 'steps' in whole) {
    const count = broughtAlong(whole.steps, prerequisite);
    if (count !== undefined)
      return { patches: patches.slice(count), steps: whole.steps.slice(count), prerequisite: count };
  }
  const laid = await onTree(patches, read(prerequisite));
  if ('steps' in laid) return { patches, steps: laid.steps, prerequisite: 0 };
  throw rejected(tree, patches, laid, own > 0);
}

/** Behind how many patches the tree is the one with the prerequisite. */
function broughtAlong(steps: readonly PatchStep[], { edited, patches }: Composition): number | undefined {
  const changed = new Set(patches.flatMap(({ after }) => [...after.keys()]));
  const state = new Map<string, string | undefined>();
  for (const [at, { after }] of steps.entries()) {
    for (const [path, file] of after) state.set(path, file?.text);
    if ([...changed].every((path) => state.get(path) === edited.texts.get(path))) return at + 1;
  }
  return undefined;
}

function requireText({ diffs, place, subject }: Message): void {
  const title = titleOf(subject);
  for (const diff of diffs) {
    const path = diff.newPath ?? diff.oldPath ?? '';
    if (diff.binary || isSubmodule(diff))
      throw new PatchBinary({
        title: `"${title}" changes ${path}, which is ${diff.binary ? 'no text' : 'a submodule'}`,
        where: place,
        hint: 'Leave that file out of the series; a template edits text.',
      });
    const what =
      diff.newPath === undefined
        ? 'removes'
        : diff.copied
          ? 'copies'
          : diff.oldPath !== undefined && diff.oldPath !== diff.newPath
            ? 'renames'
            : modeOf(diff) !== undefined
              ? 'changes the mode of'
              : undefined;
    if (what !== undefined)
      throw new PatchRejected({
        title: `"${title}" ${what} ${diff.oldPath ?? path}${what === 'renames' || what === 'copies' ? ` to ${path}` : ''}, which a template cannot`,
        where: place,
        hint: 'Lay the series beside the others with kpw compare, which takes such patches; or leave that file out.',
      });
  }
}

function modeOf({ oldPath, oldMode, newMode }: Message['diffs'][number]): string | undefined {
  if (newMode === undefined) return undefined;
  return newMode === (oldPath === undefined ? '100644' : (oldMode ?? newMode)) ? undefined : newMode;
}

async function requireRead(
  tree: Tree,
  { pristine }: Composition,
  patches: readonly Message[],
  further: ReadTree,
): Promise<void> {
  const made = createdPaths(patches);
  const changed = new Set(patches.flatMap(({ diffs }) => diffs.flatMap(({ oldPath }) => oldPath ?? [])));
  const missing: string[] = [];
  for (const path of changed)
    if (!made.has(path) && !pristine.texts.has(path) && (await further(path)) !== undefined)
      missing.push(path);
  if (missing.length === 0) return;
  throw new NotRead({
    title: `the series changes ${missing.length === 1 ? 'a file' : `${missing.length} files`} that the topic does not read: ${missing.join(', ')}`,
    where: tree.spec,
    hint: `Add to \`reads\` of the topic: ${missing.map((path) => `'${path}'`).join(', ')}`,
  });
}

/** @param restored whether the tree has the topic's prerequisite under it */
function rejected(
  tree: Tree,
  patches: readonly Message[],
  { rejected: why, near, at }: Rejection,
  restored: boolean,
): PatchRejected {
  const message = patches[at.patch];
  const hunks = message?.diffs[at.diff]?.hunks.length ?? 0;
  const hunk = at.hunk === undefined ? '' : ` (hunk ${at.hunk + 1} of ${hunks})`;
  return new PatchRejected({
    title: `"${titleOf(message?.subject)}" does not apply: ${why}${hunk}`,
    where: `${tree.spec}${restored ? " with the topic's prerequisite" : ''}; ${message?.place}`,
    ...(near === undefined ? {} : { detail: near }),
    hint: 'Import it on the tree that it was made for: --tree PATH@REV takes a revision of a repository.',
  });
}
