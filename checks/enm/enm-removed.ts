// SPDX-License-Identifier: GPL-2.0-only
import { someValue, toldChanges } from '../lib/constants.ts';
import { type EnumChanges, enumChanges } from '../lib/enums.ts';
import { madeOf } from '../lib/made.ts';
import { listed, placed, quotationOf } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'enm-removed',
  severity: 'error',
  effect: 'binary-break',
  category: 'enm',
  needs: ['uapi'],
  title: 'An enumerator is gone or has another name; worse where those behind it move up.',
  why: `A program that uses the name does not compile any more. Where the enumerators behind it have no values of their own, every binary that knows one of them means its neighbour.`,
  reference: 'Documentation/process/handling-regressions.rst, "Quotes from Linus about regression"',
  todo: 'Keep the name, and say in a comment what it was for; a renamed one keeps its old spelling as an alias.',
  compare: (subject) => (enumChanges(subject)?.removed ?? []).map((one) => told(subject, one)),
};

function told(
  subject: Subject,
  { pair, renamed, reused, shift, whole, enum: { name } }: EnumChanges['removed'][number],
): Found {
  const value = pair.before && someValue(pair.before.on);
  const was = value === undefined ? '' : ` (${value})`;
  const what = whole
    ? `all of ${name} is gone: ${listed(whole.map((one) => one.name))}`
    : renamed
      ? `${pair.name}${was} is called ${renamed.name} now`
      : `${pair.name}${was} of ${name} is gone`;
  const at = placed(pair);
  const inherited = [...(whole?.slice(1) ?? []), ...(shift ? [shift.pair, ...shift.followers] : [])];
  const names = inherited.map((one) => one.name);
  if (reused && !shift)
    return {
      ...at,
      file: reused.path,
      line: reused.line,
      after: quotationOf(reused),
      key: reused.name,
      message: `${what}, and ${reused.name} has its value`,
      breaks: ['old binary on new kernel', 'new binary on old kernel', 'recompiled source'],
    };
  if (!shift)
    return {
      ...at,
      ...(renamed && { file: renamed.path, line: renamed.line }),
      severity: 'warning',
      effect: 'source-break',
      message: what,
      breaks: ['recompiled source'],
      ...(names.length > 0 && { inherited: names }),
    };
  const constants = shift.followers.map((one) => one.name);
  const others = [...constants, ...madeOf(subject, [shift.pair.name, ...constants])];
  const more = others.length > 0 ? `, and ${listed(others)} too` : '';
  return {
    ...at,
    message: `${what}, and what follows moves up: ${shift.pair.name} ${toldChanges(shift.difference.changes)}${more}`,
    breaks: ['old binary on new kernel', 'new binary on old kernel', 'recompiled source'],
    inherited: [...new Set([...names, ...others])],
  };
}
