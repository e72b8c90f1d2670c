// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../src/c/parse.ts';
import { type Code, findInCode, flat, functionName, isDriver, quote } from '../lib/driver/code.ts';
import { functionsOfFile } from '../lib/driver/functions.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-count-returned',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title:
    'A handler takes what copy_to_user() or copy_from_user() returns for an error: it is the number of bytes that were not copied.',
  why: 'The caller of ioctl(2) gets a positive number where it expects 0 or an error, and takes a bad pointer for success; a question whether that number is below 0 is never answered with yes.',
  reference: 'Documentation/kernel-hacking/hacking.rst, "copy_to_user() / copy_from_user()"',
  todo: 'Return `copy_to_user(…) ? -EFAULT : 0`.',
  lint: (side) =>
    handlers(side).flatMap((code) => [...judge(code), ...judgePassedOn(code), ...judgeBelowZero(code)]),
};

const ASSIGNED =
  '(expression_statement (assignment_expression left: (identifier) @variable right: (call_expression) @call)) @site';

/** `err = copy_to_user(…); if (err) return err;`, `…; break;` or `…; goto out;` and `return err` behind that. */
function judgePassedOn(code: Code): Found[] {
  const { file, node } = code;
  const text = file.text.slice(node.startIndex, node.endIndex);
  if (!KEEPS.test(text) || countsBytes(code)) return [];
  const name = functionName(node) ?? '';
  return findInCode(code, ASSIGNED).flatMap(({ variable, call, site }): Found[] => {
    if (!variable || !call || !site || !CALL.test(flat(file, call))) return [];
    const next = site.nextNamedSibling;
    const to = next && leadsTo(next, variable.text, flat(file, next), text);
    if (to === undefined || to === null || !isReturnedFrom(to, variable.text, text)) return [];
    const place = quote({ file, node: site });
    const callee = /\w*(?:copy_(?:to|from)_user|clear_user)/.exec(call.text)?.[0];
    return [
      {
        file: place.file,
        line: place.line,
        symbol: `${name}()`,
        message: `${name}() returns what ${callee}() returns: bytes that were not copied, a positive number`,
        after: place,
        key: `${variable.text} ${callee}`,
      },
    ];
  });
}

/** The text that comes after, on the way of who copied less; undefined where that is another value's. */
function leadsTo(next: SyntaxNode, variable: string, said: string, text: string): string | undefined {
  const then =
    new RegExp(`^if ?\\( ?(?:unlikely\\( ?)?${variable} ?\\)? ?\\) ?(.*)$`).exec(said)?.[1] ??
    (/^(?:break|goto)\b/.test(said) ? said : '');
  if (then === '' || new RegExp(`\\b${variable} ?=(?!=)`).test(then)) return undefined;
  if (new RegExp(`\\breturn ${variable};`).test(then)) return `return ${variable};`;
  const label = /\bgoto (\w+);/.exec(then)?.[1];
  if (label !== undefined) return behindLabel(text, label);
  if (!/\bbreak;/.test(then)) return undefined;
  let at: SyntaxNode | null = next;
  while (at && !/^(?:switch|for|while|do)_statement$/.test(at.type)) at = at.parent;
  return at?.type === 'switch_statement' ? text.slice(text.indexOf(at.text) + at.text.length) : undefined;
}

function behindLabel(text: string, label: string): string {
  const found = new RegExp(`^\\s*${label}:`, 'm').exec(text);
  return found ? text.slice(found.index + found[0].length) : '';
}

/** Whether a variable is returned as it is. */
function isReturnedFrom(rest: string, variable: string, text: string): boolean {
  const label = new RegExp(`^\\s*if\\s*\\(${variable}\\)\\s*goto\\s+(\\w+);`).exec(rest)?.[1];
  if (label !== undefined) return isReturnedFrom(behindLabel(text, label), variable, text);
  const until = new RegExp(`\\breturn\\s+${variable}\\s*;`).exec(rest);
  if (!until) return false;
  const before = rest.slice(0, until.index);
  return !new RegExp(`\\b${variable}\\b`).test(before) && !/\breturn\b/.test(before);
}

/** Whether each of its callers in the file only asks if it is 0: `if (lamp_copy_out(lamp, arg)) return -EFAULT;`. */
function isAskedForTruth({ file, node }: Code, name: string): boolean {
  const text = file.text.slice(0, node.startIndex) + file.text.slice(node.endIndex);
  const calls = [
    ...text.matchAll(
      new RegExp(`(\\bif\\s*\\(\\s*!?\\s*)?\\b${name}\\s*\\((?![^;{}()]*\\)\\s*\\{)[^;{}]*`, 'g'),
    ),
  ].filter(({ 0: whole }) => !/^\w+\s*\([^()]*\b(?:struct|const|void)\b/.test(whole));
  return name !== '' && calls.length > 0 && calls.every(([, asks]) => asks !== undefined);
}

/** A function that counts bytes says so by its type, or by being one of that family. */
function countsBytes({ file, node }: Code): boolean {
  const head = file.text.slice(node.startIndex, node.childForFieldName('body')?.startIndex ?? node.endIndex);
  return (
    /\bunsigned\s+long\b|\bsize_t\b(?!\s*\w+\s*[,)])|\bbool\b/.test(head.split('(')[0] ?? '') ||
    /copy|clear_user/.test(functionName(node) ?? '')
  );
}

