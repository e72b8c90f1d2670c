// SPDX-License-Identifier: GPL-2.0-only
// What the README shows: context is a poor anchor. The archive moves, so places are asserted and not lines.
import { expect, test } from 'vitest';
import { fuzzOf } from '../src/series/fuzz.ts';
import { diffs } from '../src/series/generate.ts';
import { debian, designs, testContext } from './support.ts';

test.each([
  '6.1',
  '7.2',
])("patch -F3 puts 5.10's ioctl into another function of %s, and says that it succeeded", async (onto) => {
  const from = await designs(await debian('5.10'));
  const there = await designs(await debian(onto));
  const renamed = new Map([
    [from.baseline.layout.driver, there.baseline.layout.driver],
    [from.baseline.layout.device.path, there.baseline.layout.device.path],
  ]);
  const [diff = ''] = await diffs(from, testContext());
  const [optIn] = from.variants;
  if (!optIn) throw new Error('no variant');
  const hunks = await fuzzOf(diff, optIn.composition.edited, there.baseline.pristine, renamed, testContext());
  const arm = hunks.find(({ adds }) => adds.startsWith('} else if (cmd == VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP)'));
  expect(arm).toMatchObject({ outcome: 'applied', meant: 'vfio_pci_ioctl()' });
  expect(arm?.landed).toMatch(/^vfio_pci_(?!core_ioctl)/);
  expect(hunks.filter(({ outcome }) => outcome === 'failed').length).toBeGreaterThan(0);
  // The same design, made from the template, stands where it belongs.
  const anchors = there.variants[0]?.composition.patches
    .filter(({ selftest }) => !selftest)
    .at(-1)
    ?.anchors.map(({ anchor }) => anchor);
  expect(anchors?.filter((anchor) => anchor === 'A4')).toHaveLength(2);
});
