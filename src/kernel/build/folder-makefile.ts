// SPDX-License-Identifier: GPL-2.0-only
import { posix } from 'node:path';
import { canonical } from './modinfo.ts';

/** What a folder's Makefile says of what is made there, as far as its plain assignments tell. */
export interface FolderMakefile {
  /** Of each module, and each object built in, the objects that it is linked from, by path below the folder. */
  readonly objects: ReadonlyMap<string, readonly string[]>;
  /** Folders below that make descends into: `mlx5`. What is made there is no part of this folder's modules. */
  readonly descends: ReadonlySet<string>;
  /** Folders of the tree whose headers it adds to the compiler's path. */
  readonly includes: readonly string[];
}

/**
 * Reads the assignments of a Makefile as Documentation/kbuild/makefiles.rst describes them: `obj-m += x.o`, `x-y := a.o
 * b.o`, `obj-$(CONFIG_Y) += sub/`, `ccflags-y += -I$(src)/../z`. Conditions are not looked at: both sides count.
 *
 * @param folder in the tree, for what is relative to it
 */
export function readFolderMakefile(text: string, folder: string): FolderMakefile {
  const goals = new Set<string>();
  const parts = new Map<string, string[]>();
  const descends = new Set<string>();
  const includes = new Set<string>();
  const lines = text.replace(/#.*$/gm, '').replace(/\\\n/g, ' ').split('\n');
  for (const line of lines) {
    const [, name = '', value = ''] = /^\s*([\w$().-]+?)\s*[:+?]?=\s*(.*)$/.exec(line) ?? [];
    const words = value.split(/\s+/).filter(Boolean);
    if (/^(?:subdir-)?(?:cc|as)flags-/.test(name) || /^CFLAGS_/.test(name))
      for (const path of includePaths(value, folder)) includes.add(path);
    const [, stem = ''] = /^(.+)-(?:y|m|objs|\$\(.*\))$/.exec(name) ?? [];
    if (stem === 'obj')
      for (const word of words) {
        if (word.endsWith('/')) descends.add(word.split('/')[0] ?? '');
        else if (word.endsWith('.o')) goals.add(word.slice(0, -2));
      }
    else if (stem !== '' && !/flags$/.test(stem))
      parts.set(stem, [...(parts.get(stem) ?? []), ...words.filter((word) => word.endsWith('.o'))]);
  }
  const objects = new Map<string, string[]>();
  for (const goal of goals) objects.set(canonical(goal), parts.get(goal) ?? [`${goal}.o`]);
  return { objects, descends, includes: [...includes] };
}

/** `-I$(src)/../z`, `-I $(srctree)/drivers/x`; the kernel's own include folders come with its headers. */
function includePaths(flags: string, folder: string): string[] {
  return [...flags.matchAll(/-I\s*(\S+)/g)].flatMap(([, written = '']) => {
    const path = posix.normalize(
      written
        .replace(/^\$[({]srctree[)}]\/(?=\$)/, '')
        .replace(/^\$[({](?:src|obj)[)}]/, folder)
        .replace(/^\$[({]srctree[)}]\//, ''),
    );
    return /[$]|^\.|^\/|^include(\/|$)/.test(path) ? [] : [path.replace(/\/$/, '')];
  });
}
