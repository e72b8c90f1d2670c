// SPDX-License-Identifier: GPL-2.0-only
import type { ApiFunction, Pair } from '../../src/uapi/model.ts';
import { tokens } from '../lib/constants.ts';
import { declaredChanges } from '../lib/declared.ts';
import { placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-function-changed',
  severity: 'error',
  effect: 'source-break',
  category: 'dec',
  needs: ['uapi'],
  title: 'A function of a UAPI header takes or returns another type, or an inline one has other code.',
  why: 'Callers of another signature do not compile, or convert without a word. Other code is compiled into every program anew, while binaries keep the old; whether the two do the same is not for a text to tell.',
  reference: 'Documentation/process/coding-style.rst, "The inline disease"',
  todo: 'Say in the commit message why both do the same, or add a function with a new name.',
  compare: (subject) => (declaredChanges(subject)?.functions.changed ?? []).map(told),
};

function told(
  pair: Pair<ApiFunction> & { readonly before: ApiFunction; readonly after: ApiFunction },
): Found {
  const { name, before, after } = pair;
  const at = placed(pair);
  if (plain(before.signature) !== plain(after.signature))
    return {
      ...at,
      message: `${name}() was \`${before.signature}\`, now it is \`${after.signature}\``,
      key: 'signature',
      breaks: ['recompiled source'],
    };
  if (before.body !== undefined && after.body === undefined)
    return {
      ...at,
      message: `${name}() was inline, now it is only declared: no library has it`,
      key: 'body',
      breaks: ['recompiled source'],
    };
  // A prototype that gained its code promises what it promised.
  if (before.body === undefined)
    return {
      ...at,
      severity: 'note',
      effect: 'additive',
      message: `${name}() has its code in the header now`,
    };
  if (byPosition(before) === byPosition(after))
    return {
      ...at,
      severity: 'note',
      effect: 'additive',
      message: `${name}() calls its parameters otherwise`,
    };
  return {
    ...at,
    severity: 'warning',
    effect: 'undetermined',
    key: 'body',
    message: `the code of ${name}() changed; kpw cannot tell whether it does the same`,
  };
}

/** The code with its parameters numbered: what they are called no caller sees. */
function byPosition({ name, text, body = '' }: ApiFunction): string {
  const names = parameterNames(text, name);
  return tokens(body)
    .map((token, at, all) => {
      const place = /^(\.|->)$/.test(all[at - 1] ?? '') ? -1 : names.indexOf(token);
      return place < 0 ? token : `$${place}`;
    })
    .join(' ');
}

/** The last word of each parameter; empty for one that has no such name, as a pointer to a function. */
function parameterNames(text: string, name: string): string[] {
  const [, list = ''] = new RegExp(`\\b${name}\\s*\\(([^()]*)\\)`).exec(text) ?? [];
  return list.split(',').map((one) => /[\s*](\w+)\s*(?:\[[^\]]*\]\s*)?$/.exec(one)?.[1] ?? '');
}

/** size_t is what the kernel calls __kernel_size_t, but on x32; a parameter that is an array is a pointer, however long. */
function plain(signature: string): string {
  return signature.replace(/\b__kernel_(s?size_t)\b/g, '$1').replace(/(?<!\] )\[ [^\]]*\]/g, '*');
}
