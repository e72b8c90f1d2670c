// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';

/**
 * SHA-256 in hex over files that are laid over a tree, whatever their order.
 *
 * @param under what else it stands for: the same files over another build have another hash
 * @param overlay texts by path, in latin1
 */
export function overlayHash(under: string, overlay: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256').update(under);
  for (const [path, text] of [...overlay].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`\0${path}\0${text.length}\0`).update(text, 'latin1');
  return hash.digest('hex');
}
