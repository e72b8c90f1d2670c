// SPDX-License-Identifier: GPL-2.0-only

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutComments } from '../../c/comments.ts';
import { TreeUnsuitable } from '../failures.ts';
import type { Tree } from '../tree.ts';
import type { Kernel } from './kernel.ts';

/**
 * Of a module that stays as shipped and one that is replaced, what both compile must be the same. MODVERSIONS does not
 * see a difference: the versions of the former's symbols come from the headers package whatever our copy says.
 *
 * @throws TreeUnsuitable naming the first header that differs
 */
export async function requireSharedHeaders(kernel: Kernel, tree: Tree): Promise<void> {
  for (const shared of kernel.swapHeaders.shared ?? []) await requireSharedHeader(kernel, tree, shared);
}

async function requireSharedHeader(kernel: Kernel, tree: Tree, shared: string): Promise<void> {
  const common = await commonHeaders(kernel);
  const theirs = await readFile(join(common, shared), 'latin1').catch(() => undefined);
  const ours = await tree.read(shared);
  if (theirs === undefined || ours === undefined || codeOf(theirs) === codeOf(ours)) return;
  throw new TreeUnsuitable({
    title: `the tree’s ${shared} differs from that of the kernel ${kernel.version}, whose ${kernel.base.map(({ name }) => name).join(', ')} would get other structures`,
    where: tree.spec,
    hint: `Use a revision of the tree nearer to ${kernel.version}.`,
  });
}

/** The folder that the headers of all flavours are in. */
export async function commonHeaders(kernel: Pick<Kernel, 'way' | 'headers'>): Promise<string> {
  // Of a kernel from source, the objects lie in a folder of the source (kernel/source/make.ts).
  if (kernel.way === 'source') return join(kernel.headers, '..');
  const makefile = await readFile(join(kernel.headers, 'Makefile'), 'utf8');
  const name = /\/(linux-headers-[^/\s]+-common)\/Makefile/.exec(makefile)?.[1];
  return name ? join(kernel.headers, '..', name) : kernel.headers;
}

function codeOf(text: string): string {
  return withoutComments(text).replace(/\s+/g, ' ');
}
