// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../c/parse.ts';
import { type BranchWay, lineAtEnd, type Marks, nodeLine } from './marks.ts';

const HINT = /^(un)?likely$/;

/** Second operands of && and ||, and what ?: chooses between, as far as no macro or type stands around them. */
export function markOperands(node: SyntaxNode, marks: Marks): void {
  const fields = (...names: string[]) =>
    names.flatMap((name) => {
      const child = node.childForFieldName(name);
      return child ? [child] : [];
    });
  if (node.hasError) return;
  if (node.type === 'binary_expression') {
    const [left, right] = fields('left', 'right');
    if (!left || !right) return;
    markOperands(left, marks);
    if (/^(&&|\|\|)$/.test(node.childForFieldName('operator')?.type ?? ''))
      operand(right, node, 'right', marks);
    else markOperands(right, marks);
  } else if (node.type === 'conditional_expression') {
    const [condition, yes, no] = fields('condition', 'consequence', 'alternative');
    if (condition) markOperands(condition, marks);
    // Of a ?: b the first is a value too.
    if (!yes || !no) return;
    for (const [arm, way] of [
      [yes, 'first'],
      [no, 'second'],
    ] as const)
      if (!isNull(arm, arm === yes ? no : yes)) operand(arm, node, way, marks);
  } else if (node.type === 'call_expression') {
    const [called, values] = fields('function', 'arguments');
    if (HINT.test(called?.text ?? ''))
      for (const value of values?.namedChildren ?? []) markOperands(value, marks);
  } else if (/^(parenthesized|unary|assignment)_expression$/.test(node.type))
    for (const child of node.namedChildren) markOperands(child, marks);
}

/** Of a null pointer constant a mark would make something else; beside a number, 0 is one as well. */
function isNull(arm: SyntaxNode, other: SyntaxNode): boolean {
  return arm.text === 'NULL' || (arm.text === '0' && !isNumber(other));
}

function isNumber(node: SyntaxNode): boolean {
  if (node.type === 'parenthesized_expression') return node.namedChildren.every(isNumber);
  if (node.type === 'unary_expression')
    return /^[-~!+]$/.test(node.childForFieldName('operator')?.text ?? '');
  return /^(number_literal|char_literal|true|false|sizeof_expression)$/.test(node.type) && node.text !== '0';
}

function operand(node: SyntaxNode, chooser: SyntaxNode, way: BranchWay, marks: Marks): void {
  const lines = { from: nodeLine(chooser), to: lineAtEnd(chooser), begins: nodeLine(node) };
  const text = marks.value({ kind: 'branch', ...lines, way });
  marks.insert(node.startIndex, `(${text}, `);
  markOperands(node, marks);
  marks.insert(node.endIndex, ')');
}
