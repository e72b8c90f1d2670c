// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate, locateOptional, type Site } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Expression, Statements } from '../../../src/c/fragment.ts';
import { indentOf, lineEnd, lineStart } from '../../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { alsoAsks } from './condition.ts';

/** One place where the driver refuses to hand out pages of the MSI-X table. */
export interface Refusal {
  /** True where the tree has the refusal now. */
  readonly present: boolean;
  /** Puts `code` (at function level, one tab) where the refusal belongs. */
  isRestored(code: Statements): Edit[];
  /**
   * The refusal also asks `terms`; `first` puts them before what it asks already.
   *
   * @param exception what a comment that ends "are not for the user to map." goes on with: `the bus remaps MSIs`
   */
  isSkippedUnless(terms: readonly Expression[], first?: boolean, exception?: string): Edit[];
  goes(): Edit[];
}

/** A refusal is an `if` statement, whatever it guards: mmap of a BAR, or its export as a dma-buf. */
export interface RefusalAnchors {
  readonly file: SourceFile;
  readonly within: SyntaxNode;
  /** The `if` itself; matches nowhere where the tree does not refuse. */
  readonly refusal: Anchor;
  /** The statement behind which it belongs. */
  readonly behind: Anchor;
  /** A helper that only the refusal calls, to go with it. */
  readonly helper?: Anchor;
  readonly purpose: string;
}

export function refusal({ file, within, refusal: anchor, behind, helper, purpose }: RefusalAnchors): Refusal {
  const found = locateOptional(file, anchor, within);
  const edit = (start: number, end: number, text: string, id: string, what: string): Edit => ({
    path: file.path,
    start,
    end,
    text,
    anchor: id,
    purpose: what,
  });
  const site = (): Site => found ?? locate(file, anchor, within);

  return {
    present: found !== undefined,

    isRestored(code) {
      const at = lineEnd(file.text, locate(file, behind, within).node.endIndex);
      return [edit(at, at, `\n${code}`, behind.id, `${purpose} is refused`)];
    },

    isSkippedUnless(terms, first = false, exception) {
      const how = { anchor: anchor.id, purpose: `the refusal of ${purpose}`, first };
      const { node } = site();
      const comment = commentAbove(file, node);
      const explained =
        exception === undefined ? undefined : comment && withException(file, comment, exception);
      return [
        ...(comment && explained !== undefined
          ? [edit(comment.startIndex, comment.endIndex, explained, anchor.id, `why ${purpose} is refused`)]
          : []),
        alsoAsks(file, node, terms, how),
      ];
    },

    goes() {
      const { node } = site();
      const first = commentAbove(file, node) ?? node;
      const start = lineStart(file.text, first.startIndex);
      const blank = file.text.slice(0, start).endsWith('\n\n') ? 1 : 0;
      const edits = [
        edit(
          start - blank,
          lineEnd(file.text, node.endIndex),
          '',
          anchor.id,
          `the refusal of ${purpose} goes`,
        ),
      ];
      if (helper) {
        const definition = locate(file, helper).node;
        const head = commentAbove(file, definition) ?? definition;
        const end = lineEnd(file.text, definition.endIndex);
        const tail = file.text[end] === '\n' ? 1 : 0;
        edits.push(
          edit(lineStart(file.text, head.startIndex), end + tail, '', helper.id, `${helper.words} goes`),
        );
      }
      return edits;
    },
  };
}

/** The comment that ends on the line before. */
function commentAbove(file: SourceFile, node: SyntaxNode): SyntaxNode | undefined {
  const above = node.previousNamedSibling;
  return above?.type === 'comment' &&
    lineEnd(file.text, above.endIndex) === lineStart(file.text, node.startIndex)
    ? above
    : undefined;
}

const RULE = 'are not for the user to map.';

/** The comment with its exception, filled; undefined where it does not state the rule. */
function withException(file: SourceFile, comment: SyntaxNode, exception: string): string | undefined {
  const said = textOf(file, comment)
    .replace(/^\/\*|\*\/$/g, '')
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (!said.endsWith(RULE)) return undefined;
  const indent = indentOf(file.text, lineStart(file.text, comment.startIndex));
  const lines = filledTo(`${said.slice(0, -1)}, unless ${exception}.`, 80 - 8 * indent.length - 3);
  return ['/*', ...lines.map((line) => `${indent} * ${line}`), `${indent} */`].join('\n');
}

function filledTo(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
