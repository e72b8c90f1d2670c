// SPDX-License-Identifier: GPL-2.0-only
import type { ApiEnumerator, ApiMacro, Comparison, Pair } from '../../src/uapi/model.ts';
import { differenceOf, targetsOf, toldChanges } from '../lib/constants.ts';
import { growth } from '../lib/grown.ts';
import { exchanged } from '../lib/macros.ts';
import { quoted } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'enm-macro-exchanged',
  severity: 'error',
  effect: 'binary-break',
  category: 'enm',
  needs: ['uapi'],
  title: 'A name was a macro and is an enumerator now, or the other way round.',
  why: `With the same value no binary notices, yet \`#ifdef\` does not see an enumerator, and a macro is no member of the enum. With another value the name means something else.`,
  reference: 'Documentation/process/coding-style.rst, "Macros, Enums and RTL"',
  todo: 'Keep the value; where a macro becomes an enumerator, add `#define NAME NAME` for those who ask with #ifdef.',
  compare: (subject) =>
    (exchanged(subject) ?? []).flatMap((pair) => (subject.uapi ? [told(subject.uapi, pair)] : [])),
};

function told(uapi: Comparison, { before, after, name, header }: Pair<ApiMacro | ApiEnumerator>): Found {
  if (!before || !after) throw new TypeError(`${name} is on one side only`);
  const difference = differenceOf(before.on, after.on);
  const targets = targetsOf(difference.changes);
  const toMacro = 'body' in after;
  const words = toMacro ? 'was an enumerator and is a macro' : 'was a macro and is an enumerator';
  const found = {
    file: after.path,
    line: after.line,
    symbol: name,
    before: quoted(before),
    after: quoted(after),
  };
  if (difference.changes.length > 0) {
    const [old, now] = [before, after].map((one) => ({ name, header, text: textOf(one) }));
    const reasons = difference.changes.map(({ was, is }) => old && now && growth(uapi, old, now, was, is));
    if (reasons.every(Boolean)) {
      const message = `${name} ${words}, and it ${toldChanges(difference.changes)}: ${reasons[0]}`;
      if (toMacro) return { ...found, severity: 'note', effect: 'additive', message };
      return { ...found, severity: 'note', effect: 'source-break', message, breaks: ['recompiled source'] };
    }
    const message = `${name} ${words}, and it ${toldChanges(difference.changes)}`;
    const breaks = ['old binary on new kernel', 'new binary on old kernel', 'recompiled source'] as const;
    return { ...found, message, breaks, ...(targets && { targets }) };
  }
  if (difference.unknown) {
    const message = `${name} ${words}; whether the value is the same could not be told: ${difference.unknown.reason}`;
    return { ...found, severity: 'warning', effect: 'undetermined', message };
  }
  if (toMacro)
    return { ...found, severity: 'note', effect: 'additive', message: `${name} ${words} of the same value` };
  const message = `${name} ${words} of the same value, which #ifdef does not see`;
  return { ...found, severity: 'note', effect: 'source-break', message, breaks: ['recompiled source'] };
}

function textOf(one: ApiMacro | ApiEnumerator): string {
  return 'body' in one ? one.body : (one.initialiser ?? '');
}
