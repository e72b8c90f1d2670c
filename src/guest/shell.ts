// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';
import type { Context } from '../context.ts';
import type { Kernel } from '../kernel/build.ts';
import { accelerator } from './accelerator.ts';
import { command } from './command.ts';
import { type Guest, guestFiles } from './files.ts';
import { writeInitramfs } from './initramfs.ts';
import type { Machine } from './machine.ts';
import { fittedMachine } from './qemu-devices.ts';

/**
 * The command that gives a shell in the guest, with one cell's modules loaded and its devices bound. The
 * initramfs that it names is written.
 *
 * @param guest with a busybox
 * @throws HostLacks
 */
export async function shellCommand(
  guest: Guest & { busybox: string },
  given: Machine,
  kernel: Pick<Kernel, 'image'>,
  cell: string,
  initrd: string,
  context: Context,
): Promise<string[]> {
  const { machine } = await fittedMachine(given, context);
  await mkdir(dirname(initrd), { recursive: true });
  await writeInitramfs(guestFiles(guest, machine, { cells: [cell], shell: true }), initrd);
  const how = await accelerator(machine, context);
  return command(machine, { accelerator: how, kernel: kernel.image, initrd, serial: 'terminal' });
}

/**
 * Runs that command on the caller's own terminal until the shell ends (or Ctrl-A x), and removes the
 * initramfs.
 *
 * @returns QEMU's exit status
 */
export async function runShell(
  ...[guest, machine, kernel, cell, initrd, context]: Parameters<typeof shellCommand>
): Promise<number | undefined> {
  const argv = await shellCommand(guest, machine, kernel, cell, initrd, context);
  try {
    const qemu = await execa('setpriv', ['--pdeathsig', 'KILL', '--', ...argv], {
      ...{ stdio: 'inherit', reject: false, cancelSignal: context.signal, forceKillAfterDelay: 500 },
    } as const);
    context.signal.throwIfAborted();
    return qemu.exitCode;
  } finally {
    await rm(initrd, { force: true });
  }
}
