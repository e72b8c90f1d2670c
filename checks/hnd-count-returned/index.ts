// SPDX-License-Identifier: GPL-2.0-only
import { type Code, find, flat, functionName, isDriver, quote } from '../lib/driver/code.ts';
import { functionsOf } from '../lib/driver/functions.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-count-returned',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title:
    'A handler returns what copy_to_user() or copy_from_user() returns: the number of bytes that were not copied.',
  why: 'The caller of ioctl(2) gets a positive number where it expects 0 or an error, and takes a bad pointer for success.',
  reference: 'Documentation/kernel-hacking/hacking.rst, "copy_to_user() / copy_from_user()"',
  todo: 'Return `copy_to_user(…) ? -EFAULT : 0`.',
  lint: (side) => handlers(side).flatMap(judge),
};

const COPY = /\b_{0,2}(?:copy_(?:to|from)_user|clear_user)\b/;
const RETURNS = '(return_statement (_) @value) @site';
const CALL = /^\(*_{0,2}(?:copy_(?:to|from)_user|clear_user)\(/;

function handlers({ sources }: Side): Code[] {
  return sources.paths.filter(isDriver).flatMap((path) => {
    const file = sources.get(path);
    if (!file || !COPY.test(file.text)) return [];
    return functionsOf(file).filter(({ node }) => COPY.test(file.text.slice(node.startIndex, node.endIndex)));
  });
}

function judge(code: Code): Found[] {
  const { file, node } = code;
  const name = functionName(node) ?? '';
  // A function that counts bytes says so by its type, or by being one of that family.
  const head = file.text.slice(node.startIndex, node.childForFieldName('body')?.startIndex ?? node.endIndex);
  if (
    /\bunsigned\s+long\b|\bsize_t\b(?!\s*\w+\s*[,)])|\bbool\b/.test(head.split('(')[0] ?? '') ||
    /copy|clear_user/.test(name)
  )
    return [];
  const text = file.text.slice(node.startIndex, node.endIndex);
  return find(code, RETURNS).flatMap(({ value, site }): Found[] => {
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
