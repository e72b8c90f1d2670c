// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';
import { wrongFlavour } from './flavour.ts';

const Words = z.array(z.string().min(1));

const Device = z.strictObject({
  /** What the tests call it: `nvme` becomes KPW_BDF_NVME in the guest. Also its id in QEMU. */
  role: z.string().regex(/^[a-z][a-z0-9]*$/),
  /** Value of QEMU's -device, without id, and for one of PCI without bus and addr. */
  device: z.string().min(1),
  /**
   * Slot and function on the root bus, as lspci writes them; of its port where the device is behind one. Only of a
   * device of PCI.
   */
  address: z
    .string()
    .regex(/^[01][0-9a-f]\.[0-7]$/)
    .optional(),
  /** Of another device, what the guest's sysfs calls it, where it does: `{ bus: 'usb', name: '1-1:1.0' }`. */
  guest: z
    .strictObject({ bus: z.string().regex(/^[a-z][\w-]*$/), name: z.string().regex(/^\S+$/) })
    .optional(),
  /** Arguments that the device refers to (-drive, -netdev). */
  backend: Words.default([]),
  /** A PCIe root port, behind which it can be unplugged. */
  port: z.boolean().default(false),
  /** What programs in the guest may ask the host to do to it (kernel-tests/README.md); absent: what can be done to a device of PCI. */
  asks: z.array(z.enum(['plug', 'link', 'media'])).optional(),
  /** The first QEMU that has the device: an older one runs the machine without it. */
  since: z
    .string()
    .regex(/^\d+(\.\d+)*$/)
    .optional(),
});
export type MachineDevice = z.output<typeof Device>;

/** A disk that the host puts into a drive when a program asks for it, made anew for each boot. */
const Medium = z.strictObject({
  /** Every 512 bytes of it begin with its name and the number of the sector; the rest is zeros. */
  bytes: z
    .number()
    .int()
    .min(512)
    .max(64 * 2 ** 20)
    .multipleOf(512),
});

function distinct(words: readonly string[]): boolean {
  return new Set(words).size === words.length;
}

/**
 * A QEMU machine as data. What a run decides (kernel, files, who listens on the serial ports) is not in
 * it, nor is anything that the tests are to find out for themselves, such as how many vectors a device has.
 */
export const MachineShape = z
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
    /** What designs may promise something of, and what tests cannot find out from inside; a subsystem says which it needs. */
    traits: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), z.union([z.string(), z.boolean()])).default({}),
    /** -machine and -cpu for each way to execute guest code. */
    accelerators: z.strictObject({ tcg: Words, kvm: Words.optional() }),
    base: Words,
    /** How many the guest has. More than one slows TCG down, and shows races that one does not. */
    cpus: z.number().int().min(1).max(64).default(1),
    /** QEMU's name of the bus that the devices are on. */
    bus: z.string().default('pcie.0'),
    /** The guest's second channel, for results: its tty, and QEMU's device for it where -serial makes none. */
    results: z.strictObject({ tty: z.string().regex(/^\/dev\/\w+$/), device: z.string().optional() }),
    /** The port by which the host answers programs that ask it for something: its tty in the guest, and QEMU's device. */
    answers: z
      .strictObject({
        tty: z.string().regex(/^\/dev\/\w+$/),
        device: z.string().regex(/(^|,)chardev=answers(,|$)/),
      })
      .optional(),
    /** Disks for its drives, by the name that programs ask for. */
    media: z.record(z.string().regex(/^[a-z][a-z0-9]*$/), Medium).optional(),
    kernelArguments: Words,
    /** Given to modules as they are loaded. */
    parameters: z
      .array(z.strictObject({ module: z.string().min(1), options: z.string().min(1) }))
      .default([]),
    devices: z.array(Device).default([]),
    /** Where its kernel comes from: the first way is the one that is taken unless another is asked for. */
    kernel: z
      .strictObject({
        /** Debian's flavours that will do, the one to be preferred first. */
        prebuilt: Words.optional(),
        /** Fragments of kernel-tests/configs that a kernel built from source is configured by. */
        source: Words.optional(),
      })
      .refine(({ prebuilt, source }) => prebuilt || source, { message: 'no way to a kernel' }),
    /** Kconfig symbols, without CONFIG_, that the kernel must have built in or as a module. */
    configs: Words,
  })
  .superRefine(({ architecture, kernel }, told) => {
    for (const [at, one] of (kernel.prebuilt ?? []).entries()) {
      const message = wrongFlavour(architecture, one);
      if (message) told.addIssue({ code: 'custom', message, path: ['kernel', 'prebuilt', at] });
    }
  })
  .refine(({ devices }) => distinct(devices.map(({ role }) => role)), {
    message: 'two devices have the same role',
    path: ['devices'],
  })
  .refine(({ devices }) => distinct(devices.flatMap(({ address }) => address ?? [])), {
    message: 'two devices have the same address',
    path: ['devices'],
  })
  .refine(({ devices }) => devices.every(({ address, port }) => address !== undefined || !port), {
    message: 'a device behind a PCIe port has an address',
    path: ['devices'],
  })
  .refine(({ devices, media, answers }) => answers || !(media || devices.some(({ asks }) => asks)), {
    message: 'a host that is asked for something needs a port to answer by',
    path: ['answers'],
  })
  .refine(({ devices }) => devices.every(({ address, guest }) => address === undefined || !guest), {
    message: 'a device of PCI is found by its address, and needs no guest',
    path: ['devices'],
  });

