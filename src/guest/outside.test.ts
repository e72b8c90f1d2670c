// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { classify } from './classify.ts';
import type { GuestEnd } from './guest-end.ts';
import { endedFromOutside } from './outside.ts';
import { deviceNames } from './qemu-devices.ts';
import { parseResults } from './results.ts';

const exited = (status: number | undefined, signal?: string): GuestEnd => ({
  kind: 'exited',
  status,
  signal,
});

test.each([
  [exited(undefined, 'SIGKILL'), '', 'QEMU_KILLED', 'QEMU was killed from outside (SIGKILL)'],
  [
    exited(0),
    'qemu-system-x86_64: terminating on signal 15 from pid 4711 (bash)',
    'QEMU_KILLED',
    'QEMU was killed from outside by process 4711 (signal 15)',
  ],
  [
    exited(1),
    "qemu-system-x86_64: -device igb,id=igb: 'igb' is not a valid device model name",
    'HOST_LACKS',
    "this host's QEMU does not support the machine: 'igb' is not a valid device model name",
  ],
  [
    exited(undefined, 'SIGABRT'),
    'qemu: qemu_thread_create: Resource temporarily unavailable',
    'HOST_FAULT',
    'the host refused what a program needs: qemu: qemu_thread_create: Resource temporarily unavailable',
  ],
  [
    exited(1),
    "qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory",
    'HOST_FAULT',
    "the host refused what a program needs: qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory",
  ],
])('%j, %j', (end, stderr, code, title) => {
  expect(endedFromOutside(end, stderr, 'boot')).toMatchObject({ code, title });
});

test.each([
  "No 'virtio-bus' bus found for device 'virtio-rng-device'",
  "Bus 'pcie.9' not found",
  "Device 'virtio-rng-pci' can't go on IDE bus",
  'PCI: slot 31 function 0 not available for edu',
])('a device that cannot sit there: %s', (said) => {
  expect(endedFromOutside(exited(1), `qemu-system-x86_64: -device x: ${said}, more`, 'boot')).toMatchObject({
    code: 'MACHINE_UNSUITABLE',
    title: `the machine has no place for one of its devices: ${said}`,
  });
});

test.each([
  [exited(0), ''],
  [exited(undefined, 'SIGSEGV'), ''],
  [exited(1), 'qemu-system-x86_64: could not load kernel'],
  [{ kind: 'stopped', why: 'hang' } as GuestEnd, 'terminating on signal 15'],
])('%j, %j is the guest or QEMU itself', (end, stderr) => {
  expect(endedFromOutside(end, stderr, 'boot')).toBeUndefined();
});

test('a cell in which QEMU is killed has no verdict, and no console in its message', () => {
  const stream = parseResults('KPW 1 boot release=6.1 page=4096\nKPW cell a begin\n');
  const console = '[    1.0] kpw: cell a begin\n[    1.1] something\n';
  const outcomes = classify({
    cells: ['a', 'b'],
    stream,
    console,
    stderr: '',
    end: exited(undefined, 'SIGKILL'),
  });
  const [a, b] = [...outcomes.values()];
  expect(a).toMatchObject({ verdict: 'MISS', failure: { code: 'QEMU_KILLED', detail: undefined } });
  expect(b).toBe('again');
});

test('devices are known by name and by alias', () => {
  const help = `Network devices:
name "e1000e", bus PCI, desc "Intel 82574L GbE Controller"
name "virtio-net-pci", bus PCI, alias "virtio-net"
`;
  expect([...deviceNames(help)]).toEqual(['e1000e', 'virtio-net-pci', 'virtio-net']);
});
