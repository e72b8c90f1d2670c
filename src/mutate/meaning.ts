// SPDX-License-Identifier: GPL-2.0-only
import { withoutComments } from '../c/comments.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../c/parse.ts';

/** What is known of a place in a function, to say what a mistake there means. */
export interface MutationPlace {
  readonly file: SourceFile;
  readonly function: string | undefined;
}

/** On one line, cut where nobody reads on. */
export function quotedNode(file: SourceFile, node: SyntaxNode): string {
  const text = withoutComments(textOf(file, node)).replace(/\s+/g, ' ').trim();
  return text.length > 72 ? `${text.slice(0, 69)}…` : text;
}

/** A whole sentence about a function, or about the file where there is none. */
export function sentence({ file, function: name }: MutationPlace, says: string): string {
  return `${name === undefined ? file.path : `${name}()`} ${says}.`;
}

/** What a branch does, as a verb: `refuses with EINVAL`, `returns early`, `does "nr++"`. */
export function effectOf(file: SourceFile, branch: SyntaxNode | null): string {
  if (!branch) return 'goes on';
  const body = branch.type === 'compound_statement' ? branch.namedChildren : [branch];
  const statements = body.filter(({ type }) => type !== 'comment');
  const last = statements.at(-1);
  // Also where a further condition decides: what is refused in the end is what a user sees.
  const errno = branch.descendantsOfType('return_statement').flatMap((one) => {
    const found = /-\s*(E[A-Z0-9]+)\b/.exec(textOf(file, one))?.[1];
    return found === undefined ? [] : [found];
  })[0];
  if (errno) return `refuses with ${errno}`;
  if (last?.type === 'return_statement') {
    return statements.length === 1 ? `returns with "${quotedNode(file, last)}"` : 'returns early';
  }
  if (last?.type === 'goto_statement') return `leaves by "${quotedNode(file, last)}"`;
  const [first] = statements;
  return first ? `does "${quotedNode(file, first)}"` : 'does nothing';
}

/** The statement that a condition decides about; null for a loop's or a value's. */
function guarded(condition: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = condition; at; at = at.parent) {
    if (at.type === 'if_statement') return at.childForFieldName('consequence');
    if (/statement$|declaration$/.test(at.type)) return null;
  }
  return null;
}

/** The condition of an if that a node is part of; undefined where it is in none. */
function conditionAbove(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node; at.parent; at = at.parent) {
    if (at.parent.type === 'if_statement' && at.type === 'parenthesized_expression') return at;
    if (/statement$|declaration$/.test(at.type)) return undefined;
  }
  return undefined;
}

/** What is decided by a condition that a mistake changes. */
export function decided(file: SourceFile, node: SyntaxNode): string {
  const condition = conditionAbove(node);
  return condition ? ` when it ${effectOf(file, guarded(condition))}` : '';
}
