// SPDX-License-Identifier: GPL-2.0-only
import type { Outline } from './outline/outline.ts';
import type { TextLine } from './text-lines.ts';

/** One file of one tree, ready to be compared. */
export interface OutlinedFile {
  readonly path: string;
  readonly lines: readonly TextLine[];
  readonly outline: Outline;
}
