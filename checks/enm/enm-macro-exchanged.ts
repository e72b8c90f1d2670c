// SPDX-License-Identifier: GPL-2.0-only

import { groupBy } from '../../src/uapi/group.ts';
import type { ApiEnumerator, ApiMacro, Comparison, Pair } from '../../src/uapi/model.ts';
import { differenceOf, targetsOf, toldChanges } from '../lib/constants.ts';
import { whyGrown } from '../lib/grown.ts';
import { exchangedNames, twinsLost } from '../lib/macros.ts';
import { listed, placed, quotationOf } from '../lib/tell.ts';
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
  todo: 'Keep the value; where a macro becomes an enumerator, add `#define NAME NAME` for those who ask with #ifdef; to #if it is 0.',
  compare: (subject) => {
    const { uapi } = subject;
    if (!uapi) return [];
    const each = (exchangedNames(subject) ?? []).map((pair) => told(uapi, pair));
    return [...grouped(each), ...lost(twinsLost(subject) ?? [])];
  },
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
    targets: [...after.on.keys()],
    before: quotationOf(before),
    after: quotationOf(after),
  };
  if (difference.changes.length > 0) {
    const [old, now] = [before, after].map((one) => ({ name, header, text: textOf(one) }));
    const reasons = difference.changes.map(({ was, is }) => old && now && whyGrown(uapi, old, now, was, is));
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
    const message = `${name} ${words}; kpw cannot tell whether the value is the same: ${difference.unknown.reason}`;
    return { ...found, severity: 'warning', effect: 'undetermined', message };
  }
  if (toMacro)
    return { ...found, severity: 'note', effect: 'additive', message: `${name} ${words} of the same value` };
  const message = `${name} ${words} of the same value, which #ifdef does not see`;
  return { ...found, severity: 'note', effect: 'source-break', message, breaks: ['recompiled source'] };
}

/** Names of one header to which the same happened are one finding: one cause turned them. */
function grouped(found: readonly Found[]): Found[] {
  const groups = groupBy(found, ({ file, effect, message, symbol = '' }) =>
    [file, effect, message.replace(symbol, '')].join('\n'),
  );
  return [...groups.values()].flatMap((all): Found[] => {
    const [first, ...others] = all;
    if (!first || others.length < FEW) return all;
    const names = all.map(({ symbol = '' }) => symbol);
    const message = first.message
      .replace(first.symbol ?? '', `${listed(names)} (${names.length} names)`)
      .replace(/ was an? (\w+) and is an? (\w+)/, ' were $1s and are $2s');
    return [{ ...first, message, inherited: names.slice(1), key: 'many' }];
  });
}

/** So many that go the same way at once have one cause. */
const FEW = 2;

function lost(twins: readonly Pair<ApiMacro>[]): Found[] {
  return [...groupBy(twins, ({ header }) => header).values()].flatMap((all): Found[] => {
    const [first, ...others] = all;
    if (!first) return [];
    const names = listed(all.map(({ name }) => name));
    return [
      {
        ...placed(first),
        severity: 'note',
        effect: 'source-break',
        message: `${names} ${others.length > 0 ? 'are enumerators' : 'is an enumerator'} alone now, which #ifdef does not see: the macro beside ${others.length > 0 ? 'each' : 'it'} is gone`,
        breaks: ['recompiled source'],
        key: 'twin',
        ...(others.length > 0 ? { inherited: others.map(({ name }) => name) } : {}),
      },
    ];
  });
}

function textOf(one: ApiMacro | ApiEnumerator): string {
  return 'body' in one ? one.body : (one.initialiser ?? '');
}
