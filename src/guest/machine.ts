// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod';

const Words = z.array(z.string().min(1));

const Device = z.strictObject({
  /** What the tests call it: `nvme` becomes KPW_BDF_NVME in the guest. */
  role: z.string().regex(/^[a-z][a-z0-9]*$/),
  /** Value of QEMU's -device, without bus and addr. */
  device: z.string().min(1),
  /** Slot and function on the root bus, as lspci writes them. */
  address: z.string().regex(/^[01][0-9a-f]\.[0-7]$/),
  /** Arguments that the device refers to (-drive, -netdev). */
  backend: Words.default([]),
});

/**
 * A QEMU machine as data. What a run decides (kernel, files, who listens on the serial ports) is not in
 * it, nor is anything that the tests are to find out for themselves, such as how many vectors a device has.
 */
export const Machine = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    title: z.string().min(1),
    /** As `uname -m` in the guest. */
    architecture: z.enum(['x86_64', 'aarch64', 'ppc64le']),
    qemu: z.strictObject({
      binary: z.string().min(1),
      /** Debian package that has it. */
      package: z.string().min(1),
    }),
    /** Bytes. */
    pageSize: z.union([z.literal(4096), z.literal(65536)]),
    /** What designs may promise something of. */
    traits: z.strictObject({
      /** A device can raise no interrupts but its own. */
      isolatesMsi: z.boolean(),
    }),
    /** -machine and -cpu for each way to execute guest code. */
    accelerators: z.strictObject({ tcg: Words, kvm: Words.optional() }),
    base: Words,
    kernelArguments: Words,
    devices: z.array(Device).min(1),
    /** Kconfig symbols, without CONFIG_, that the kernel must have built in or as a module. */
    configs: Words,
  })
  .refine(({ devices }) => new Set(devices.map(({ role }) => role)).size === devices.length, {
    message: 'two devices have the same role',
    path: ['devices'],
  })
  .refine(({ devices }) => new Set(devices.map(({ address }) => address)).size === devices.length, {
    message: 'two devices have the same address',
    path: ['devices'],
  });

export type Machine = z.output<typeof Machine>;
/** What a file in kernel-tests/machines exports by default. */
export type MachineFile = z.input<typeof Machine>;

/** PCI address of a device as the guest's sysfs writes it: `0000:00:05.0`. */
export function bdf(device: Machine['devices'][number]): string {
  return `0000:00:${device.address}`;
}

/**
 * The symbols that the machine needs and a kernel's configuration lacks.
 *
 * @param config text of a .config or /boot/config-* file
 */
export function missingConfigs(machine: Machine, config: string): string[] {
  const present = new Set([...config.matchAll(/^CONFIG_(\w+)=[ym]$/gm)].map((match) => match[1]));
  return machine.configs.filter((symbol) => !present.has(symbol));
}
