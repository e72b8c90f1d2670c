// SPDX-License-Identifier: GPL-2.0-only
import { type SourceFile, type SyntaxNode, textOf } from '../c/parse.ts';
import type { MutatedText } from './kinds.ts';
import { decided, effectOf, type MutationPlace, quotedNode, sentence } from './meaning.ts';
import { padded } from './statements.ts';

const DECIDING = [
  'if_statement',
  'while_statement',
  'do_statement',
  'for_statement',
  'conditional_expression',
];

/** Of a statement or an expression that decides: the condition negated, always true, never true. */
export function decisions(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  if (!DECIDING.includes(node.type)) return [];
  const condition = bare(node.childForFieldName('condition'));
  if (!condition) return [];
  const { file } = place;
  const { startIndex: start, endIndex: end } = condition;
  const was = textOf(file, condition);
  const said = quotedNode(file, condition);
  const change = (kind: MutatedText['kind'], text: string, says: string): MutatedText => ({
    ...{ kind, start, end, text: padded(text, was), means: sentence(place, says) },
  });
  const loop = /^(while|do|for)_/.test(node.type);
  const value = node.type === 'conditional_expression';
  const then = value
    ? `gives "${branch(file, node, 'consequence')}"`
    : effectOf(file, node.childForFieldName('consequence'));
  const never = value
    ? `gives "${branch(file, node, 'alternative')}" whatever "${said}" is`
    : loop
      ? `never goes through the loop again ("${said}" is taken for false)`
      : copies(file, condition) !== undefined
        ? `does not copy ("${said}" is not called): it goes on with what was there before`
        : `never ${then}, also where ${said}`;
  const changes = [change('constant', 'false', never)];
  // A loop that never ends shows nothing but that it does not end.
  if (loop) return changes;
  changes.push(change('constant', 'true', `always ${then}, also where "${said}" does not hold`));
  if (!isConstant(condition))
    changes.push(
      change('negated', `!(${was})`, `${then} just where it should not: "${said}" is turned round`),
    );
  return changes;
}

/** Of && and ||: the other connective; one operand without the other. */
export function connectives(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  const operator = node.type === 'binary_expression' ? node.childForFieldName('operator')?.text : undefined;
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  if ((operator !== '&&' && operator !== '||') || !left || !right) return [];
  const { file } = place;
  const { startIndex: start, endIndex: end } = node;
  const was = textOf(file, node);
  const where = decided(file, node);
  const other = operator === '&&' ? '||' : '&&';
  const sign = node.childForFieldName('operator') as SyntaxNode;
  const turned = was.slice(0, sign.startIndex - start) + other + was.slice(sign.endIndex - start);
  const without = (kept: SyntaxNode, lost: SyntaxNode): MutatedText => ({
    kind: 'clause',
    ...{ start, end, text: padded(`(${textOf(file, kept)})`, was) },
    means: sentence(place, `does not ask "${quotedNode(file, lost)}"${where}`),
  });
  const chained = left.type === 'binary_expression' && left.childForFieldName('operator')?.text === operator;
  return [
    {
      kind: 'connective',
      ...{ start, end, text: `(${turned})` },
      means: sentence(
        place,
        `takes "${quotedNode(file, node)}" for ${other === '&&' ? 'both' : 'either'}${where}`,
      ),
    },
    without(left, right),
    // Of a longer chain each operand is dropped once, where it stands at the right.
    ...(chained ? [] : [without(right, left)]),
  ];
}

/** `!x` within a larger condition. */
export function negations(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  if (node.type !== 'unary_expression' || node.childForFieldName('operator')?.text !== '!') return [];
  const operand = node.childForFieldName('argument');
  if (!operand || isWholeCondition(node)) return [];
  const { file } = place;
  return [
    {
      kind: 'negated',
      start: node.startIndex,
      end: node.endIndex,
      text: padded(textOf(file, operand), textOf(file, node)),
      means: sentence(place, `asks the opposite of "${quotedNode(file, node)}"${decided(file, node)}`),
    },
  ];
}

/** Whether an expression is all of a condition, which `decisions` turns round. */
export function isWholeCondition(node: SyntaxNode): boolean {
  const parent = node.parent?.type === 'parenthesized_expression' ? node.parent : node;
  const above = parent.parent;
  return (
    above !== null && DECIDING.includes(above.type) && above.childForFieldName('condition')?.id === parent.id
  );
}

function bare(node: SyntaxNode | null): SyntaxNode | undefined {
  return (node?.type === 'parenthesized_expression' ? node.namedChildren[0] : node) ?? undefined;
}

function branch(file: SourceFile, node: SyntaxNode, field: string): string {
  const found = node.childForFieldName(field);
  return found ? quotedNode(file, found) : '';
}

function isConstant(condition: SyntaxNode): boolean {
  return condition.type === 'true' || condition.type === 'false' || condition.type === 'number_literal';
}

function copies(file: SourceFile, condition: SyntaxNode): string | undefined {
  return /^!?\s*((?:copy_(?:from|to)|put|get|clear)_user)\w*\s*\(/.exec(textOf(file, condition))?.[1];
}
