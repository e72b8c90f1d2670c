// SPDX-License-Identifier: GPL-2.0-only
import { TreeUnsuitable } from './failures.ts';
import { releaseOf } from './release.ts';
import type { Tree } from './tree.ts';

/** The path in its plain form, or undefined where it leads out of a tree: absolute, or through `..`. */
export function inTree(path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\0') || path.includes('\n')) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}

/**
 * The release of what `read` reads.
 *
 * @param hint what to say where the text is not kernel source
 * @throws TreeUnsuitable
 */
export async function kernelRelease(read: Tree['read'], spec: string, hint: string): Promise<string> {
  const [makefile, kbuild] = [await read('Makefile'), await read('Kbuild')];
  const release = releaseOf(makefile ?? '');
  if (release !== undefined && kbuild !== undefined) return release;
  const seen = (what: string, found: boolean) => `${what}: ${found ? 'found' : 'missing'}`;
  throw new TreeUnsuitable({
    title: 'this is not kernel source',
    where: spec,
    detail: [
      'Looked for, at the top:',
      seen('Makefile', makefile !== undefined),
      seen('Makefile with VERSION and PATCHLEVEL', release !== undefined),
      seen('Kbuild', kbuild !== undefined),
    ].join('\n'),
    hint,
  });
}

/** A name for the tree that can be a folder's, and is never that of a Debian tree. */
export function labelOf(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '') || 'tree';
  return plain.startsWith('debian-') ? `tree-${plain}` : plain;
}
