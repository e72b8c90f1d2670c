// SPDX-License-Identifier: GPL-2.0-only
import { type SourceFile, type SyntaxNode, textOf } from '../c/parse.ts';
import { leftOut } from './callee.ts';
import type { MutatedText } from './kinds.ts';
import { type MutationPlace, quotedNode, sentence } from './meaning.ts';

const JUMPS: Readonly<Record<string, string>> = {
  return_statement: 'does not return',
  goto_statement: 'does not jump',
  break_statement: 'falls through',
  continue_statement: 'goes on with the rest of the loop',
};

/** A statement dropped. A declaration stays: what it declares is used. */
export function dropped(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  const { file } = place;
  const { type, startIndex: start, endIndex: end } = node;
  const jump = JUMPS[type];
  if (jump === undefined && (type !== 'expression_statement' || node.namedChildCount === 0)) return [];
  const said = quotedNode(file, node);
  const { kind, means } = jump === undefined ? leftOut(calleeOf(file, node)) : leftOut(undefined);
  const says = jump === undefined ? (means ?? `never does "${said}"`) : `${jump} where it says "${said}"`;
  return [{ kind, start, end, text: padded(';', textOf(file, node)), means: sentence(place, says) }];
}

/** Of `f(x);`, `ret = f(x);` and `(void)f(x);`. */
function calleeOf(file: SourceFile, node: SyntaxNode): string | undefined {
  let at: SyntaxNode | null = node.namedChildren[0] ?? null;
  while (at && at.type !== 'call_expression')
    at =
      at.type === 'assignment_expression'
        ? at.childForFieldName('right')
        : at.type === 'cast_expression'
          ? at.childForFieldName('value')
          : null;
  const name = at?.childForFieldName('function');
  return name?.type === 'identifier' ? textOf(file, name) : undefined;
}

/** The replacement with as many line ends as what it stands for: the lines behind it keep their numbers. */
export function padded(text: string, was: string): string {
  const lines = (one: string) => one.split('\n').length - 1;
  return text + '\n'.repeat(Math.max(0, lines(was) - lines(text)));
}
