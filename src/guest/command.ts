// SPDX-License-Identifier: GPL-2.0-only
import type { Machine } from './machine.ts';

export type Accelerator = 'tcg' | 'kvm';

/** What a machine is started with. */
export interface Start {
  accelerator: Accelerator;
  /** Uncompressed ELF image with a PVH note. */
  kernel: string;
  initrd: string;
  /** Where the two serial ports go; to the terminal (with QEMU's monitor on Ctrl-A c) for a shell. */
  serial: { console: string; results: string } | 'terminal';
}

/** The exact command: program and arguments. */
export function command(machine: Machine, start: Start): string[] {
  const accelerator = machine.accelerators[start.accelerator];
  if (!accelerator) throw new Error(`${machine.id} has no arguments for ${start.accelerator}`);
  const serial =
    start.serial === 'terminal'
      ? ['-serial', 'mon:stdio', '-serial', 'null']
      : ['-serial', `file:${start.serial.console}`, '-serial', `file:${start.serial.results}`];
  return [
    machine.qemu.binary,
    ...accelerator,
    ...machine.base,
    ...machine.devices.flatMap(({ device, address, backend }) => [
      ...backend,
      // Fixed addresses: the plan names them, and a report must not depend on QEMU's defaults.
      ...['-device', `${device},addr=${address}`],
    ]),
    ...serial,
    ...['-kernel', start.kernel, '-initrd', start.initrd, '-append', machine.kernelArguments.join(' ')],
  ];
}

/** A command as text that a POSIX shell reads back as the same arguments, an option a line. */
export function printable(argv: readonly string[]): string {
  return argv
    .map((argument) => (argument.startsWith('-') ? ' \\\n  ' : ' ') + quoted(argument))
    .join('')
    .slice(1);
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
