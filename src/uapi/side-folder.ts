// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../c/target.ts';
import type { Origin } from './headers/exported.ts';
import type { Files } from './headers/files.ts';
import { ALL_TUPLES, asmRoot } from './side-asm.ts';
import type { Layout } from './side-model.ts';

/** Folders that a kernel exports to; in /usr/include they stand among those of the C library. */
const EXPORTED = /^(asm|asm-generic|cxl|drm|fwctl|linux|misc|mtd|rdma|regulator|scsi|sound|video|xen)\//;

/**
 * A folder of headers by their installed names (`linux/vfio.h`): what `headers_install` made, /usr/include, or just a
 * few files. `asm/` lies in it, or in folders of architectures; whose it is, is told by what is in it.
 */
export function folderLayout(files: Files): Layout {
  const all = files.list('').filter((path) => path.endsWith('.h'));
  const present = new Set(all);
  const ofLibc = present.has('stdio.h');
  const common = all
    .filter((path) => !path.startsWith('asm/') && !ALL_TUPLES.some((tuple) => path.startsWith(`${tuple}/`)))
    .filter((path) => !ofLibc || EXPORTED.test(path))
    .map((path): [string, Origin] => [path, { path }]);
  const rootOf = (target: Target) => asmRoot(target, (path) => present.has(path));
  const byRoot = new Map<string | undefined, ReadonlyMap<string, Origin>>();
  return {
    kind: 'folder',
    has: (target) => rootOf(target) !== undefined,
    exportOf: (target) => {
      const root = rootOf(target);
      let origins = byRoot.get(root);
      if (!origins) {
        origins = new Map([...common, ...asmHeaders(all, root)]);
        byRoot.set(root, origins);
      }
      return origins;
    },
  };
}

function asmHeaders(all: readonly string[], root: string | undefined): [string, Origin][] {
  if (root === undefined) return [];
  const own = all.filter((path) => path.startsWith(`${root}asm/`));
  return own.map((path) => [path.slice(root.length), { path }]);
}
