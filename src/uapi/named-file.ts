// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, statSync } from 'node:fs';

const PIPED = new Map<string, string>();

/** Whether a user names a file by it, or a pipe: `<(git show v6.1:include/uapi/linux/vfio.h)`. */
export function isNamedFile(spec: string): boolean {
  const stat = statSync(spec, { throwIfNoEntry: false });
  return stat?.isFile() === true || stat?.isFIFO() === true;
}

/** Its text, latin1. What a pipe gave is kept: it gives it once. */
export function namedFile(spec: string): string {
  const known = PIPED.get(spec);
  if (known !== undefined) return known;
  const text = readFileSync(spec, 'latin1');
  if (!statSync(spec).isFile()) PIPED.set(spec, text);
  return text;
}
