// SPDX-License-Identifier: GPL-2.0-only
// Constants in a macro's text by what they are, whatever they are written as.
import { evaluateC } from '../../src/c/expression.ts';
import type { Abi } from '../../src/c/target.ts';
import { tokenise } from '../../src/c/token.ts';
import { closingPlace, commaParts } from '../../src/c/token-group.ts';
import { TARGETS } from '../../src/uapi/targets.ts';

/**
 * The tokens of a macro's text with each constant by its value and its C type: `0x10`, `020` and `(1 << 4)` are one.
 * Several tokens are a constant where they fill parentheses, brackets or an argument: elsewhere what stands around them
 * may bind more tightly. What is pasted or made a string stays as it is written.
 */
export function foldedConstants(tokens: readonly string[]): string[] {
  const made: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as string;
    const end = token === '(' || token === '[' ? closingPlace(tokens, at) : tokens.length;
    if (end === tokens.length) {
      const isText = tokens[at - 1] === '##' || tokens[at + 1] === '##' || tokens[at - 1] === '#';
      made.push(isText ? token : (LITERAL.test(token) && constant(token)) || token);
      continue;
    }
    const parts = commaParts(tokens.slice(at + 1, end));
    made.push(token, ...parts.flatMap((part, place) => [...(place > 0 ? [','] : []), ...folded(part)]));
    made.push(tokens[end] as string);
    at = end;
  }
  return made;
}

/** Tokens without the parentheses around a single one, which mean nothing where they are no call's. */
export function bare(text: string): string {
  return text.replace(/(?<![\w$] )\( (\$?\w+) \)/g, '$1');
}

function folded(part: readonly string[]): string[] {
  const isConstant = part.some((token) => LITERAL.test(token)) && part.every((token) => CONSTANT.test(token));
  const value = isConstant ? constant(part.join(' ')) : undefined;
  return value === undefined ? foldedConstants(part) : [value];
}

const LITERAL = /^(?:\d\w*|'(?:\\.|[^'\\])+')$/;
const CONSTANT = /^(?:\d\w*|'(?:\\.|[^'\\])+'|<<|>>|[<>=!]=|&&|\|\||[-+*/%&|^~!<>?:()])$/;

const known = new Map<string, string | undefined>();

/** Value, size and sign as one word, for all targets where they differ; undefined for what is no integer constant. */
function constant(text: string): string | undefined {
  if (!known.has(text)) {
    const tokens = tokenise(text);
    const all = TARGETS.map(({ abi }) => {
      const found = evaluateC(tokens, nameless(abi));
      if (!found || 'unknown' in found) return undefined;
      const { value, size, signed } = found;
      return `${value < 0n ? 'm' : 'c'}${value < 0n ? -value : value}${signed ? 's' : 'u'}${size}`;
    });
    const same = new Set(all);
    known.set(text, same.has(undefined) ? undefined : [...(same.size > 1 ? all : same)].join('_'));
  }
  return known.get(text);
}

/** No name means anything. */
function nameless(abi: Abi): Parameters<typeof evaluateC>[1] {
  const unknown = { unknown: 'no name is known' };
  return {
    abi,
    macros: { get: () => undefined },
    constant: () => undefined,
    sizeOf: () => unknown,
    offsetOf: () => unknown,
    typeOf: () => undefined,
  };
}
