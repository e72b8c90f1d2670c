// SPDX-License-Identifier: GPL-2.0-only
import { applied } from './apply.ts';
import { type FileDiff, isSubmodule } from './diff.ts';
import { contextOf, hunkExcerpt } from './excerpt.ts';
import type { Hunk } from './hunk.ts';
import type { Message } from './message.ts';
import { nearestPlace } from './nearest-place.ts';
import { titleOf } from './subject.ts';

/** One file at one time. */
export interface File {
  readonly text: string;
  /** As git writes it: `100644`. */
  readonly mode: string;
}

/** The files that one patch touches; undefined where there is none. */
export type PatchFiles = ReadonlyMap<string, File | undefined>;

/** A patch as what it does to its files. */
export interface PatchStep {
  readonly title: string;
  readonly body: string;
  readonly before: PatchFiles;
  readonly after: PatchFiles;
}

/** Why a patch does not apply, and where. */
export interface Rejection {
  readonly rejected: string;
  /** The place that is most like the hunk, in words; undefined where nothing is. */
  readonly near?: string;
  /** Index of the patch, of its file's diff, and of the hunk where it is one. */
  readonly at: { readonly patch: number; readonly diff: number; readonly hunk: number | undefined };
}

/** A file of the tree that patches are laid over; undefined where it has none. */
export type ReadTree = (path: string) => Promise<string | undefined>;

const PLAIN = '100644';
const MODES: ReadonlySet<string> = new Set([PLAIN, '100755', '120000']);

/** The patches applied to a tree, one after another; where one does not apply, what and where. */
export async function onTree(
  patches: readonly Message[],
  read: ReadTree,
): Promise<{ steps: PatchStep[] } | Rejection> {
  const outcomes = await eachOnTree(patches, read);
  const first = outcomes.find((one) => 'rejected' in one);
  return first && 'rejected' in first ? first : { steps: outcomes.filter((one) => 'after' in one) };
}

/**
 * Each patch on the state that those before it leave; one that does not apply leaves that state as it is. Files of bytes,
 * and submodules, are passed over.
 */
export async function eachOnTree(
  patches: readonly Message[],
  read: ReadTree,
): Promise<(PatchStep | Rejection)[]> {
  const state = new Map<string, File | undefined>();
  const outcomes: (PatchStep | Rejection)[] = [];
  for (const [patch, message] of patches.entries()) {
    const before = new Map<string, File | undefined>();
    const after = new Map<string, File | undefined>();
    const now = (path: string) => (after.has(path) ? after.get(path) : state.get(path));
    let rejection: Rejection | undefined;
    for (const [at, diff] of message.diffs.entries()) {
      if (diff.binary || isSubmodule(diff)) continue;
      for (const path of [diff.oldPath, diff.newPath])
        if (path !== undefined && !state.has(path)) state.set(path, fileOf(await read(path), diff.oldMode));
      const result = appliedTo(now, diff);
      if ('rejected' in result) {
        const { rejected, near, hunk } = result;
        const place = { patch, diff: at, hunk };
        rejection = { rejected, ...(near === undefined ? {} : { near }), at: place };
        break;
      }
      for (const [path, file] of result.files) {
        if (!before.has(path)) before.set(path, state.get(path));
        after.set(path, file);
      }
    }
    if (!rejection) for (const [path, file] of after) state.set(path, file);
    outcomes.push(rejection ?? { ...textOf(message), before, after });
  }
  return outcomes;
}

/** The patches as their hunks show them, each by itself: they need no tree. */
export function asShown(patches: readonly Message[]): PatchStep[] {
  const context = contextOf(patches.flatMap(({ diffs }) => diffs.flatMap(({ hunks }) => hunks)));
  return patches.map((message) => {
    const before = new Map<string, File | undefined>();
    const after = new Map<string, File | undefined>();
    for (const diff of message.diffs) {
      const { oldPath, newPath, oldMode, newMode, copied } = diff;
      const [old, fresh] = hunkExcerpt(diff, context);
      // Where a file is only renamed, or another may read it, the patch shows nothing of it.
      // Of bytes it shows nothing either.
      const hidden = diff.hunks.length === 0 ? `\t/* ${oldPath ?? newPath} */\n` : '';
      if (newPath !== undefined && !before.has(newPath)) before.set(newPath, undefined);
      // A diff may show one file twice: what it shows then is the rest of it.
      const [was, is] = [before.get(oldPath ?? '')?.text ?? '', after.get(newPath ?? '')?.text ?? ''];
      if (oldPath !== undefined) {
        before.set(oldPath, fileOf(was + hidden + old, oldMode));
        if (copied || newPath !== oldPath) after.set(oldPath, copied ? before.get(oldPath) : undefined);
      }
      if (newPath !== undefined) after.set(newPath, fileOf(is + hidden + fresh, newMode));
    }
    return { ...textOf(message), before, after };
  });
}

function appliedTo(
  now: (path: string) => File | undefined,
  { oldPath, newPath, newMode, copied, hunks }: FileDiff,
): { files: Map<string, File | undefined> } | { rejected: string; hunk?: number; near?: string } {
  const old = oldPath === undefined ? undefined : now(oldPath);
  if (oldPath !== undefined && !old) return { rejected: `there is no ${oldPath}` };
  if (oldPath === undefined && newPath !== undefined && now(newPath))
    return { rejected: `${newPath} is there already` };
  const result = applied(old?.text ?? '', hunks);
  if ('unfit' in result) {
    const near = nearestPlace(old?.text ?? '', hunks[result.unfit] as Hunk);
    const rejected = `a hunk of ${oldPath ?? newPath} does not fit`;
    return { rejected, hunk: result.unfit, ...(near === undefined ? {} : { near }) };
  }
  const files = new Map<string, File | undefined>();
  if (oldPath !== undefined && !copied) files.set(oldPath, undefined);
  if (newPath !== undefined) files.set(newPath, fileOf(result.text, newMode ?? old?.mode));
  return { files };
}

/** A mode that git does not know for a text, a submodule's among them, counts as none. */
function fileOf(text: string | undefined, mode = PLAIN): File | undefined {
  return text === undefined ? undefined : { text, mode: MODES.has(mode) ? mode : PLAIN };
}

function textOf({ subject, body }: Message): Pick<PatchStep, 'title' | 'body'> {
  return { title: titleOf(subject), body };
}
