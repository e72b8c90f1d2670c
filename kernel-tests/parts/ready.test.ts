// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { PARTS, partsFor } from './ready.ts';

const roles = (...aliases: string[]) => partsFor(aliases).map(({ role, bus }) => `${bus} ${role}`);

test('a driver gets the parts that its aliases match, as modprobe would have it', () => {
  expect([
    roles('pci:v00008086d000025ABsv*sd*bc*sc*i*'),
    roles('pci:v*d*sv*sd*bc01sc08i02*'),
    roles('usb:v*p*d*dc*dsc*dp*ic03isc*ip*in*'),
    roles('acpi*:QEMU0001:*'),
    roles('scsi:t-0x05*', 'scsi:t-0x04*'),
    roles('virtio:d00000004v*'),
    roles('pci:v00008086d00001533sv*sd*bc*sc*i*', 'fs-lamp'),
  ]).toMatchInlineSnapshot(`
    [
      [
        "pci i6300esb",
      ],
      [
        "pci nvme",
      ],
      [
        "usb keyboard",
        "usb mouse",
        "usb tablet",
        "usb wacom",
      ],
      [
        "platform pvpanic",
      ],
      [
        "scsi cdrom",
      ],
      [
        "virtio rng",
      ],
      [],
    ]
  `);
});

test('no two parts are the same device', () => {
  const devices = PARTS.map(({ bus, device, role }) => `${bus} ${device ?? role}`);
  expect(new Set(devices).size).toBe(devices.length);
});
