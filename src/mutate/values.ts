// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../c/comments.ts';
import { type SyntaxNode, textOf } from '../c/parse.ts';
import type { MutatedText } from './kinds.ts';
import { decided, type MutationPlace, quotedNode, sentence } from './meaning.ts';
import { padded } from './statements.ts';

/** errno names of include/uapi/asm-generic/errno*.h: E, then capitals and digits alone. */
const ERRNO = /^E[A-Z0-9]{2,}$/;
/** A macro's name; what is allocated how is no value that anybody sees, and NULL has no neighbour. */
const MACRO = /^(?!GFP_|NULL$)[A-Z][A-Z0-9]*_[A-Z0-9_]*$/;
/** Where a macro is a bit among others, its neighbour is the next bit. */
const BITS = ['|', '&', '^', '|=', '&=', '~'];

/** Numbers, true and false, names of constants, errnos. */
export function constantMutations(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  const { file } = place;
  const was = textOf(file, node);
  const change = (kind: MutatedText['kind'], text: string, says: string): MutatedText => ({
    ...{ kind, start: node.startIndex, end: node.endIndex, text, means: sentence(place, says) },
  });
  const where = decided(file, node);
  switch (node.type) {
    case 'number_literal':
      return neighbours(was).map((text) =>
        change('number', text, `takes ${text} for ${was} in "${quotedNode(file, around(node))}"${where}`),
      );
    case 'true':
    case 'false': {
      const other = node.type === 'true' ? 'false' : 'true';
      return [
        change('number', other, `says ${other} for ${was} in "${quotedNode(file, around(node))}"${where}`),
      ];
    }
    case 'identifier':
      if (ERRNO.test(was) && isNegated(node)) {
        const other = was === 'EINVAL' ? 'EPERM' : 'EINVAL';
        return [change('errno', other, `tells ${other} where it should tell ${was}`)];
      }
      if (!MACRO.test(was) || node.parent?.type === 'call_expression') return [];
      return [
        change(
          'number',
          isBit(node) ? `(${was} << 1)` : `(${was} + 1)`,
          `takes the neighbour of ${was} for it in "${quotedNode(file, around(node))}"${where}`,
        ),
      ];
    default:
      return [];
  }
}

/** What a function returns: success for an error, an error for success, nothing for a result. */
export function returned(place: MutationPlace, node: SyntaxNode, type: string): MutatedText[] {
  const value =
    node.type === 'return_statement' ? node.namedChildren.find((one) => one.type !== 'comment') : undefined;
  if (!value || ['true', 'false', 'string_literal'].includes(value.type)) return [];
  const { file } = place;
  const was = textOf(file, value);
  const change = (text: string, says: string): MutatedText => ({
    kind: 'value',
    start: value.startIndex,
    end: value.endIndex,
    text: padded(text, was),
    means: sentence(place, says),
  });
  const said = quotedNode(file, value);
  if (/\*\s*$/.test(type)) return [change('NULL', `returns NULL for "${said}"`)];
  if (/\bbool\b/.test(type))
    return ['true', 'false'].map((one) => change(one, `returns ${one} whatever "${said}" is`));
  const errno = /^-\s*(E[A-Z0-9]+)$/.exec(was)?.[1];
  if (errno) return [change('0', `says that all went well where it should tell ${errno}`)];
  if (was === '0') return [change('-EINVAL', 'tells EINVAL where all went well')];
  return [change('0', `returns 0 whatever "${said}" is`)];
}

/** Numbers in the value of a macro, which is text to the parser. */
export function macroNumbers(place: MutationPlace, node: SyntaxNode): MutatedText[] {
  const value = node.type === 'preproc_def' ? node.childForFieldName('value') : null;
  const name = node.childForFieldName('name');
  if (!value || !name) return [];
  const text = textOf(place.file, value);
  // A comment behind the value is part of it here.
  const code = blankComments(text);
  return [...code.matchAll(/(?<![\w.])(0[xX][0-9a-fA-F]+|\d+)[uUlL]*(?![\w.])/g)].flatMap(
    (found): MutatedText[] => {
      const start = value.startIndex + found.index;
      return neighbours(found[0]).map((other) => {
        const wrong = code.slice(0, found.index) + other + code.slice(found.index + found[0].length);
        return {
          ...{ kind: 'number', start, end: start + found[0].length, text: other },
          means: `${textOf(place.file, name)} is ${wrong.trim()}, and programs are built with ${code.trim()}.`,
        };
      });
    },
  );
}

/** One more and one less; of 0 and 1 the other. */
function neighbours(literal: string): string[] {
  const [, digits = '', suffix = ''] = /^(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)$/.exec(literal) ?? [];
  if (digits === '') return [];
  const hex = /^0x/i.test(digits);
  const number = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  if (!Number.isSafeInteger(number)) return [];
  const written = (value: number) => (hex ? `0x${value.toString(16)}` : String(value)) + suffix;
  return (number === 0 ? [1] : number === 1 ? [0] : [number + 1, number - 1]).map(written);
}

function isNegated({ parent }: SyntaxNode): boolean {
  return parent?.type === 'unary_expression' && parent.childForFieldName('operator')?.text === '-';
}

function isBit(node: SyntaxNode): boolean {
  const at = node.parent?.type === 'parenthesized_expression' ? node.parent.parent : node.parent;
  return BITS.includes(at?.childForFieldName('operator')?.text ?? '');
}

/** The expression that a constant is read in. */
function around(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent && /expression$|declarator$|argument_list$/.test(at.parent.type)) at = at.parent;
  return at;
}
