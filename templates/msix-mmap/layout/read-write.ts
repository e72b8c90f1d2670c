// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Expression } from '../../../src/c/fragment.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { alsoAsks } from './condition.ts';

const HIDING: Anchor = {
  id: 'A12',
  words: 'the branch of read and write that leaves the MSI-X table out of a BAR',
  query: `(if_statement condition: (parenthesized_expression) @condition
           consequence: (compound_statement) @body) @site`,
  where: (text) =>
    text('condition').replaceAll(' ', '').includes('bar==vdev->msix_bar') &&
    text('body').includes('x_start = vdev->msix_offset'),
  like: 'if (bar == vdev->msix_bar) { x_start = vdev->msix_offset;',
};

/** Accesses by read() and write(): they see ones where the table is. */
export interface ReadWrite {
  /** The table is left out only where all of `terms` hold. */
  hidesTableOnlyIf(terms: readonly Expression[]): Edit[];
}

export function readWrite(file: SourceFile): ReadWrite {
  return {
    hidesTableOnlyIf(terms) {
      const how = { anchor: 'A12', purpose: 'what hides the table from read and write' };
      return [alsoAsks(file, locate(file, HIDING).node, terms, how)];
    },
  };
}
