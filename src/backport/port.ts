// SPDX-License-Identifier: GPL-2.0-only
import { basename, dirname } from 'node:path';
import type { ReadTree } from '../mail/history.ts';
import { type CarriedChange, carriedFile } from './carry.ts';
import type { PatchFile, PatchSide } from './patch-side.ts';
import { outlinedFile } from './place.ts';

/** What of the target is asked. */
export interface PortTarget {
  readonly read: ReadTree;
  /** Paths below a folder. */
  list(folder: string): Promise<readonly string[]>;
}

/** A file's part of a patch in another tree. */
export interface PortedFile {
  readonly file: PatchFile;
  /** Path in the target; undefined where it has no such file. */
  readonly path: string | undefined;
  readonly before: string | undefined;
  /** Undefined where a person has to decide. */
  readonly after: string | undefined;
  readonly changes: readonly CarriedChange[];
  /** Why the file as a whole is for a person. */
  readonly why: string | undefined;
}

export interface PortedPatch {
  readonly side: PatchSide;
  readonly files: readonly PortedFile[];
}

/** Patches carried to another tree one after another, file by file; what cannot be decided is left as it is there. */
export async function portedPatches(sides: readonly PatchSide[], target: PortTarget): Promise<PortedPatch[]> {
  const state = new Map<string, string>();
  const read: ReadTree = async (path) => state.get(path) ?? (await target.read(path));
  const patches: PortedPatch[] = [];
  for (const side of sides) {
    const files: PortedFile[] = [];
    for (const file of side.files) {
      const ported = await portedFile(file, read, target);
      if (ported.path !== undefined && ported.after !== undefined) state.set(ported.path, ported.after);
      files.push(ported);
    }
    patches.push({ side, files });
  }
  return patches;
}

async function portedFile(file: PatchFile, read: ReadTree, target: PortTarget): Promise<PortedFile> {
  const { oldPath, newPath, side, changes } = file;
  const refused = (why: string, path?: string): PortedFile => ({
    file,
    path,
    before: undefined,
    after: undefined,
    changes: [],
    why,
  });
  if (oldPath === undefined) {
    const path = newPath ?? '';
    if ((await read(path)) !== undefined) return refused('the target has that file already', path);
    const after = changes.flatMap(({ added }) => added.map(({ raw }) => raw)).join('');
    return { file, path, before: undefined, after, changes: [], why: undefined };
  }
  if (newPath !== oldPath)
    return refused(
      newPath === undefined ? 'the patch removes the file' : `the patch renames the file to ${newPath}`,
    );
  const path = (await read(oldPath)) === undefined ? await renamed(oldPath, target) : oldPath;
  const before = path === undefined ? undefined : await read(path);
  if (path === undefined || before === undefined) return refused('the target has no such file');
  const carried = carriedFile(side, changes, outlinedFile(path, before));
  return { file, path, before, after: carried.text, changes: carried.changes, why: undefined };
}

/** A file of the same name in a folder near, if there is one only. */
async function renamed(path: string, { list }: PortTarget): Promise<string | undefined> {
  const near = dirname(dirname(path));
  if (near === '.') return undefined;
  const found = (await list(near)).filter((one) => basename(one) === basename(path));
  return found.length === 1 ? found[0] : undefined;
}