export type Machine = z.output<typeof MachineShape>;
/** What a file of a machine exports by default. */
export type MachineFile = z.input<typeof MachineShape>;

/** What the guest's sysfs calls a device, and on which bus; undefined where it has no name for it. */
export interface GuestDevice {
  readonly bus: string;
  readonly name: string;
}

/** Of PCI the address as sysfs writes it: `0000:00:05.0`, `0000:01:00.0` behind the first port. */
export function guestDevice(
  { devices }: Pick<Machine, 'devices'>,
  { address, port, guest }: MachineDevice,
): GuestDevice | undefined {
  if (address === undefined) return guest;
  if (!port) return { bus: 'pci', name: `0000:00:${address}` };
  // Buses are numbered as the ports are found, in the order of their slots.
  const ports = devices.filter((one) => one.port).map((one) => one.address);
  const bus = ports.sort().indexOf(address) + 1;
  return { bus: 'pci', name: `0000:${bus.toString(16).padStart(2, '0')}:00.0` };
}

/**
 * The machine with what the host's QEMU has of it, and the roles that are left out.
 *
 * @param version of QEMU: `7.2.22`
 */
export function fitted(machine: Machine, version: string): { machine: Machine; left: MachineDevice[] } {
  const has = ({ since }: MachineDevice) => since === undefined || !isOlder(version, since);
  return {
    machine: { ...machine, devices: machine.devices.filter(has) },
    left: machine.devices.filter((device) => !has(device)),
  };
}

/**
 * The machine with a CPU that has these features as well. With KVM the guest's CPU is the host's, and has what that has.
 *
 * @param features by QEMU's names: `sse4.2`
 */
export function withFeatures(machine: Machine, features: readonly string[]): Machine {
  const { tcg } = machine.accelerators;
  const at = tcg.indexOf('-cpu') + 1;
  if (features.length === 0) return machine;
  if (at === 0 || tcg[at] === undefined) throw new Error(`${machine.id} names no CPU that could have more`);
  const cpu = [tcg[at], ...features.map((feature) => `${feature}=on`)].join(',');
  return { ...machine, accelerators: { ...machine.accelerators, tcg: tcg.with(at, cpu) } };
}

/**
 * The machine with at least so much memory: a userland is held twice while the kernel unpacks it.
 *
 * @param mebibytes as QEMU's -m takes them
 */
export function withMemory(machine: Machine, mebibytes: number): Machine {
  const at = machine.base.indexOf('-m') + 1;
  const has = Number(/^(\d+)M?$/.exec(machine.base[at] ?? '')?.[1] ?? Number.NaN);
  if (at === 0) return { ...machine, base: [...machine.base, '-m', String(mebibytes)] };
  return has >= mebibytes ? machine : { ...machine, base: machine.base.with(at, String(mebibytes)) };
}

function isOlder(version: string, since: string): boolean {
  const [have, want] = [version, since].map((text) => text.split('.').map(Number));
  for (const [index, number] of (want ?? []).entries()) {
    const own = have?.[index] ?? 0;
    if (own !== number) return own < number;
  }
  return false;
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
