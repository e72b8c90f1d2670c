// SPDX-License-Identifier: GPL-2.0-only
import type { ApiMacro, Comparison } from '../../src/uapi/model.ts';
import { type ConstantChange, hasGrown, targetsOf, tokens } from '../lib/constants.ts';
import { macroChanges } from '../lib/macros.ts';
import { brokenBySum, type SampledDifference, sampledDifference } from '../lib/sampled.ts';
import { oneLine, placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

type Both = Parameters<typeof sampledDifference>[1];

export const rule: Rule = {
  id: 'mac-function-changed',
  severity: 'error',
  effect: 'source-break',
  category: 'mac',
  needs: ['uapi'],
  title: 'A function-like macro takes other parameters, or gives something else.',
  why: `Another number of parameters does not compile. Another expansion is compiled into every program anew, while binaries keep the old one; a request that it makes is another request. Where no sample shows that the two differ, a text does not tell that they are the same.`,
  reference: 'Documentation/process/coding-style.rst, "Macros, Enums and RTL"',
  todo: 'Say in the commit message why both expansions give the same, or add a macro with a new name.',
  compare: (subject) => [
    ...(macroChanges(subject)?.loosened ?? []).flatMap((pair) => {
      const difference = subject.uapi && brokenBySum(subject.uapi, pair);
      return difference ? [shown(pair, difference)] : [];
    }),
    ...(macroChanges(subject)?.functions ?? []).map((pair): Found => {
      const { name, before, after } = pair;
      const arity = (macro: ApiMacro) =>
        macro.parameters
          ? `${macro.parameters.length} parameter${macro.parameters.length === 1 ? '' : 's'}`
          : 'none at all';
      if (before.parameters?.length !== after.parameters?.length) {
        const message = `${name}() had ${arity(before)}, now it has ${arity(after)}`;
        return { ...placed(pair), message, breaks: ['recompiled source'] };
      }
      const sampled = subject.uapi && told(subject.uapi, pair);
      if (sampled) return sampled;
      if (spelling(before.body) === spelling(after.body))
        return {
          ...placed(pair),
          severity: 'note',
          effect: 'additive',
          message: `${name}() is spelled otherwise, which means the same to a compiler`,
        };
      if (hasGrown(before.body, after.body))
        return {
          ...placed(pair),
          severity: 'note',
          effect: 'additive',
          message: `the list ${name}() has more entries`,
        };
      const message = `${name}() was \`${oneLine(before.body)}\`, now it is \`${oneLine(after.body)}\`; kpw cannot tell whether that gives the same`;
      return { ...placed(pair), severity: 'warning', effect: 'undetermined', message };
    }),
  ],
};

/** What only sparse reads; to a compiler it is empty, and headers_install takes some of it out. */
const SPARSE = new Set(['__force', '__user', '__bitwise', '__iomem', '__rcu']);

/** `typeof` and `__typeof__` are one word to the compiler; with -ansi only the latter is. */
function spelling(body: string): string {
  return tokens(body)
    .filter((token) => !SPARSE.has(token))
    .map((token) => /^__(typeof|inline|asm|volatile|const|signed)(__)?$/.exec(token)?.[1] ?? token)
    .join(' ');
}

/** What samples show; undefined where they show no difference. */
function told(uapi: Comparison, pair: Both): Found | undefined {
  const difference = sampledDifference(uapi, pair);
  return difference && shown(pair, difference);
}

function shown(pair: Both, { call, changes, request }: SampledDifference): Found {
  const targets = targetsOf(changes as ConstantChange[]);
  const [{ was, is }] = changes as [ConstantChange];
  const found = { ...placed(pair), ...(targets && { targets }) };
  if (request)
    return {
      ...found,
      effect: 'binary-break',
      message: `${call} was the request 0x${was.toString(16)}, now it is 0x${is.toString(16)}`,
      breaks: ['old binary on new kernel', 'new binary on old kernel'],
    };
  return { ...found, message: `${call} was ${was}, now it is ${is}`, breaks: ['recompiled source'] };
}
