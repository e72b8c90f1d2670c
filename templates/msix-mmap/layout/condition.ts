// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../../../src/c/edit.ts';
import type { Expression, Head } from '../../../src/c/fragment.ts';
import { indentOf, lineStart } from '../../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { ifHead } from '../../../src/c/style.ts';

/**
 * An `if` asks `terms` too; `first` puts them before what it asks already.
 *
 * @param node the if_statement
 */
export function alsoAsks(
  file: SourceFile,
  node: SyntaxNode,
  terms: readonly Expression[],
  { anchor, purpose, first = false }: { anchor: string; purpose: string; first?: boolean },
): Edit {
  const condition = node.childForFieldName('condition') as SyntaxNode;
  const start = lineStart(file.text, node.startIndex);
  const asks = textOf(file, condition).slice(1, -1);
  const all = first ? [...terms, asks] : [asks, ...terms];
  const body = node.childForFieldName('consequence') as SyntaxNode;
  const braces = body.type === 'compound_statement';
  const text: Head = ifHead(indentOf(file.text, start), all, braces ? ' {' : '');
  return {
    path: file.path,
    start,
    end: braces ? body.startIndex + 1 : condition.endIndex,
    text,
    anchor,
    purpose: `${purpose} also asks ${terms.join(' && ')}`,
  };
}