const COPY = /\b_{0,2}(?:copy_(?:to|from)_user|clear_user)\b/;
/** Somewhere the number is kept, or returned at once: by the text, since most functions ask for it in an if. */
const KEEPS = /(?:\breturn\b|=)(?:[\s(]|\/\*[\s\S]*?\*\/)*_{0,2}(?:copy_(?:to|from)_user|clear_user)\b/;
const RETURNS = '(return_statement (_) @value) @site';
const CALL = /^\(*_{0,2}(?:copy_(?:to|from)_user|clear_user)\(/;

function handlers({ sources }: Side): Code[] {
  return sources.paths.filter(isDriver).flatMap((path) => {
    const file = sources.get(path);
    if (!file || !COPY.test(file.text)) return [];
    return functionsOfFile(file, (text) => COPY.test(text));
  });
}

function judge(code: Code): Found[] {
  const { file, node } = code;
  const name = functionName(node) ?? '';
  if (countsBytes(code) || isAskedForTruth(code, name)) return [];
  const text = file.text.slice(node.startIndex, node.endIndex);
  if (!KEEPS.test(text)) return [];
  return findInCode(code, RETURNS).flatMap(({ value, site }): Found[] => {
    if (!value || !site) return [];
    const said = flat(file, value);
    if (!CALL.test(said) && !holds(text.slice(0, site.startIndex - node.startIndex), said)) return [];
    if (CALL.test(said) && !isWhole(said)) return [];
    const place = quote({ file, node: site });
    const call = CALL.test(said) ? said.slice(0, said.indexOf('(')) : 'a copy from or to userspace';
    return [
      {
        file: place.file,
        line: place.line,
        symbol: `${name}()`,
        message: `${name}() returns what ${call}${CALL.test(said) ? '()' : ''} returns: bytes that were not copied, a positive number`,
        after: place,
        key: said,
      },
    ];
  });
}

const CONDITIONS = '(if_statement condition: (parenthesized_expression) @condition) @site';

/** `if (copy_to_user(…) < 0)`, and `err = copy_to_user(…); if (err < 0)`: a count is never below 0. */
function judgeBelowZero(code: Code): Found[] {
  const { file, node } = code;
  const name = functionName(node) ?? '';
  const text = file.text.slice(node.startIndex, node.endIndex);
  if (!/<\s*0/.test(text)) return [];
  return findInCode(code, CONDITIONS).flatMap(({ condition, site }): Found[] => {
    if (!condition || !site) return [];
    const [, asked = ''] = /^\(+(.*?)\)? ?< ?0\)+$/.exec(flat(file, condition)) ?? [];
    const whole = /^[a-z]\w*$/.test(asked)
      ? lastSet(text.slice(0, site.startIndex - node.startIndex), asked)
      : asked;
    if (whole === undefined || !/^\(*_{0,2}copy_(?:to|from)_user ?\(/.test(whole)) return [];
    const place = quote({ file, node: condition });
    const call = /copy_(?:to|from)_user/.exec(whole)?.[0];
    return [
      {
        file: place.file,
        line: place.line,
        symbol: `${name}()`,
        message: `${name}() asks whether what ${call}() returns is below 0: bytes that were not copied, never a negative number`,
        after: place,
        key: `${asked} < 0`,
      },
    ];
  });
}

/** What a variable was last set to, and on every way: between that and here no branch, no label. */
function lastSet(before: string, variable: string): string | undefined {
  const last = [...before.matchAll(new RegExp(`\\b${variable}\\s*=(?!=)\\s*([^;]*);`, 'g'))].at(-1);
  if (!last) return undefined;
  const behind = before.slice(last.index + last[0].length);
  return /\b(?:if|case|else|goto)\b|^\w+:/m.test(behind) ? undefined : last[1];
}

/** `copy_to_user(…)` and nothing behind it: with `? -EFAULT : 0` it is sound. */
function isWhole(said: string): boolean {
  let depth = 0;
  for (let at = said.indexOf('('); at < said.length; at++) {
    if (said[at] === '(') depth++;
    else if (said[at] === ')' && --depth === 0) return /^\)*$/.test(said.slice(at + 1));
  }
  return false;
}

/** Whether a variable was last set to what a copy returned, and nothing asked for it since. */
function holds(before: string, variable: string): boolean {
  if (!/^[a-z]\w*$/.test(variable)) return false;
  const sets = [...before.matchAll(new RegExp(`\\b${variable}\\s*=(?!=)\\s*([^;]*);`, 'g'))];
  const last = sets.at(-1);
  if (
    !last ||
    !/^_{0,2}(?:copy_(?:to|from)_user|clear_user)\s*\(/.test(last[1] ?? '') ||
    /\?/.test(last[1] ?? '')
  )
    return false;
  const behind = before.slice(last.index + last[0].length);
  // `if (ret) ret = -EFAULT;` would have been the last setting; `if (ret) return -EFAULT;` leaves 0.
  return !new RegExp(`\\bif\\s*\\([^)]*\\b${variable}\\b`).test(behind) && !/\bcase\b|^\w+:/m.test(behind);
}
