// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../../src/c/parse.ts';

/** Variables and members that get a value in some code, with it, in the order of the text. */
export function assignmentsIn(
  node: SyntaxNode,
): { readonly node: SyntaxNode; readonly of: readonly [string, SyntaxNode] }[] {
  return node
    .descendantsOfType(['assignment_expression', 'init_declarator', 'update_expression'])
    .flatMap((one): ReturnType<typeof assignmentsIn> => {
      const to =
        one.childForFieldName('left') ??
        one.childForFieldName('declarator') ??
        one.childForFieldName('argument');
      const value = one.childForFieldName('right') ?? one.childForFieldName('value') ?? one;
      const name = to?.text.replace(/^\**\s*/, '');
      return name && /^\w+(?:(?:->|\.)\w+)*$/.test(name) ? [{ node: one, of: [name, value] }] : [];
    });
}
