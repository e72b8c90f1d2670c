// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { type Boot, classify } from './classify.ts';
import { parseResults } from './results.ts';
import { saved } from './test-data.ts';

const POWERED_OFF: Boot['end'] = { kind: 'exited', status: 0, signal: undefined };
const UP = 'KPW 1 boot release=6.1 page=4096\n';
const PASSES = 'KPW program t begin\nTAP version 13\n1..1\nok 1 one\nKPW program t end exit=0 ms=1\n';

function cell(name: string, programs = PASSES): string {
  return `KPW cell ${name} begin\n${programs}KPW cell ${name} end\n`;
}

function outcome(boot: Partial<Boot> & { results: string }): string[] {
  const whole = { cells: ['a', 'b', 'c'], console: '', stderr: '', end: POWERED_OFF, ...boot };
  return [...classify({ ...whole, stream: parseResults(boot.results) })].map(([name, result]) => {
    if (result === 'again') return `${name}: again`;
    const { verdict, failure } = result;
    return failure ? `${name}: ${verdict} ${failure.code} ${failure.message}` : `${name}: ${verdict}`;
  });
}

test('a whole boot is judged by its programs', () => {
  const skips = PASSES.replace('ok 1 one', 'ok 1 one # SKIP none');
  const results = `${UP}${cell('a')}${cell('b', skips)}${cell('c', PASSES.replace('ok', 'not ok'))}KPW end\n`;
  expect(outcome({ results })).toMatchInlineSnapshot(`
    [
      "a: PASS",
      "b: SKIP",
      "c: FAIL TESTS_FAILED cell c, program t: 1 of 1 tests failed",
    ]
  `);
});

test('a guest that never reports', () => {
  expect(outcome({ results: '', end: { kind: 'stopped', why: 'boot-timeout' } })).toMatchInlineSnapshot(`
    [
      "a: MISS BOOT_TIMEOUT boot: the guest did not come up in time",
      "b: MISS BOOT_TIMEOUT boot: the guest did not come up in time",
      "c: MISS BOOT_TIMEOUT boot: the guest did not come up in time",
    ]
  `);
});

test('a QEMU that does not start', () => {
  const end: Boot['end'] = { kind: 'exited', status: 1, signal: undefined };
  expect(outcome({ results: '', end, stderr: 'could not load kernel' })).toMatchInlineSnapshot(`
    [
      "a: MISS GUEST_EXITED boot: QEMU ended (status 1) before the guest was done",
      "b: MISS GUEST_EXITED boot: QEMU ended (status 1) before the guest was done",
      "c: MISS GUEST_EXITED boot: QEMU ended (status 1) before the guest was done",
    ]
  `);
});

test('a panic costs its own cell, and those after it run again', () => {
  const results = `${UP}${cell('a')}KPW cell b begin\nKPW program t begin\nTAP ver`;
  const console = '[ 1.0] kpw: cell a end\n[ 1.1] kpw: cell b begin\n[ 1.2] Kernel panic - not syncing: no\n';
  expect(outcome({ results, console })).toMatchInlineSnapshot(`
    [
      "a: PASS",
      "b: FAIL PANIC cell b: Kernel panic - not syncing: no",
      "c: again",
    ]
  `);
});

test('a splat fails its cell although all tests passed', () => {
  const results = `${UP}${cell('a')}KPW cell b begin\n`;
  const console =
    '[ 1.0] kpw: cell a begin\n[ 1.1] WARNING: CPU: 0 PID: 1 at x.c:1\n[ 1.2] kpw: cell a end\n';
  expect(outcome({ results, console, end: { kind: 'stopped', why: 'splat' } })).toMatchInlineSnapshot(`
    [
      "a: FAIL SPLAT cell a: WARNING: CPU: 0 PID: 1 at x.c:1",
      "b: again",
      "c: again",
    ]
  `);
});

test("a splat in the kernel's own boot counts against every cell", () => {
  expect(outcome({ results: UP, console: '[ 0.1] BUG: bad page state\n' })).toMatchInlineSnapshot(`
    [
      "a: FAIL SPLAT boot: BUG: bad page state",
      "b: FAIL SPLAT boot: BUG: bad page state",
      "c: FAIL SPLAT boot: BUG: bad page state",
    ]
  `);
});

test('a silent guest, and one that ends too early', () => {
  const results = `${UP}${cell('a')}`;
  expect(outcome({ results, end: { kind: 'stopped', why: 'hang' } })).toMatchInlineSnapshot(`
    [
      "a: PASS",
      "b: FAIL HANG cell b: the guest fell silent",
      "c: again",
    ]
  `);
  expect(outcome({ results })).toMatchInlineSnapshot(`
    [
      "a: PASS",
      "b: ERROR GUEST_EXITED cell b: QEMU ended (status 0) before the guest was done",
      "c: again",
    ]
  `);
});

test('a flood of the console is told with its last words', () => {
  const results = `${UP}${cell('a')}KPW cell b begin\n`;
  expect(outcome({ results, end: { kind: 'stopped', why: 'flood' } })).toMatchInlineSnapshot(`
    [
      "a: PASS",
      "b: FAIL FLOOD cell b: the guest wrote more than 32 MiB to its console",
      "c: again",
    ]
  `);
});

