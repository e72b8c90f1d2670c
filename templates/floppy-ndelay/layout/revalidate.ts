// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Statements } from '../../../src/c/fragment.ts';
import { lineEnd, lineStart } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { inFunction } from './function.ts';

const FORGETS: Anchor = {
  id: 'F5',
  words: 'what floppy_revalidate() forgets of the disk before, from maxblock to the generation',
  query: `((compound_statement
             (expression_statement (assignment_expression left: (field_expression field: (field_identifier) @block))) @site
             (if_statement condition: (parenthesized_expression) @changed) @last)
           (#eq? @block "maxblock"))`,
  where: (text) => text('changed').replace(/\s/g, '') === '(cf)',
  like: 'drive_state[drive].maxblock = 0;',
};

/** floppy_revalidate(), which makes a disk known that nobody has looked at. */
export interface Revalidate {
  /** These statements in place of what makes void what is known of the disk before. */
  forgetsBy(statements: Statements): Edit[];
}

export function revalidate(file: SourceFile): Revalidate {
  return {
    forgetsBy(statements) {
      const within = inFunction(file, 'floppy_revalidate');
      const { node, captures } = locate(file, FORGETS, within);
      const start = lineStart(file.text, node.startIndex);
      const end = lineEnd(file.text, (captures.last ?? node).endIndex - 1);
      return [
        {
          ...{ path: file.path, start, end, text: statements, anchor: 'F5' },
          purpose: 'what is forgotten is in a function of its own',
        },
      ];
    },
  };
}
