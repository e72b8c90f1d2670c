// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseKtap } from './ktap.ts';
import { mappedBars } from './mapped.ts';

const LOG = `TAP version 13
1..2
# DPDK 1.2.3
# dpdk: EAL: PCI device 0000:00:04.0 on NUMA socket -1
# dpdk: EAL: Trying to map BAR3 that contains the MSI-X table. Trying offsets: 0x30000000000:0x0000, 0x30000001000:0x3000
# dpdk: EAL:   PCI memory mapped at 0x10412f000
ok 1 probed
# mapped BAR 3 of 0x4000 with the table: 0x0-0x1000 0x2000-0x4000
# mapped BAR 0 of 0x20000: 0x0-0x20000
# mapped BAR 1 of 0x1000: nothing
ok 2 mapped
`;

test('what is mapped is read from the log, BAR by BAR', () => {
  const [, mapped] = parseKtap(LOG).tests;
  expect(mappedBars(mapped?.diagnostics ?? [])).toMatchInlineSnapshot(`
    [
      {
        "areas": [
          {
            "from": 0,
            "to": 131072,
          },
        ],
        "bar": 0,
        "size": 131072,
        "table": false,
      },
      {
        "areas": [],
        "bar": 1,
        "size": 4096,
        "table": false,
      },
      {
        "areas": [
          {
            "from": 0,
            "to": 4096,
          },
          {
            "from": 8192,
            "to": 16384,
          },
        ],
        "bar": 3,
        "size": 16384,
        "table": true,
      },
    ]
  `);
});

test('a log of something else says nothing of BARs', () => {
  const [probed] = parseKtap(LOG).tests;
  expect(mappedBars(probed?.diagnostics ?? [])).toEqual([]);
});

test('a line that is cut off, or whose areas are no areas, is not taken for an answer', () => {
  const bad = [
    'mapped BAR 3 of 0x4000 with the table:',
    'mapped BAR 3 of 0x4000 with the table: 0x1000-0x40',
    'mapped BAR 3 of 0x4000 with the table: 0x1000-0x4000 0x2000-0x3000',
    'mapped BAR 3 of 0x4000 with the tab',
    'mapped BAR 3 of 0x4000: nothing at all',
  ];
  expect(mappedBars(bad)).toEqual([]);
});

test('of what is said twice the last counts', () => {
  expect(mappedBars(['mapped BAR 0 of 0x1000: nothing', 'mapped BAR 0 of 0x1000: 0x0-0x1000'])).toEqual([
    { bar: 0, size: 0x1000, table: false, areas: [{ from: 0, to: 0x1000 }] },
  ]);
});
