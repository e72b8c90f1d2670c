// SPDX-License-Identifier: GPL-2.0-only
import { targetsOf, toldChanges } from '../lib/constants.ts';
import { type EnumChanges, enumChanges, type Shift } from '../lib/enums.ts';
import { whyEnumeratorGrown } from '../lib/grown-enumerator.ts';
import { madeOf } from '../lib/made.ts';
import { listed, placed } from '../lib/tell.ts';
import { isFixedIndex } from '../profiles/indexes.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'enm-value-changed',
  severity: 'error',
  effect: 'binary-break',
  category: 'enm',
  needs: ['uapi'],
  title: 'An enumerator has another value, by an initialiser of its own or by changing places.',
  why: `Binaries keep the value that they were compiled with, so the kernel and they no longer mean the same thing.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Interface versions"',
  todo: 'Give the enumerator its old value back, and a new name to the new meaning.',
  compare(subject) {
    const changes = enumChanges(subject);
    if (!changes) return [];
    const unknown = changes.undetermined.map(
      ({ pair, difference }): Found => ({
        ...placed(pair),
        severity: 'warning',
        effect: 'undetermined',
        message: `kpw cannot tell the value of ${pair.name}: ${difference.unknown?.reason}`,
        ...(difference.unknown && { targets: difference.unknown.targets }),
      }),
    );
    const shifted = changes.shifted.filter(({ pair }) => !isFixedIndex(pair));
    return [...shifted.map((shift) => told(subject, shift)), ...changes.sums.map(moved), ...unknown];
  },
};

function told(subject: Subject, shift: Shift): Found {
  const { pair, difference, followers } = shift;
  const targets = targetsOf(difference.changes);
  const constants = followers.map(({ name }) => name);
  const grown = whyEnumeratorGrown(subject, shift);
  const others = [...constants, ...madeOf(subject, [pair.name, ...constants])];
  const more = others.length > 0 ? `, and ${listed(others)} ${others.length > 1 ? 'move' : 'moves'} too` : '';
  if (grown)
    return {
      ...placed(pair, targets),
      severity: 'note',
      effect: 'additive',
      message: `${pair.name} ${toldChanges(difference.changes, pair.after?.initialiser)}${more}: ${grown}`,
      ...(targets && { targets }),
      ...(others.length > 0 && { inherited: others }),
    };
  return {
    ...placed(pair, targets),
    message: `${pair.name} ${toldChanges(difference.changes, pair.after?.initialiser)}${more}`,
    breaks: ['old binary on new kernel', 'new binary on old kernel'],
    ...(targets && { targets }),
    ...(others.length > 0 && { inherited: others }),
  };
}

/** By how much the values differ is known, and they are not. */
function moved({ pair, followers, sum: { names, by } }: EnumChanges['sums'][number]): Found {
  const others = followers.map(({ name }) => name);
  const more = by > 0n ? `${by} more` : `${-by} less`;
  return {
    ...placed(pair),
    message: `${listed([pair.name, ...others])} ${others.length > 0 ? 'are' : 'is'} ${more} than before, whatever ${listed(names)} is`,
    breaks: ['old binary on new kernel', 'new binary on old kernel'],
    ...(others.length > 0 && { inherited: others }),
  };
}
