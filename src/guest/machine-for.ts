// SPDX-License-Identifier: GPL-2.0-only
import type { Subsystem } from '../subsystem.ts';
import { MachineUnsuitable } from './failures.ts';
import { guestDevice, type Machine } from './machine.ts';

/**
 * A machine as the questions of a subsystem need it: with the kernels that have the subsystem's modules, and the Kconfig
 * symbols that those must have. The same again for one that is such a machine already.
 *
 * @throws MachineUnsuitable where the machine does not tell a trait that the subsystem depends on, or has no device on the
 *   bus of a driver that is given all of them
 */
export function machineFor(subsystem: Subsystem, machine: Machine): Machine {
  requireTraits(subsystem, machine);
  requireDevices(subsystem, machine);
  const { flavours = {}, configs = {} } = subsystem;
  const { prebuilt, source } = machine.kernel;
  const own = flavours[machine.architecture];
  const together = (a: readonly string[], b: readonly string[] = []) => [...new Set([...a, ...b])];
  return {
    ...machine,
    kernel: {
      ...(prebuilt ? { prebuilt: own ? [...own] : prebuilt } : {}),
      ...(source ? { source: together(source, configs.source) } : {}),
    },
    configs: together(machine.configs, configs.symbols),
  };
}

function requireTraits({ title, machines, traits = {} }: Subsystem, machine: Machine): void {
  for (const [name, values] of Object.entries(traits)) {
    const value = machine.traits[name];
    if (value !== undefined && values.includes(value)) continue;
    const said = value === undefined ? 'does not say' : `says ${String(value)} for`;
    throw new MachineUnsuitable({
      title: `the machine ${machine.id} ${said} ${name}, on which ${title} depends`,
      where: `traits of the machine ${machine.id}`,
      hint: `Give it ${name}: ${values.join(', ')}; or use a machine that is meant for it: ${machines.join(', ')}.`,
    });
  }
}

/** @throws MachineUnsuitable where none of the machine's devices is one that the driver of the subsystem takes */
export function requireDevices(
  { title, machines, binding, devices }: Subsystem,
  machine: Machine,
  /** What the host's QEMU has not, and why: `virtio-rng-pci: this QEMU 7.2.22 has no virtio-rng-pci`. */
  left: readonly string[] = [],
): void {
  const detail = left.length > 0 ? { detail: left.join('\n') } : {};
  const where = `devices of the machine ${machine.id}`;
  const hint =
    left.length > 0
      ? `Install a QEMU that has it, or use another machine that is meant for ${title}: ${machines.join(', ')}.`
      : `Use a machine that is meant for ${title}: ${machines.join(', ')}.`;
  const own = machine.devices.map(({ device }) => device.split(',', 1)[0] ?? '');
  if (devices && !devices.some((one) => own.includes(one)))
    throw new MachineUnsuitable({
      title: `the machine ${machine.id} has no ${devices.join(' or ')}, which ${title} is about`,
      ...{ where, ...detail, hint },
    });
  if (binding.kind === 'none') return;
  const buses = machine.devices.map((device) => guestDevice(machine, device)?.bus);
  if (buses.includes(binding.kind)) return;
  throw new MachineUnsuitable({
    title: `the machine ${machine.id} has no device of ${binding.kind} that ${binding.driver} could take`,
    ...{ where, ...detail, hint },
  });
}
