// SPDX-License-Identifier: GPL-2.0-only
import { execa } from 'execa';
import type { Context } from '../context.ts';
import { HostLacks } from '../kernel/failures.ts';
import type { Subsystem } from '../subsystem.ts';
import { fitted, type Machine, type MachineDevice } from './machine.ts';
import { requireDevices } from './machine-for.ts';
import { qemuVersion } from './qemu.ts';

/** A machine as the host's QEMU can have it. */
export interface FittedMachine {
  /** Its version: `7.2.22`. */
  readonly qemu: string;
  readonly machine: Machine;
  /** Devices that it runs without, and why. */
  readonly left: readonly { readonly role: string; readonly why: string }[];
}

/**
 * The machine with what the host's QEMU has of it. A QEMU may be older than a device, or be built without it.
 *
 * @param version of that QEMU, where the caller has asked already
 * @throws HostLacks when there is no QEMU, or it lacks what the machine cannot do without
 */
export async function fittedMachine(
  given: Machine,
  context: Pick<Context, 'signal'>,
  version?: string,
): Promise<FittedMachine> {
  const qemu = version ?? (await qemuVersion(given, context));
  const { machine: young, left: old } = fitted(given, qemu);
  const there = await devicesOf(given.qemu.binary, context);
  const lacks = (argument: string) => there !== undefined && !there.has(argument.split(',', 1)[0] ?? '');
  const missing = needed(given).filter(lacks);
  const gone = young.devices.filter(({ device, port }) => lacks(device) || (port && lacks('pcie-root-port')));
  const devices = young.devices.filter((device) => !gone.includes(device));
  if (missing.length > 0 || (given.devices.length > 0 && devices.length === 0))
    throw new HostLacks({
      title: `this host's QEMU ${qemu} lacks what the machine ${given.id} needs: ${(missing.length > 0 ? missing : gone.map(({ device }) => device)).map((one) => one.split(',', 1)[0]).join(', ')}`,
      where: given.qemu.binary,
      hint: `Install a QEMU that has it (${given.qemu.binary} -device help lists them), or use another machine.`,
    });
  return {
    qemu,
    machine: { ...young, devices },
    left: [
      ...old.map(({ role, since }) => ({ role, why: `QEMU ${qemu} has none, ${since} has` })),
      ...gone.map(({ role, device }: MachineDevice) => ({
        role,
        why: `this QEMU ${qemu} has no ${device.split(',', 1)[0]}`,
      })),
    ],
  };
}

/**
 * The same, of a machine that a subsystem needs a device of.
 *
 * @throws MachineUnsuitable where what is left of the machine has no device for the subsystem's driver; HostLacks
 */
export async function fittedFor(
  subsystem: Subsystem,
  given: Machine,
  context: Pick<Context, 'signal'>,
): Promise<FittedMachine> {
  const fitting = await fittedMachine(given, context);
  requireDevices(
    subsystem,
    fitting.machine,
    fitting.left.map(({ role, why }) => `${role}: ${why}`),
  );
  return fitting;
}

/** What -device is given beside the devices under test: IOMMU, the port of the results. */
function needed({ base, accelerators, results }: Machine): string[] {
  const words = [...base, ...accelerators.tcg];
  const given = words.filter((_, at) => words[at - 1] === '-device');
  return results.device === undefined ? given : [...given, results.device];
}

/** @throws HostLacks where the host's QEMU has no such device */
export async function requireDevice(
  { id, qemu: { binary } }: Pick<Machine, 'id' | 'qemu'>,
  device: string,
  context: Pick<Context, 'signal'>,
): Promise<void> {
  const there = await devicesOf(binary, context);
  if (!there || there.has(device)) return;
  throw new HostLacks({
    title: `this host's QEMU has no ${device}, through which kpw watch hands work to a guest`,
    where: `machine ${id}, ${binary}`,
    hint: `Install a QEMU that has it (${binary} -device help lists them); kpw test needs none.`,
  });
}

const KNOWN = new Map<string, Promise<ReadonlySet<string> | undefined>>();

/** Names and aliases of `-device help`; undefined where that says nothing. */
function devicesOf(
  binary: string,
  { signal }: Pick<Context, 'signal'>,
): Promise<ReadonlySet<string> | undefined> {
  const known = KNOWN.get(binary);
  if (known) return known;
  const asked = (async () => {
    const { stdout } = await execa(binary, ['-device', 'help'], {
      ...{ cancelSignal: signal, reject: false, stdin: 'ignore' },
    });
    const names = deviceNames(String(stdout ?? ''));
    return names.size > 0 ? names : undefined;
  })();
  KNOWN.set(binary, asked);
  return asked;
}

/** `name "e1000e", bus PCI, …` and `…, alias "virtio-net", …`, one device a line. */
export function deviceNames(help: string): Set<string> {
  return new Set([...help.matchAll(/\b(?:name|alias) "([^"]+)"/g)].map(([, name = '']) => name));
}
