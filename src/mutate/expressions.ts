// SPDX-License-Identifier: GPL-2.0-only
import { type SyntaxNode, textOf } from '../c/parse.ts';
import { isWholeCondition } from './conditions.ts';
import type { MutatedText, MutationKind } from './kinds.ts';
import { decided, type MutationPlace, quotedNode, sentence } from './meaning.ts';

/** The neighbour of a comparison: a bound that is off by one. */
const BOUNDS: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const EQUALITY: Readonly<Record<string, string>> = { '==': '!=', '!=': '==' };
const ARITHMETIC: Readonly<Record<string, string>> = {
  ...{ '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' },
  ...{ '&': '|', '|': '&', '^': '&', '<<': '>>', '>>': '<<' },
};
const ASSIGNMENT: Readonly<Record<string, string>> = {
  ...{ '+=': '-=', '-=': '+=', '|=': '=', '&=': '=', '^=': '=', '<<=': '>>=', '>>=': '<<=' },
};
const STEP: Readonly<Record<string, string>> = { '++': '--', '--': '++' };

/** A comparison, an arithmetic operator or an assignment exchanged. */
export function operators(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  const sign = node.childForFieldName('operator');
  if (!sign) return [];
  const { file } = place;
  const said = quotedNode(file, node);
  const change = (kind: MutationKind, text: string | undefined, says: string): MutatedText[] =>
    text === undefined
      ? []
      : [{ kind, start: sign.startIndex, end: sign.endIndex, text, means: sentence(place, says) }];
  switch (node.type) {
    case 'binary_expression': {
      const right = node.childForFieldName('right');
      const edge = right ? quotedNode(file, right) : 'its bound';
      const where = decided(file, node);
      const bound = change(
        'bound',
        BOUNDS[sign.text],
        `decides otherwise at the very bound, ${edge}: "${said}"${where}`,
      );
      // Where it is the whole condition it is negated already.
      const equal = isWholeCondition(node) ? undefined : EQUALITY[sign.text];
      return [
        ...bound,
        ...change('negated', equal, `asks the opposite of "${said}"${where}`),
        ...change(
          'operator',
          ARITHMETIC[sign.text],
          `reckons with ${ARITHMETIC[sign.text]} in "${said}"${where}`,
        ),
      ];
    }
    case 'assignment_expression':
      return change('operator', ASSIGNMENT[sign.text], `says ${ASSIGNMENT[sign.text]} in "${said}"`);
    case 'update_expression':
      return change('operator', STEP[sign.text], `counts the other way: "${said}"`);
    default:
      return [];
  }
}

/** `~x` without the ~: what should be left out is all that is taken. */
export function complements(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  if (node.type !== 'unary_expression' || node.childForFieldName('operator')?.text !== '~') return [];
  const operand = node.childForFieldName('argument');
  if (!operand) return [];
  return [
    {
      kind: 'operator',
      start: node.startIndex,
      end: node.endIndex,
      text: textOf(place.file, operand),
      means: sentence(
        place,
        `takes the very bits that "${quotedNode(place.file, node)}" leaves out${decided(place.file, node)}`,
      ),
    },
  ];
}

/** Each argument of a call with the next one. What the compiler does not take is no mutant. */
export function exchangedArguments(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  if (node.type !== 'argument_list') return [];
  const { file } = place;
  const given = node.namedChildren.filter(({ type }) => type !== 'comment');
  return given.flatMap((one, at): MutatedText[] => {
    const next = given[at + 1];
    if (!next) return [];
    const [a, b] = [textOf(file, one), textOf(file, next)];
    if (a === b) return [];
    const between = file.text.slice(one.endIndex, next.startIndex);
    return [
      {
        kind: 'arguments',
        start: one.startIndex,
        end: next.endIndex,
        text: b + between + a,
        means: sentence(
          place,
          `hands over "${quotedNode(file, next)}" for "${quotedNode(file, one)}", and the other way round`,
        ),
      },
    ];
  });
}
