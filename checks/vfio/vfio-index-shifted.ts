// SPDX-License-Identifier: GPL-2.0-only
import { toldChanges } from '../lib/constants.ts';
import { enumChanges, type Shift } from '../lib/enums.ts';
import { listed, placed } from '../lib/tell.ts';
import { isFixedIndex } from '../profiles/indexes.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'vfio-index-shifted',
  severity: 'error',
  effect: 'binary-break',
  category: 'vfio',
  needs: ['uapi'],
  title: 'A fixed index of a region or an interrupt of VFIO has moved.',
  why: `Userspace asks for BAR 0, the configuration space or the MSI-X interrupts by an index that is compiled in: every binary would map and program its neighbour.`,
  reference: 'include/uapi/linux/vfio.h, "fixed region and IRQ index mapping"',
  todo: 'Leave the indexes alone: describe a new region by a device-specific type, or add an index at the end.',
  compare(subject) {
    const changes = enumChanges(subject);
    if (!changes) return [];
    const inserted = changes.inserted.map(({ shift, added }) =>
      told(
        shift,
        added.map(({ name }) => name),
      ),
    );
    const shifted = changes.shifted.map((shift) => told(shift, []));
    return [...inserted, ...shifted].flat();
  },
};

function told({ pair, difference, followers }: Shift, added: readonly string[]): Found[] {
  if (!isFixedIndex(pair)) return [];
  const others = followers.map(({ name }) => name);
  const because = added.length > 0 ? ` behind ${listed(added)}` : '';
  const more = others.length > 0 ? `, and ${listed(others)} ${others.length > 1 ? 'move' : 'moves'} too` : '';
  return [
    {
      ...placed(pair),
      message: `${pair.name}${because} ${toldChanges(difference.changes)}${more}`,
      breaks: ['old binary on new kernel', 'new binary on old kernel'],
      ...(others.length > 0 && { inherited: others }),
    },
  ];
}
