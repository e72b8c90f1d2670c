// SPDX-License-Identifier: GPL-2.0-only
import type { Machine, MachineDevice } from './machine.ts';

export type Accelerator = 'tcg' | 'kvm';

/** What a machine is started with. */
export interface MachineStart {
  accelerator: Accelerator;
  /** As `-kernel` takes it: see Kernel.image. */
  kernel: string;
  initrd: string;
  /**
   * Where the two channels go; to the terminal (with QEMU's monitor on Ctrl-A c) for a shell. With `typist`, a file
   * descriptor of QEMU, whoever has its other end types on the console.
   */
  serial: { console: string; results: string; typist?: number } | 'terminal';
  /**
   * QEMU's machine protocol, for what a test asks the host to do and for what becomes of the guest: on QEMU's standard
   * input and output, or on its file descriptor 3 where a person has those.
   */
  monitor?: 'stdio' | 'fd3';
  /** A file of so many bytes that is shared with the guest, by which a guest that waits gets its work. */
  mailbox?: { file: string; bytes: number };
  /** Whether the host answers programs, on QEMU's file descriptor 3, where the machine has a port for it. */
  answers?: boolean;
}

/** The file descriptor that QEMU finds the host's end of a machine's `answers` at. */
export const ANSWERS_FD = 3;

/** QEMU's device for the mailbox (docs/specs/ivshmem-spec). */
export const MAILBOX_DEVICE = 'ivshmem-plain';

const MONITOR: Readonly<Record<NonNullable<MachineStart['monitor']>, readonly string[]>> = {
  stdio: ['-qmp', 'stdio'],
  fd3: ['-chardev', 'socket,id=qmp,fd=3', '-mon', 'chardev=qmp,mode=control'],
};

/** The exact command: program and arguments. */
export function command(machine: Machine, start: MachineStart): string[] {
  const accelerator = machine.accelerators[start.accelerator];
  if (!accelerator) throw new Error(`${machine.id} has no arguments for ${start.accelerator}`);
  return [
    machine.qemu.binary,
    ...accelerator,
    ...machine.base,
    ...['-smp', String(machine.cpus)],
    ...machine.devices.flatMap((device) => deviceArguments(machine, device)),
    ...channels(machine, start.serial),
    ...(start.monitor ? MONITOR[start.monitor] : []),
    ...answers(machine, start),
    ...mailbox(start),
    ...['-kernel', start.kernel, '-initrd', start.initrd, '-append', machine.kernelArguments.join(' ')],
  ];
}

function deviceArguments(
  { bus }: Machine,
  { role, device, address, backend, port }: MachineDevice,
): string[] {
  if (address === undefined) return [...backend, '-device', `${device},id=${role}`];
  // Fixed addresses: the plan names them, and a report must not depend on QEMU's defaults.
  const place = `bus=${bus},addr=${address}`;
  if (!port) return [...backend, '-device', `${device},id=${role},${place}`];
  return [
    ...backend,
    // Behind a port of up to 5 GT/s the kernel waits 0.1 s for a device after a reset of the bus; for faster ones it waits
    // a second for the link, which QEMU does not bring up again.
    // The chassis tells ports apart, and the slot is a number in it that is not used yet.
    ...[
      '-device',
      `pcie-root-port,x-speed=5,id=${role}-port,chassis=${Number.parseInt(address, 16)},${place}`,
    ],
    ...['-device', `${device},id=${role},bus=${role}-port`],
  ];
}

/** The port exists even if nobody answers on it: programs then wait in vain, and say so. */
function answers(machine: Machine, start: MachineStart): string[] {
  if (!machine.answers) return [];
  const chardev = start.answers ? `socket,id=answers,fd=${ANSWERS_FD}` : 'null,id=answers';
  return ['-chardev', chardev, '-device', machine.answers.device];
}

/** Memory as a BAR of a device that needs no driver; QEMU finds a slot that is left. */
function mailbox({ mailbox: box }: MachineStart): string[] {
  if (!box) return [];
  const backend = `memory-backend-file,id=mailbox,share=on,mem-path=${box.file},size=${box.bytes}`;
  return ['-object', backend, '-device', `${MAILBOX_DEVICE},memdev=mailbox`];
}

function channels({ results }: Machine, serial: MachineStart['serial']): string[] {
  if (serial === 'terminal')
    return results.device
      ? ['-serial', 'mon:stdio', '-chardev', 'null,id=results', '-device', results.device]
      : ['-serial', 'mon:stdio', '-serial', 'null'];
  const typed = `socket,id=console,fd=${serial.typist},logfile=${serial.console}`;
  const console =
    serial.typist === undefined
      ? ['-serial', `file:${serial.console}`]
      : ['-chardev', typed, '-serial', 'chardev:console'];
  return results.device
    ? [...console, '-chardev', `file,id=results,path=${serial.results}`, '-device', results.device]
    : [...console, '-serial', `file:${serial.results}`];
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
