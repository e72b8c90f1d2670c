// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, bodiesOf, type FunctionText } from './body.ts';
import { type Code, flat, nodesIn } from './code.ts';
import { exits, ifsIn, inner, operands } from './condition.ts';

/** What is asked before an error: one operand of a condition, on one line, and the errors. */
interface Asked {
  readonly text: string;
  readonly errnos: readonly string[];
}

/** One side of a function that was edited, and the functions that this side alone calls. */
export interface OtherSide {
  readonly code: Code;
  readonly text: string;
  readonly callees: readonly FunctionText[];
}

const CALL = /\b([a-z_]\w*)\s*\(/g;

/** Functions of a side that one version of a function calls and the other does not. */
export function calleesOf(
  sources: Sources,
  own: BodyPair['after'],
  other: BodyPair['before'],
): FunctionText[] {
  const calls = (text: string) => new Set([...text.matchAll(CALL)].map(([, name = '']) => name));
  const known = calls(other.text);
  const fresh = new Set([...calls(own.text)].filter((name) => !known.has(name)));
  return fresh.size === 0 ? [] : bodiesOf(sources).filter(({ name }) => fresh.has(name));
}

/**
 * Whether the other side refuses for the same reason in another form: the error lies in a variable, the condition is
 * turned round, or a function that only this side calls asks it.
 */
export function isSaidOtherwise(asked: Asked, side: OtherSide): boolean {
  const answers = (text: string) => asked.errnos.some((errno) => text.includes(`-${errno}`));
  if (answers(side.text) && asksAsWell(asked.text, side.code, answers)) return true;
  const words = lastingWords(asked.text);
  return side.callees.some(
    ({ name, text }) =>
      // It answers itself, or its answer is asked for: a function that only tells two cases apart refuses neither.
      (answers(text) ||
        (answers(side.text) && new RegExp(`\\bif \\([^;{}]*\\b${name}\\(`).test(side.text))) &&
      (words.length > 0
        ? words.every((word) => new RegExp(`\\b${word}\\b`).test(text))
        : squashed(text).includes(squashed(asked.text))),
  );
}

/** Whether a condition calls a function that asks what a condition of the other side asked itself. */
export function isAskedThrough(asked: Asked, own: OtherSide, others: readonly Asked[]): boolean {
  const called = own.callees.filter(({ name }) => new RegExp(`\\b${name}\\(`).test(asked.text));
  return others.some(({ text: other, errnos }) => {
    const words = lastingWords(other);
    return (
      words.length > 0 &&
      errnos.some((errno) => asked.errnos.includes(errno)) &&
      called.some(({ text }) => words.every((word) => new RegExp(`\\b${word}\\b`).test(text)))
    );
  });
}

/** An if asks the same and leaves, or asks the opposite, and what is behind it leaves. */
function asksAsWell(text: string, code: Code, answers: (text: string) => boolean): boolean {
  const [same, opposite] = [squashed(text), squashed(negated(text))];
  const chooses = nodesIn(code, 'conditional_expression').some((choice) => {
    const condition = choice.childForFieldName('condition');
    const asked = condition && squashed(flat(code.file, inner(condition)));
    return asked === same || asked === opposite;
  });
  if (chooses) return true;
  return ifsIn(code).some(({ site, condition, then }) => {
    // Each operand of || is enough to be refused, and each of && has to hold for who is not.
    const has = (operator: '||' | '&&', term: string) =>
      operands(condition, operator).some((node) => squashed(flat(code.file, node)) === term);
    if (has('||', same)) return exits(then);
    if (!has('&&', opposite)) return false;
    // Who does not meet it gets the error: in the else, behind what leaves, or from the variable set above.
    const other = site.childForFieldName('alternative');
    const places = other ? [other] : [site.previousNamedSibling, exits(then) ? site.nextNamedSibling : null];
    return places.some((place) => place && answers(flat(code.file, place)));
  });
}

const OPPOSITE: Readonly<Record<string, string>> = {
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
};

/** `!a` of `a`, `a <= b` of `a > b`. */
function negated(text: string): string {
  const inside = /^!\((.*)\)$/.exec(text)?.[1];
  if (inside !== undefined) return inside;
  if (/^!\w+(\(.*\))?$/.test(text)) return text.slice(1);
  const compared = /^([^<>=!&|?]+?) ?([<>]=?|[=!]=) ?([^<>=!&|?]+)$/.exec(text.replace(/->/g, '\0'));
  if (!compared) return `!${text}`;
  const [, left = '', operator = '', right = ''] = compared;
  return `${left} ${OPPOSITE[operator]} ${right}`.replaceAll('\0', '->');
}

/** Constants, functions and members: what keeps its name where a variable or a parameter gets another. */
export function lastingWords(text: string): string[] {
  return [...text.matchAll(/(->|\.)?\b([A-Za-z_]\w*)\b(?=(\s*\()?)/g)].flatMap(
    ([, member, word = '', call]) => (member || call || /^[A-Z][A-Z0-9_]+$/.test(word) ? [word] : []),
  );
}

function squashed(text: string): string {
  return text.replace(/\s+/g, '');
}
