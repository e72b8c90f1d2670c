// SPDX-License-Identifier: GPL-2.0-only
import type { Site } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import { lineEnd, lineStart } from '../../../src/c/lines.ts';

/** Whole lines behind the last line of a site. */
export function behind({ file, node }: Site, text: string, anchor: string, purpose: string): Edit {
  const at = lineEnd(file.text, node.endIndex - 1);
  return { path: file.path, start: at, end: at, text, anchor, purpose };
}

/** Whole lines before the first line of a site. */
export function before({ file, node }: Site, text: string, anchor: string, purpose: string): Edit {
  const at = lineStart(file.text, node.startIndex);
  return { path: file.path, start: at, end: at, text, anchor, purpose };
}
