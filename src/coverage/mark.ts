// SPDX-License-Identifier: GPL-2.0-only
import { damages } from '../c/damage.ts';
import type { SourceFile, SyntaxNode } from '../c/parse.ts';
import { StatementMarker } from './mark-statements.ts';
import { lineAtEnd, type MarkedText, Marks, nodeLine } from './marks.ts';

/**
 * Marks all statements of the functions that have one of some lines, and the ways between them.
 *
 * @param lines 1-based
 * @param first number of the first mark
 */
export function markFile(file: SourceFile, lines: ReadonlySet<number>, first: number): MarkedText {
  const marks = new Marks(file.path, first);
  const marker = new StatementMarker(file.text, marks);
  const functions = bodies(file.root);
  for (const body of functions) {
    const [from, to] = [nodeLine(body), lineAtEnd(body)];
    if ([...lines].some((line) => line >= from && line <= to)) marker.sequence(body.namedChildren);
  }
  // Where a function is not seen as one.
  for (const damage of damages(file.root))
    if (!functions.some((body) => contains(body, damage))) marks.skip(damage);
  return marks.in(file.text);
}

/** Bodies of functions, in the order of the file. */
function bodies(node: SyntaxNode): SyntaxNode[] {
  if (node.type !== 'function_definition') return node.namedChildren.flatMap(bodies);
  const body = node.childForFieldName('body');
  return body?.type === 'compound_statement' ? [body] : [];
}

function contains(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}
