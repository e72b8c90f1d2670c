// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';

/** The id that git gives a file with this content (latin1 text), as 40 hexadecimal digits (gitformat-pack: SHA-1). */
export function blobId(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
