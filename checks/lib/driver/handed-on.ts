// SPDX-License-Identifier: GPL-2.0-only
// Where a driver takes a member of a struct of userspace as a whole and gives it to somebody else, who may act on any bit.
import type { Quotation } from '../../../src/series/finding.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { bodiesOf, type FunctionText, firstMention } from './body.ts';

/** How far a value is followed from function to function. */
const DEEPEST = 3;

/**
 * The first place that hands a member on: as an argument to a function that is not at hand, into another struct, as an
 * index of a table; or that fills it from what others say. Undefined where none does, and where a function refuses all
 * bits but those of a mask.
 */
export function handedOn(
  sources: Sources,
  struct: string,
  member: string,
  isInMask: (mask: string) => boolean,
): Quotation | undefined {
  const bodies = bodiesOf(sources);
  const byName = new Map(bodies.map((body) => [body.name, body]));
  const places = bodies
    .filter(({ text }) => text.includes(struct) && text.includes(member))
    .flatMap((body) =>
      variablesOf(body.text, struct).map((one) => ({ body, value: `${one}(?:->|\\.)${member}` })),
    );
  if (places.some(({ body, value }) => refuses(body.text, value, isInMask))) return undefined;
  for (const { body, value } of places) {
    const found = handsOn(body, value, byName, 0);
    if (found) return found;
  }
  return undefined;
}

function variablesOf(text: string, struct: string): string[] {
  const found = text.matchAll(new RegExp(`\\b${struct}\\s+(?:__user\\s+)?\\*?\\s*(\\w+)`, 'g'));
  return [...new Set([...found].map(([, name = '']) => name))];
}

/** `if (args->flags & ~MASK)`, `if (args->flags)`, unless the mask is made of the name that is asked for. */
function refuses(text: string, value: string, isInMask: (mask: string) => boolean): boolean {
  const masks = text.matchAll(
    new RegExp(`\\b${value}\\s*&\\s*~\\s*\\(?([^;{]*?)\\)*\\s*(?:\\)|\\|\\||&&)`, 'g'),
  );
  for (const [, mask = ''] of masks) if (!isInMask(mask)) return true;
  return new RegExp(`\\bif\\s*\\(\\s*${value}\\s*\\)\\s*(?:return|goto)\\b`).test(text);
}

function handsOn(
  body: FunctionText,
  value: string,
  byName: ReadonlyMap<string, FunctionText>,
  depth: number,
): Quotation | undefined {
  const kept = new RegExp(
    `(?<![=!<>&|^+-])=\\s*${value}\\s*;|\\[\\s*${value}\\s*\\]|\\b${value}\\s*\\|?=(?!=)(?=[^;]*[a-z])(?![^;]*[A-Z][A-Z0-9]*_)[^;]*;`,
  );
  if (kept.test(body.text)) return firstMention(body, kept);
  for (const { callee, place, at } of callsWith(body.text, value)) {
    const next = byName.get(callee);
    if (!next) return firstMention(body, new RegExp(escaped(body.text.slice(at, at + 60))));
    const parameter = depth < DEEPEST ? parametersIn(next.text)[place] : undefined;
    const found =
      parameter === undefined ? undefined : handsOn(next, `(?<![.>])${parameter}`, byName, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** What looks at a value, and is no receiver. */
const LOOKS =
  /^(if|while|for|switch|return|sizeof|unlikely|likely|WARN_ON\w*|BUG_ON|pr_\w+|dev_\w+|trace_\w+)$/;

/** Calls in which a value is an argument by itself. */
function callsWith(text: string, value: string): { callee: string; place: number; at: number }[] {
  return [...text.matchAll(new RegExp(`([(,])\\s*${value}\\s*(?=[,)])`, 'g'))].flatMap(({ index }) => {
    const found = callAround(text, index);
    return found && !LOOKS.test(found.callee) ? [found] : [];
  });
}

/** The call whose argument begins at a parenthesis or a comma, by the text in front of it. */
function callAround(text: string, from: number): { callee: string; place: number; at: number } | undefined {
  let place = 0;
  let depth = 0;
  for (let at = from; at >= 0; at--) {
    const char = text[at];
    if (char === ')') depth++;
    else if (char === '(' && depth > 0) depth--;
    else if (char === ',' && depth === 0) place++;
    else if (char === ';' || char === '{') return undefined;
    else if (char === '(') {
      const callee = /([\w>.-]*\w)\s*$/.exec(text.slice(0, at))?.[1];
      return callee === undefined ? undefined : { callee, place, at: at - callee.length };
    }
  }
  return undefined;
}

function parametersIn(text: string): string[] {
  const head = text.slice(text.indexOf('(') + 1, text.indexOf(')'));
  return head.split(',').map((one) => /(\w+)\s*(?:\[[^\]]*\])?\s*$/.exec(one)?.[1] ?? '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
