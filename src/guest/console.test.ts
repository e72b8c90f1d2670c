// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { alarms, consoleTail, worst } from './console.ts';
import { saved } from './test-data.ts';

const CELLS = ['baseline', 'region-flag', 'opt-in-ioctl'];

test("boot messages that only look like warnings, and a program's own words, are no splats", () => {
  expect(alarms(saved('console_quiet'), CELLS)).toEqual([]);
});

test('a warning while the modules of a cell are loaded belongs to that cell', () => {
  expect(alarms(saved('console_warn'), CELLS)).toMatchInlineSnapshot(`
    [
      {
        "at": 5,
        "cell": "region-flag",
        "kind": "splat",
        "line": "WARNING: CPU: 0 PID: 61 at drivers/vfio/pci/vfio_pci_core.c:1713 vfio_pci_core_mmap+0x1a/0x2b0 [vfio_pci_core]",
      },
    ]
  `);
});

test('the first line of a warning in new kernels, with the id of the caller', () => {
  expect(alarms(saved('console_warn_7.2'), CELLS)).toMatchInlineSnapshot(`
    [
      {
        "at": 1,
        "cell": "baseline",
        "kind": "splat",
        "line": "WARNING: drivers/vfio/pci/vfio_pci_core.c:1854 at vfio_pci_core_mmap+0x1a/0x2b0, CPU#0: msix_mmap/61",
      },
    ]
  `);
});

test('a panic says more than the oops before it', () => {
  expect(worst(alarms(saved('console_oops_then_panic'), CELLS))).toMatchInlineSnapshot(`
    {
      "at": 5,
      "cell": "opt-in-ioctl",
      "kind": "panic",
      "line": "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009",
    }
  `);
});

test.each(saved('console_reports').trimEnd().split('\n').slice(1))('is a splat: %s', (line) => {
  expect(alarms(line, []).map(({ kind }) => kind)).toEqual(['splat']);
});

test("a data race of the kernel proper, of which it has many, is no module's", () => {
  expect(
    alarms('[    2.000000] BUG: KCSAN: data-race in tick_nohz_stop_tick / tick_nohz_next_event', []),
  ).toEqual([]);
});

test("the tail is the cell's own part, and the whole console where there is none", () => {
  expect(consoleTail(saved('console_warn'), 'baseline', CELLS)).toMatchInlineSnapshot(`
    "[    1.944224] kpw: cell baseline load
    [    1.990010] kpw: cell baseline begin
    [    2.100000] kpw: cell baseline end"
  `);
  expect(consoleTail(saved('console_quiet'), 'region-flag', [], 1)).toBe('[    2.201000] reboot: Power down');
});
