// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Expression, Statements, TopLevel } from '../../../src/c/fragment.ts';
import { lineEnd, lineStart } from '../../../src/c/lines.ts';
import { type SourceFile, textOf } from '../../../src/c/parse.ts';
import { inFunction } from './function.ts';

const LOOKS: Anchor = {
  id: 'F3',
  words: 'the look at the disk change line before each request, in redo_fd_request()',
  query: `((expression_statement (call_expression function: (identifier) @name)) @site
           (#eq? @name "disk_change"))`,
  like: 'disk_change(current_drive);',
};

const DETECTED: Anchor = {
  id: 'F4',
  words: 'the end of the probing in rw_interrupt(), when a format was detected',
  query: `((expression_statement (assignment_expression left: (identifier) @left right: (number_literal) @right)) @site
           (#eq? @left "probing") (#eq? @right "0"))`,
  like: 'probing = 0;',
};

/** How the driver serves a request. */
export interface Request {
  /** The disk that a request is for: `current_req->q->disk`. */
  readonly disk: Expression;
  /** What comes between the look at the disk change line and the refusal of a disk that was changed. */
  forgives(statements: Statements): Edit[];
  /** What is done with a format that was detected. */
  tells(statements: Statements): Edit[];
  /** A definition before the function. */
  gains(name: string, definition: TopLevel): Edit[];
}

export function request(file: SourceFile): Request {
  const redo = () => inFunction(file, 'redo_fd_request');
  return {
    get disk() {
      const found = /(current_req->\w+(?:->disk)?)->private_data/.exec(textOf(file, redo()))?.[1];
      if (found === undefined) throw new Error('redo_fd_request() does not ask which disk a request is for');
      return found;
    },

    forgives(statements) {
      const at = lineEnd(file.text, locate(file, LOOKS, redo()).node.endIndex - 1);
      return [
        {
          ...{ path: file.path, start: at, end: at, text: statements, anchor: 'F3' },
          purpose: 'the first request takes the disk as it is',
        },
      ];
    },

    tells(statements) {
      const { node } = locate(file, DETECTED, inFunction(file, 'rw_interrupt'));
      const at = lineStart(file.text, node.startIndex);
      return [
        {
          ...{ path: file.path, start: at, end: at, text: statements, anchor: 'F4' },
          purpose: 'the size of the disk is told',
        },
      ];
    },

    gains(name, definition) {
      const start = lineStart(file.text, commentAbove(file, redo().startIndex));
      return [
        {
          ...{ path: file.path, start, end: start, text: definition, anchor: 'F0' },
          purpose: `${name} is added`,
        },
      ];
    },
  };
}

/** Where the comment begins that stands directly above a definition; the definition itself without one. */
function commentAbove({ text }: SourceFile, at: number): number {
  const above = /\/\*(?:(?!\*\/)[\s\S])*\*\/\n$/.exec(text.slice(0, at));
  return above ? above.index : at;
}
