// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import { isSameForm } from '../../src/uapi/compare/equal.ts';
import type { ApiFunction, Comparison, FunctionForm, Pair } from '../../src/uapi/model.ts';
import { hasGrown, tokens } from '../lib/constants.ts';
import { declaredChanges, isSameResolved } from '../lib/declared.ts';
import { bare, foldedConstants } from '../lib/folded.ts';
import { calledName, placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-function-changed',
  severity: 'error',
  effect: 'source-break',
  category: 'dec',
  needs: ['uapi'],
  title:
    'A function of a UAPI header takes or returns another type, an inline one has other code, or a variable another value.',
  why: 'Callers of another signature do not compile, or convert without a word. Other code is compiled into every program anew, while binaries keep the old; whether the two do the same is not for a text to tell.',
  reference: 'Documentation/process/coding-style.rst, "The inline disease"',
  todo: 'Say in the commit message why both do the same, or add a function with a new name.',
  compare: (subject) =>
    (declaredChanges(subject)?.functions.changed ?? []).flatMap((pair) => judge(pair, subject.uapi)),
};

type Both = Pair<ApiFunction> & { readonly before: ApiFunction; readonly after: ApiFunction };
/** A function as both sides have it on some targets. */
interface Forms {
  readonly was: FunctionForm;
  readonly is: FunctionForm;
  readonly targets: TargetId[];
}

function judge(pair: Both, uapi: Comparison | undefined): Found[] {
  const { before, after } = pair;
  const groups = new Map<string, Forms>();
  const lost: TargetId[] = [];
  for (const [target, was] of before.on) {
    const is = after.on.get(target);
    if (!is) lost.push(target);
    else if (!isSameForm(was, is)) {
      const key = JSON.stringify([was, is]);
      const group = groups.get(key) ?? { was, is, targets: [] };
      groups.set(key, group);
      group.targets.push(target);
    }
  }
  const found = [...groups.values()].flatMap((forms): Found[] => {
    const change = told(before, after, forms, (target) =>
      isSameResolved(uapi, pair.header, target, plain(forms.was.signature), plain(forms.is.signature)),
    );
    if (!change) return [];
    const some = forms.targets.length < before.on.size ? { targets: forms.targets } : {};
    return [{ ...placed(pair), ...change, ...some }];
  });
  if (lost.length > 0)
    found.push({
      ...placed(pair),
      message: `the ${before.variable ? 'variable' : 'function'} ${calledName(before)} is gone on ${lost.join(', ')}`,
      targets: lost,
      breaks: ['recompiled source'],
      key: 'lost',
    });
  return found;
}

/** What differs between two forms but names of parameters. */
function told(
  before: ApiFunction,
  after: ApiFunction,
  { was, is, targets }: Forms,
  isSameType: (target: TargetId) => boolean,
): Pick<Found, 'message' | 'key' | 'severity' | 'effect' | 'breaks'> | undefined {
  const name = calledName(before);
  const retyped = plain(was.signature) !== plain(is.signature) && !targets.every(isSameType);
  if (retyped && isPromise(before, was.signature, is.signature))
    return {
      severity: 'note',
      effect: 'additive',
      message: `${name} was \`${was.signature}\`, now it is \`${is.signature}\`: it takes what it took`,
    };
  if (retyped)
    return {
      message: `${name} was \`${was.signature}\`, now it is \`${is.signature}\``,
      key: 'signature',
      breaks: ['recompiled source'],
    };
  if (was.body !== undefined && is.body === undefined)
    return {
      message: `${name} ${before.variable ? 'had its value here' : 'was inline'}, now it is only declared: no library has it`,
      key: 'body',
      breaks: ['recompiled source'],
    };
  // A prototype that gained its code promises what it promised.
  if (was.body === undefined)
    return is.body === undefined
      ? undefined
      : {
          severity: 'note',
          effect: 'additive',
          message: `${name} has its ${before.variable ? 'value' : 'code'} in the header now`,
        };
  const [one, other] = [before, after].map((side, at) =>
    byPosition(
      side,
      side.variable ? ((at === 0 ? was : is).body ?? '') : numberedLocals((at === 0 ? was : is).body ?? ''),
    ),
  );
  if (one === other) return undefined;
  if (before.variable && hasGrown(was.body, is.body ?? ''))
    return { severity: 'note', effect: 'additive', message: `the list ${name} has more entries` };
  const what = before.variable
    ? `the value of ${name} changed; kpw cannot tell whether a program minds`
    : `the code of ${name} changed; kpw cannot tell whether it does the same`;
  return { severity: 'warning', effect: 'undetermined', key: 'body', message: what };
}

/** Whether parameters that are pointers only promise more than before: to leave what they point to as it is. */
function isPromise({ variable }: ApiFunction, was: string, is: string): boolean {
  if (variable) return false;
  const [then, now] = [was, is].map((one) => /^([^()]*)\(([^()]*)\)$/.exec(plain(one)));
  if (!then || !now || then[1] !== now[1]) return false;
  const [old, fresh] = [then, now].map((one) => (one[2] ?? '').split(',')) as [string[], string[]];
  const loose = (one: string) => one.replace(/^\s*const\b/, '').trim();
  return (
    old.length === fresh.length &&
    old.every(
      (one, at) =>
        one === fresh[at] || (!/\bconst\b|\*.*\*/.test(one) && one.trim() === loose(fresh[at] ?? '')),
    )
  );
}

/** The code with its parameters numbered, and constants by their values: what they are called no caller sees. */
function byPosition({ name, text }: ApiFunction, body: string): string {
  const names = parameterNames(text, name);
  const numbered = foldedConstants(tokens(body)).map((token, at, all) => {
    const place = /^(\.|->)$/.test(all[at - 1] ?? '') ? -1 : names.indexOf(token);
    return place < 0 ? token : `$${place}`;
  });
  return bare(numbered.join(' '));
}

const LOCAL =
  /(?:^|[;{}])\s*(?!(?:return|goto|else|case|typedef|extern)\b)(?:(?:const|unsigned|signed|struct|union|enum|register)\s+)*\w+[\s*]+(\w+)\s*(?=[=;[])/g;

/** The code with its variables numbered, where each name is declared once and means nothing else. */
function numberedLocals(body: string): string {
  const found = [...body.matchAll(LOCAL)].map(([, name = '']) => name);
  const once = found.filter((name) => found.indexOf(name) === found.lastIndexOf(name));
  const names = once.filter(
    (name) => !new RegExp(`(?:\\.|->)\\s*${name}\\b|\\b${name}\\s*:(?!:)`).test(body),
  );
  return names.reduce((text, name, at) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), `local${at}`), body);
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