test('a driver that does not take its device', () => {
  const error =
    'KPW error cell a: [DEVICE_REFUSED] device nvme 0000:00:05.0: vfio-pci did not take it (driver: none)\n';
  const results = `${UP}KPW cell a begin\n${error}KPW end\n`;
  expect(outcome({ cells: ['a'], results })).toMatchInlineSnapshot(`
    [
      "a: FAIL DEVICE_REFUSED cell a: the driver did not take the device",
    ]
  `);
});

test('modules that do not load spoil the boot for the cells after them', () => {
  const results = `${UP}KPW cell a begin\nKPW error cell a: load vfio_pci: ENOENT\n${cell('b')}KPW end\n`;
  expect(outcome({ results })).toMatchInlineSnapshot(`
    [
      "a: MISS NOTHING_RAN cell a: no test ran: the guest's init gave up",
      "b: again",
      "c: again",
    ]
  `);
});

test('a driver that cannot be taken away fails its cell', () => {
  const results = `${UP}KPW cell a begin\n${PASSES}KPW error cell a: unload vfio_pci: EBUSY\n`;
  expect(outcome({ results })).toMatchInlineSnapshot(`
    [
      "a: FAIL TESTS_FAILED cell a: the tests ran, and the module vfio_pci could not be unloaded afterwards: it is in use",
      "b: again",
      "c: again",
    ]
  `);
});

test('a cell without programs, one that prints nothing, one that was left out', () => {
  const mute = 'KPW program t begin\nKPW program t end exit=127 ms=1\n';
  expect(outcome({ results: `${UP}${cell('a', '')}${cell('b', mute)}KPW end\n` })).toMatchInlineSnapshot(`
    [
      "a: MISS NOTHING_RAN cell a: no test ran: the guest has no test program for it",
      "b: MISS NOTHING_RAN cell b: no test ran: t printed nothing (exit status 127)",
      "c: MISS NOTHING_RAN cell c: no test ran: the guest left it out",
    ]
  `);
});

test('programs that are too slow, killed, cut off or contradict themselves', () => {
  const slow = PASSES.replace('exit=0', 'timeout=20');
  const killed = PASSES.replace('exit=0', 'signal=11').replace('1..1', '1..2');
  const results = `${UP}${cell('a', slow)}${cell('b', killed)}${cell('c', PASSES.replace('exit=0', 'exit=1'))}KPW end\n`;
  expect(outcome({ results })).toMatchInlineSnapshot(`
    [
      "a: FAIL HANG cell a, program t: no end within 20 s",
      "b: ERROR MALFORMED_KTAP cell b, program t: not a whole KTAP document: killed by SIGSEGV",
      "c: ERROR MALFORMED_KTAP cell c, program t: not a whole KTAP document: exit status 1, and no test failed",
    ]
  `);
});

test('init that cannot read its plan fails every cell', () => {
  expect(outcome({ results: `${UP}KPW error /plan: ENOENT\nKPW end\n` })).toMatchInlineSnapshot(`
    [
      "a: MISS NOTHING_RAN boot: no test ran: the guest's init gave up",
      "b: MISS NOTHING_RAN boot: no test ran: the guest's init gave up",
      "c: MISS NOTHING_RAN boot: no test ran: the guest's init gave up",
    ]
  `);
});

/** What is told of a cell that failed by a report of the kernel. */
function detail(console: string): string | undefined {
  const stream = parseResults(`${UP}KPW cell opt-in-ioctl begin\n`);
  const boot = { cells: ['opt-in-ioctl'], console: saved(console), stderr: '', end: POWERED_OFF };
  const result = classify({ ...boot, stream }).get('opt-in-ioctl');
  return result === 'again' ? undefined : result?.failure?.detail;
}

test('a panic carries its trace', () => {
  expect(detail('console_oops_then_panic')).toMatchInlineSnapshot(`
    "[    2.110100] BUG: kernel NULL pointer dereference, address: 0000000000000008
    [    2.110150] #PF: supervisor read access in kernel mode
    [    2.110200] Oops: 0000 [#1] PREEMPT SMP NOPTI
    [    2.110300] RIP: 0010:vfio_pci_core_ioctl+0x9a/0xb20 [vfio_pci_core]
    [    2.120000] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009
    [    2.120100] ---[ end Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009 ]---"
  `);
});

test('what a cell leaked is told with its backtrace', () => {
  expect(detail('console_kmemleak')).toMatchInlineSnapshot(`
    "[  126.620551] kmemleak: 1 new suspected memory leaks
    [  126.622168] unreferenced object 0xffff888000ddb480 (size 64):
    [  126.622902]   comm "vfio_pci_msix_m", pid 50, jiffies 4294918647
    [  126.623491]   hex dump (first 32 bytes):
    [  126.624225]     01 00 00 00 15 00 b5 06 15 00 75 07 00 00 00 00  ..........u.....
    [  126.624766]     00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................
    [  126.625891]   backtrace:
    [  126.626552]     [<(____ptrval____)>] __kmem_cache_alloc_node+0xdf/0xf2
    [  126.627663]     [<(____ptrval____)>] vfio_pci_core_ioctl+0x19ec/0x1a8a [vfio_pci_core]
    [  127.100000] kpw: cell opt-in-ioctl end"
  `);
});

