// SPDX-License-Identifier: GPL-2.0-only
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { RecordedSums } from '../recorded-sums.ts';
import { TreeUnsuitable } from './failures.ts';
import type { Tree, TreeBase } from './tree.ts';
import { inTree, kernelRelease } from './tree-path.ts';

/** What a tree is called, and where it is from. */
export interface TreeIdentity {
  spec: string;
  label: string;
  base: TreeBase;
  /** Known already; otherwise it is read from the Makefile. */
  release?: string;
  recorded?: RecordedSums;
}

/** A tree whose files lie in a folder. Each is read once. */
class DirectoryTree implements Tree {
  readonly spec: string;
  readonly label: string;
  readonly base: TreeBase;
  readonly recorded?: RecordedSums;
  release = '';
  private readonly texts = new Map<string, Promise<string | undefined>>();

  constructor(
    identity: TreeIdentity,
    /** Without symlinks in it. */
    readonly folder: string,
  ) {
    this.spec = identity.spec;
    this.label = identity.label;
    this.base = identity.base;
    if (identity.recorded) this.recorded = identity.recorded;
  }

  read(path: string): Promise<string | undefined> {
    let text = this.texts.get(path);
    if (!text) {
      text = this.onDisk(path).then((file) => file && readFile(file, 'latin1'));
      this.texts.set(path, text);
    }
    return text;
  }

  async list(folder: string): Promise<string[]> {
    const start = inTree(folder);
    if (start === undefined) return [];
    const found: string[] = [];
    const walk = async (below: string): Promise<void> => {
      const entries = await readdir(join(this.folder, below), { withFileTypes: true }).catch(absent);
      for (const entry of entries ?? []) {
        const path = below ? `${below}/${entry.name}` : entry.name;
        if (entry.isFile()) found.push(path);
        else if (entry.isDirectory() && entry.name !== '.git') await walk(path);
      }
    };
    await walk(start);
    return found.sort();
  }

  async export(paths: readonly string[], into: string): Promise<void> {
    const made = new Set<string>();
    for (const path of paths) {
      const files = (await this.onDisk(path)) === undefined ? await this.list(path) : [inTree(path) ?? path];
      for (const file of files) {
        const [from, to] = [await this.onDisk(file), join(into, file)];
        if (from === undefined) continue;
        if (!made.has(dirname(to))) await mkdir(dirname(to), { recursive: true });
        made.add(dirname(to));
        await copyFile(from, to, constants.COPYFILE_FICLONE);
      }
    }
  }

  /** Where the file really is; undefined where there is none, or a symlink leads to it out of the tree. */
  private async onDisk(path: string): Promise<string | undefined> {
    const plain = inTree(path);
    if (!plain) return undefined;
    try {
      const real = await realpath(join(this.folder, plain));
      return real.startsWith(this.folder + sep) && (await stat(real)).isFile() ? real : undefined;
    } catch (error) {
      return absent(error as NodeJS.ErrnoException);
    }
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code ?? '')) return undefined;
  throw new TreeUnsuitable(
    {
      title: `a file of the tree cannot be read (${error.code})`,
      where: error.path ?? '',
      hint: 'Check its permissions.',
    },
    { cause: error },
  );
}

/**
 * @param root an existing folder
 * @param hint what to do where it is not kernel source
 * @throws TreeUnsuitable
 */
export async function directoryTree(
  identity: TreeIdentity,
  root: string,
  hint = 'Name the top folder of a kernel tree.',
): Promise<Tree> {
  const tree = new DirectoryTree(identity, await realpath(root));
  tree.release = identity.release ?? (await kernelRelease((path) => tree.read(path), identity.spec, hint));
  return tree;
}
