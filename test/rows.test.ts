// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CellView } from '../src/series/cell-view.ts';
import { rows } from '../templates/msix-mmap/rows.ts';

function cellOf(observed: Record<string, string>, promised: Record<string, string>): CellView {
  return {
    observed: (key) => observed[key],
    promised: (key) => promised[key],
    measured: () => undefined,
  };
}

function shown(cell: CellView) {
  return rows.flatMap(({ label, cell: value }) => {
    const text = value(cell);
    return text === undefined ? [] : [`${label}: ${text}`];
  });
}

const PROMISED = {
  'fresh.flags': '0xf',
  'fresh.mmap.table': 'EINVAL',
  'fresh.mmap.before': 'ok',
  'old.maps': 'around',
};

test('with pages of 4K the device with the table in the middle of its BAR is shown', () => {
  const seen = {
    'nvme.bar0.flags': '0xf',
    'nvme.bar0.mmap.table': 'ok',
    'nvme.old.maps': 'nothing',
    'nvme64k.bar0.flags': '0xf',
    'e1000e.bar3.flags': '0xf',
    'e1000e.bar3.mmap.table': 'EINVAL',
  };
  expect(shown(cellOf(seen, PROMISED))).toEqual([
    'flags: MMAP CAPS',
    "the table's pages: ok (e1000e: EINVAL) ≠ promised EINVAL",
    'old userspace maps: nothing ≠ promised around',
  ]);
});

test('with pages of 64K the device whose BAR is as large as a page is shown', () => {
  const seen = {
    'nvme.bar0.flags': '0x3',
    'nvme.bar0.mmap.table': 'EINVAL',
    'nvme64k.bar0.flags': '0xf',
    'nvme64k.bar0.mmap.table': 'ok',
    'nvme64k.bar0.mmap.before': 'no_such_range',
    'nvme64k.bar0.mmap.after': 'no_such_range',
    'nvme64k.old.maps': 'nothing',
    'e1000e.bar3.flags': '0x3',
    'e1000e.bar3.mmap.table': 'EINVAL',
  };
  expect(shown(cellOf(seen, PROMISED))).toEqual([
    'flags: MMAP CAPS',
    "the table's pages: ok ≠ promised EINVAL",
    'pages before: no such range',
    'pages behind: no such range',
    'old userspace maps: nothing',
  ]);
});
