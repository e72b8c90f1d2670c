// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, statSync } from 'node:fs';
import { UnknownTree } from '../kernel/failures.ts';

const PIPED = new Map<string, string>();

/** Whether a user names a file by it, or a pipe: `<(git show v6.1:include/uapi/linux/vfio.h)`. */
export function isNamedFile(spec: string): boolean {
  const stat = statSync(spec, { throwIfNoEntry: false });
  return stat?.isFile() === true || stat?.isFIFO() === true;
}

/**
 * Its text, latin1. What a pipe gave is kept: it gives it once.
 *
 * @throws UnknownTree where it cannot be read
 */
export function namedFile(spec: string): string {
  const known = PIPED.get(spec);
  if (known !== undefined) return known;
  const text = read(spec);
  if (!statSync(spec).isFile()) PIPED.set(spec, text);
  return text;
}

function read(spec: string): string {
  try {
    return readFileSync(spec, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const text = {
      title: `it cannot be read (${code})`,
      where: spec,
      hint: 'Name a file that you may read.',
    };
    throw new UnknownTree(text, { cause: error });
  }
}
