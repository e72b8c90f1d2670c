// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, Comparison } from '../../src/uapi/model.ts';
import { targetsOf, toldChanges } from '../lib/constants.ts';
import { enumChanges, isFallen, type Shift } from '../lib/enums.ts';
import { declaredFixed, sizedBy } from '../lib/fixed.ts';
import { whyEnumeratorGrown } from '../lib/grown-enumerator.ts';
import { requestsMadeOf } from '../lib/ioctls.ts';
import { macroChanges } from '../lib/macros.ts';
import { listed, placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'enm-terminal-moved',
  severity: 'error',
  effect: 'binary-break',
  category: 'enm',
  needs: ['uapi'],
  title:
    'The enumerator that counts the others has moved: by growth, or although it is declared fixed or nothing is gone.',
  why: `A count grows with its enum, and nobody should ask for more than it says. One that a comment declares fixed, or that sizes an array of the UAPI, is compiled into every binary as a promise; and one that is less than it was, where the enum has lost nothing, no longer stands above what it counted.`,
  reference: 'include/uapi/linux/vfio.h, VFIO_PCI_NUM_REGIONS',
  todo: 'Leave a count that is declared fixed as it is, and offer what is new in another way.',
  compare(subject) {
    const { uapi } = subject;
    const changes = enumChanges(subject);
    if (!uapi || !changes) return [];
    const derived = macroChanges(subject)?.derived ?? [];
    const blamed = new Set(
      [...changes.shifted, ...changes.inserted.map(({ shift }) => shift)].map((one) => one.enum),
    );
    return changes.terminals.flatMap((shift) => {
      // A mask that ends an enum, and loses the bits that found a use.
      if (isFallen(shift.difference) && whyEnumeratorGrown(subject, shift)) return [];
      const names = [shift.pair, ...shift.followers].map(({ name }) => name);
      const macros = derived.filter(({ cause }) => names.includes(cause)).map(({ pair }) => pair.name);
      const requests = requestsMadeOf(subject, [...names, ...macros]);
      const found = told(uapi, shift, [...names.slice(1), ...macros], requests);
      // Where others moved too, that is the finding, unless this one should never have moved.
      const isTheirs = found.severity === 'note' || (isFallen(shift.difference) && requests.length === 0);
      return isTheirs && blamed.has(shift.enum) ? [] : [found];
    });
  },
};

function told(
  uapi: Comparison,
  shift: Shift,
  constants: readonly string[],
  requests: readonly string[],
): Found {
  const { pair, difference } = shift;
  const inherited = [...constants, ...requests];
  const targets = targetsOf(difference.changes);
  const more = inherited.length > 0 ? `, and with it ${listed(inherited)}` : '';
  const message = `${pair.name} ${toldChanges(difference.changes)}${more}`;
  const found = {
    ...placed(pair, targets),
    ...(targets && { targets }),
    ...(inherited.length > 0 && { inherited }),
  };
  const why =
    requests.length > 0
      ? `it is part of the request of ${listed(requests)}`
      : (promise(uapi.before.header(pair.header), shift, constants) ??
        (isFallen(difference) ? `${shift.enum.name} has lost nothing` : undefined));
  if (!why) {
    const grown = `${message}: ${shift.enum.name} has grown`;
    return { ...found, severity: 'note', effect: 'additive', message: grown };
  }
  const breaks = ['old binary on new kernel', 'new binary on old kernel'] as const;
  return { ...found, message: `${message}, although ${why}`, breaks };
}

function promise(
  before: ApiHeader | undefined,
  { pair }: Shift,
  names: readonly string[],
): string | undefined {
  if (!before || !pair.before) return undefined;
  const words = declaredFixed(before, pair.before.line);
  if (words) return `a comment calls it "${words}"`;
  const sized = sizedBy(before, [pair.name, ...names]);
  return sized.length > 0 ? `it sizes an array in ${listed(sized.map(({ name }) => name))}` : undefined;
}
