// SPDX-License-Identifier: GPL-2.0-only
import { parse } from '../c/parse.ts';
import type { Tree } from '../kernel/tree.ts';
import type { Sources } from './topic.ts';

/** Texts by path: what a composition starts from and ends with. Immutable; `withTexts` makes the next one. */
export class Snapshot implements Sources {
  constructor(
    readonly origin: string,
    readonly texts: ReadonlyMap<string, string>,
  ) {}

  get paths(): readonly string[] {
    return [...this.texts.keys()].sort();
  }

  get(path: string) {
    const text = this.texts.get(path);
    return text === undefined ? undefined : parse(this.origin, path, text);
  }

  withTexts(changed: ReadonlyMap<string, string>, origin = this.origin): Snapshot {
    return new Snapshot(origin, new Map([...this.texts, ...changed]));
  }
}

/** What the kernel calls a file, by its ending or its whole name; anything else that a topic reads is a folder. */
function isFile(entry: string): boolean {
  return /\.\w+$|(?:^|\/)(?:Makefile|Kbuild|Kconfig|MAINTAINERS|config|settings)$/.test(entry);
}

/** Reads the files that a topic may look at; of a folder all C files are read, what the tree lacks is left out. */
export async function snapshot(tree: Tree, reads: readonly string[]): Promise<Snapshot> {
  const texts = new Map<string, string>();
  for (const entry of reads) {
    const paths = isFile(entry) ? [entry] : (await tree.list(entry)).filter((path) => /\.[ch]$/.test(path));
    for (const path of paths) {
      const text = await tree.read(path);
      if (text !== undefined) texts.set(path, text);
    }
  }
  return new Snapshot(tree.label, texts);
}
