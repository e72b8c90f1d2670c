// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TreeUnsuitable } from '../failures.ts';
import type { Tree } from '../tree.ts';
import type { Kernel } from './kernel.ts';

/**
 * vfio.ko stays as shipped, so what it and vfio-pci both compile must be the same. MODVERSIONS does not see
 * a difference: the versions of vfio.ko's symbols come from the headers package whatever our copy says.
 */
export async function requireSharedHeader(kernel: Kernel, tree: Tree): Promise<void> {
  const shared = 'include/linux/vfio.h';
  const common = await commonHeaders(kernel);
  const theirs = await readFile(join(common, shared), 'latin1').catch(() => undefined);
  const ours = await tree.read(shared);
  if (theirs === undefined || ours === undefined || codeOf(theirs) === codeOf(ours)) return;
  throw new TreeUnsuitable({
    title: `the tree’s ${shared} is not that of the kernel ${kernel.version}, whose vfio.ko would be given other structures`,
    where: tree.spec,
    hint: `Use a revision of the tree nearer to ${kernel.version}.`,
  });
}

/** The folder that the headers of all flavours are in. */
export async function commonHeaders(kernel: Kernel): Promise<string> {
  // Of a kernel from source, the objects lie in a folder of the source (kernel/source/make.ts).
  if (kernel.way === 'source') return join(kernel.headers, '..');
  const makefile = await readFile(join(kernel.headers, 'Makefile'), 'utf8');
  const name = /\/(linux-headers-[^/\s]+-common)\/Makefile/.exec(makefile)?.[1];
  return name ? join(kernel.headers, '..', name) : kernel.headers;
}

function codeOf(text: string): string {
  return text.replace(/\/\*.*?\*\//gs, ' ').replace(/\s+/g, ' ');
}
