// SPDX-License-Identifier: GPL-2.0-only
import { groupBy } from '../../src/uapi/group.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import type { ApiMacro, Comparison } from '../../src/uapi/model.ts';
import { tokens } from '../lib/constants.ts';
import { barrierToIf } from '../lib/in-if.ts';
import { listed, quotationOf } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-not-in-if',
  severity: 'warning',
  effect: 'source-break',
  category: 'mac',
  needs: ['uapi'],
  title: 'A macro can no longer be used in #if: it has a cast, sizeof or an enumerator now.',
  why: `The preprocessor knows neither types nor enumerators: #if with a cast or sizeof does not compile, and an enumerator is 0 there, so that the program takes the other branch without a word.`,
  reference: 'ISO/IEC 9899:2018, 6.10.1, "Conditional inclusion"',
  todo: 'Keep a number that #if can read; U, UL and ULL behind it give it a type.',
  compare: ({ uapi }) => (uapi ? [...uapi.code].flatMap((name) => judge(uapi, name)) : []),
};

interface Lost {
  readonly before: ApiMacro;
  readonly after: ApiMacro;
  readonly barrier: string;
}

function judge({ before, after }: Comparison, name: string): Found[] {
  const [text, other] = [before, after].map((side) => headerText(side, name)?.text);
  // To read a header for its targets takes long, and most macros are as they were.
  if (text === undefined || other === undefined || !mayDiffer(text, other)) return [];
  const [was, is] = [before.header(name), after.header(name)];
  if (!was || !is) return [];
  const old = new Map(was.macros.map((macro) => [macro.name, macro]));
  const lost = is.macros.flatMap((macro): Lost[] => {
    const one = old.get(macro.name);
    if (!one || one.body === macro.body || one.parameters?.length !== macro.parameters?.length) return [];
    if (tokens(one.body).join(' ') === tokens(macro.body).join(' ')) return [];
    const barrier = barrierToIf(after, name, macro);
    if (barrier === undefined || barrierToIf(before, name, one) !== undefined || !isAsked(one)) return [];
    return [{ before: one, after: macro, barrier }];
  });
  return [...groupBy(lost, ({ barrier }) => barrier.replace(/^(the enumerator) .*/, '$1')).values()].map(
    told,
  );
}

/** Whether a macro is written otherwise, with a name or a floating number in it. */
function mayDiffer(before: string, after: string): boolean {
  const old = new Set(before.match(DEFINE));
  return (after.match(DEFINE) ?? []).some((one) => !old.has(one) && NAMED.test(one));
}

const DEFINE = /^[ \t]*#[ \t]*define[ \t](?:.*\\\n)*.*$/gm;
const NAMED = /define[ \t]+\w+\W[\s\S]*[A-Za-z_.]/;

/** Macros that are numbers; of those with parameters only what is written for #if. */
function isAsked({ name, parameters, on, body }: ApiMacro): boolean {
  if (parameters) return /VERSION|(^|_)VER(_|$)|PREREQ|AT_LEAST/.test(name) && body !== '';
  return on.size > 0;
}

function told(all: readonly Lost[]): Found {
  const [{ before, after, barrier }] = all as [Lost];
  const names = all.map((one) => `${one.after.name}${one.after.parameters ? '()' : ''}`);
  const what = all.length > 1 ? barrier.replace(/^the enumerator .*/, 'an enumerator each') : barrier;
  return {
    file: after.path,
    line: after.line,
    symbol: after.name,
    message: `${listed(names)} can no longer be used in #if: ${all.length > 1 ? 'they have' : 'it has'} ${what}`,
    before: quotationOf(before),
    after: quotationOf(after),
    targets: [...after.on.keys()],
    breaks: ['recompiled source'],
    ...(all.length > 1 ? { inherited: all.slice(1).map((one) => one.after.name) } : {}),
  };
}
