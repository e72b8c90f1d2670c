// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../parse.ts';

/** Where the comments that a file begins with end: its licence, who wrote it. */
export function commentEnd({ text }: Pick<SourceFile, 'text'>): number {
  return /^(?:[ \t]*(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)[ \t]*\n)*/.exec(text)?.[0].length ?? 0;
}
