// SPDX-License-Identifier: GPL-2.0-only
import { normalise } from '../../../src/c/lines.ts';
import type { SyntaxNode } from '../../../src/c/parse.ts';

/** A condition without what stands around it, and whether it is meant the other way round. */
export interface Plain {
  readonly node: SyntaxNode;
  /** On one line; of `!x`, `x == NULL` and `x != 0` it is `x`. */
  readonly text: string;
  readonly negated: boolean;
}

const NOTHING = /^(?:0|NULL|false)$/;
const SAME = /^(?:un)?likely$|^WARN_ON(?:_ONCE)?$|^READ_ONCE$/;

/** Takes away parentheses, `!`, likely() and comparisons with nothing. */
export function plainCondition(node: SyntaxNode, negated = false): Plain {
  const inner = (next: SyntaxNode | null | undefined, other = false) =>
    next ? plainCondition(next, other ? !negated : negated) : undefined;
  const found = (() => {
    switch (node.type) {
      case 'parenthesized_expression':
        return inner(node.namedChildren.find(({ type }) => type !== 'comment'));
      case 'unary_expression':
        return node.childForFieldName('operator')?.text === '!'
          ? inner(node.childForFieldName('argument'), true)
          : undefined;
      case 'call_expression':
        return SAME.test(node.childForFieldName('function')?.text ?? '')
          ? inner(node.childForFieldName('arguments')?.namedChildren[0])
          : undefined;
      case 'binary_expression': {
        const operator = node.childForFieldName('operator')?.text;
        if (operator !== '==' && operator !== '!=') return undefined;
        const right = node.childForFieldName('right');
        return NOTHING.test(right?.text ?? '')
          ? inner(node.childForFieldName('left'), operator === '==')
          : undefined;
      }
    }
    return undefined;
  })();
  return found ?? { node, text: normalise(node.text), negated };
}

/** `ret` of `ret < 0`, of `ret > 0`: an error number, or something that stands for one. */
export function comparedWithNothing(node: SyntaxNode): string | undefined {
  if (node.type !== 'binary_expression') return undefined;
  if (!/^[<>]$/.test(node.childForFieldName('operator')?.text ?? '')) return undefined;
  if (node.childForFieldName('right')?.text !== '0') return undefined;
  const left = node.childForFieldName('left');
  return left?.type === 'identifier' ? left.text : undefined;
}