test('a guest that QEMU stopped is no hang: before the first cell all are missed, later one is in error', () => {
  const end: Boot['end'] = { kind: 'stopped', why: 'internal-error' };
  expect(outcome({ results: '', end })).toMatchInlineSnapshot(`
    [
      "a: MISS GUEST_STOPPED boot: QEMU stopped the guest: its accelerator's internal error",
      "b: MISS GUEST_STOPPED boot: QEMU stopped the guest: its accelerator's internal error",
      "c: MISS GUEST_STOPPED boot: QEMU stopped the guest: its accelerator's internal error",
    ]
  `);
  expect(outcome({ results: `${UP}${cell('a')}KPW cell b begin\n`, end })).toMatchInlineSnapshot(`
    [
      "a: PASS",
      "b: ERROR GUEST_STOPPED cell b: QEMU stopped the guest: its accelerator's internal error",
      "c: again",
    ]
  `);
  const paused: Boot['end'] = { kind: 'stopped', why: 'paused' };
  expect(outcome({ results: '', end: paused })[0]).toMatchInlineSnapshot(
    `"a: MISS GUEST_STOPPED boot: QEMU stopped the guest"`,
  );
});

test('a module whose init returns an error fails its cell; a loader that finds a symbol missing proves nothing; a value that the kernel refuses is told', () => {
  const gaveUp = (why: string, console = '') =>
    outcome({ cells: ['a'], console, results: `${UP}KPW cell a begin\nKPW error cell a: ${why}\n` });
  expect([
    ...gaveUp('load lamp: EINVAL (Invalid argument)'),
    ...gaveUp('load lamp: EINVAL (Invalid argument)', "[ 1.0] lamp: `no' invalid for parameter `hue'\n"),
    ...gaveUp('load lamp: ENOENT (No such file or directory)'),
  ]).toEqual([
    'a: FAIL MODULE_REFUSED cell a: the module lamp does not load: its init returns EINVAL',
    'a: FAIL PARAMETER_REFUSED cell a: the kernel does not take no for the parameter hue of lamp: it is invalid',
    "a: MISS NOTHING_RAN cell a: no test ran: the guest's init gave up",
  ]);
});

test('a module that is in use, or there already, or not signed, is told as such, and no design is blamed', () => {
  const gaveUp = (why: string, console = '') =>
    outcome({ cells: ['a'], console, results: `${UP}KPW cell a begin\nKPW error cell a: ${why}\n` });
  const rejected = '[ 1.0] kpw: cell a begin\n[ 1.1] Loading of unsigned module is rejected\n';
  const locked =
    '[ 1.0] kpw: cell a begin\n[ 1.1] Lockdown: init: unsigned module loading is restricted; see man kernel_lockdown.7\n';
  expect([
    ...gaveUp('unload lamp: EBUSY (Device or resource busy)'),
    ...gaveUp('load lamp: EEXIST (File exists)'),
    ...gaveUp('load lamp: EKEYREJECTED (Key was rejected by service)', rejected),
    ...gaveUp('load lamp: ENOKEY (Required key not available)'),
    ...gaveUp('load lamp: EPERM (Operation not permitted)', locked),
    ...gaveUp('load lamp: EPERM (Operation not permitted)'),
    ...outcome({
      cells: ['a'],
      results: `${UP}KPW error load vfio: EKEYREJECTED (Key was rejected by service)\n`,
    }),
  ]).toMatchInlineSnapshot(`
    [
      "a: MISS MODULE_IN_USE cell a: the module lamp cannot be swapped: it is in use",
      "a: MISS MODULE_IN_USE cell a: the module lamp cannot be swapped: the guest has loaded one of that name already",
      "a: MISS MODULE_UNSIGNED cell a: the kernel takes no module that its own key has not signed: lamp (EKEYREJECTED)",
      "a: MISS MODULE_UNSIGNED cell a: the kernel takes no module that its own key has not signed: lamp (ENOKEY)",
      "a: MISS MODULE_UNSIGNED cell a: the kernel takes no module that its own key has not signed: lamp (EPERM)",
      "a: FAIL MODULE_REFUSED cell a: the module lamp does not load: its init returns EPERM",
      "a: MISS MODULE_UNSIGNED boot: the kernel takes no module that its own key has not signed: vfio (EKEYREJECTED)",
    ]
  `);
});

test('a guest that started again costs its cell', () => {
  const results = `${UP}KPW cell a begin\n${PASSES}${UP}${cell('a')}`;
  expect(outcome({ cells: ['a'], results, end: { kind: 'stopped', why: 'restarted' } })).toEqual([
    'a: ERROR GUEST_EXITED cell a: the guest started again',
  ]);
});
