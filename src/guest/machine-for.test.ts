// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { subsystems } from '../../subsystems/index.ts';
import { vfio } from '../../subsystems/vfio/index.ts';
import type { Failure } from '../failure.ts';
import type { Subsystem } from '../subsystem.ts';
import { machineFor, requireDevices } from './machine-for.ts';
import { findMachine, machineNames } from './machines.ts';

const x86 = await findMachine('x86-intel');
const lamp: Subsystem = {
  id: 'lamp',
  title: 'Lamps',
  files: { drivers: ['drivers/lamp'] },
  modules: { roots: ['lamp'] },
  binding: { kind: 'usb', driver: 'lamp' },
  machines: ['x86-intel'],
  flavours: { x86_64: ['amd64'] },
  configs: { symbols: ['LAMP'], source: ['lamp'] },
};

function refused(subsystem: Subsystem, machine = x86): string {
  try {
    machineFor(subsystem, machine);
    return 'taken';
  } catch (error) {
    const { code, title, hint } = error as Failure;
    return `${code}: ${title}. ${hint}`;
  }
}

test('a machine has the kernels and symbols that a subsystem needs', () => {
  const without = machineFor({ ...lamp, binding: { kind: 'none' } }, x86);
  expect(without.kernel).toEqual({ prebuilt: ['amd64'], source: ['x86-64', 'lamp'] });
  expect(without.configs).toEqual([...x86.configs, 'LAMP']);
  expect(machineFor({ ...lamp, binding: { kind: 'none' } }, without)).toEqual(without);
});

test('a machine that does not tell a trait, or has no device for the driver, is told before anything is built', () => {
  const { iommu: _, ...traits } = x86.traits;
  expect([
    refused(lamp),
    refused(vfio, { ...x86, traits }),
    refused(vfio, { ...x86, traits: { ...x86.traits, iommu: 'type2' } }),
    refused(vfio, { ...x86, devices: [] }),
  ]).toMatchInlineSnapshot(`
    [
      "MACHINE_UNSUITABLE: the machine x86-intel has no device of usb that lamp could take. Use a machine that is meant for Lamps: x86-intel.",
      "MACHINE_UNSUITABLE: the machine x86-intel does not say iommu, on which VFIO of PCI devices depends. Give it iommu: type1, spapr, noiommu; or use a machine that is meant for it: x86-intel, x86-intel-noremap, x86-amd, x86-noiommu, arm64-4k, arm64-64k, ppc64-64k.",
      "MACHINE_UNSUITABLE: the machine x86-intel says type2 for iommu, on which VFIO of PCI devices depends. Give it iommu: type1, spapr, noiommu; or use a machine that is meant for it: x86-intel, x86-intel-noremap, x86-amd, x86-noiommu, arm64-4k, arm64-64k, ppc64-64k.",
      "MACHINE_UNSUITABLE: the machine x86-intel has no device of pci that vfio-pci could take. Use a machine that is meant for VFIO of PCI devices: x86-intel, x86-intel-noremap, x86-amd, x86-noiommu, arm64-4k, arm64-64k, ppc64-64k.",
    ]
  `);
});

test('a driver that finds its device by itself needs a machine with one, which QEMU has too', () => {
  const rng: Subsystem = { ...lamp, binding: { kind: 'none' }, devices: ['virtio-rng-pci'] };
  const device = { role: 'rng', device: 'virtio-rng-pci,max-bytes=1024', address: '04.0' };
  expect(refused(rng, { ...x86, devices: [{ ...device, backend: [], port: false }] })).toBe('taken');
  expect(refused(rng)).toBe(
    'MACHINE_UNSUITABLE: the machine x86-intel has no virtio-rng-pci, which Lamps is about. Use a machine that is meant for Lamps: x86-intel.',
  );
  expect(() =>
    requireDevices(rng, { ...x86, devices: [] }, ['rng: this QEMU 7.2.22 has no virtio-rng-pci']),
  ).toThrow(
    expect.objectContaining({
      code: 'MACHINE_UNSUITABLE',
      detail: 'rng: this QEMU 7.2.22 has no virtio-rng-pci',
      hint: 'Install a QEMU that has it, or use another machine that is meant for Lamps: x86-intel.',
    }),
  );
});

test('the machines that a subsystem names are there, and fit it', async () => {
  const names = await machineNames();
  for (const subsystem of subsystems) {
    expect(names).toEqual(expect.arrayContaining([...subsystem.machines]));
    for (const name of subsystem.machines) machineFor(subsystem, await findMachine(name));
  }
});
