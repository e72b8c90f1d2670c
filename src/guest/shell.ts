// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { execa } from 'execa';
import type { Context } from '../context.ts';
import type { Kernel } from '../kernel/build.ts';
import { chooseAccelerator, type Execution, noKvm } from './accelerator.ts';
import { command } from './command.ts';
import { type Guest, guestFiles } from './files.ts';
import { writeInitramfs } from './initramfs.ts';
import type { Machine } from './machine.ts';
import { fittedMachine } from './qemu-devices.ts';
import { Qmp } from './qmp.ts';

/**
 * A shell in the guest, with one cell's modules loaded and its devices bound, on the caller's own terminal until the
 * shell ends (or Ctrl-A x). A guest that KVM cannot run begins again under TCG.
 *
 * @param guest with a busybox
 * @param initrd file that is written, and removed afterwards
 * @param first how it is executed at first; by default what the context asks for and the host has
 * @returns QEMU's exit status
 * @throws HostLacks, NoKvm
 */
export async function runShell(
  guest: Guest & { busybox: string },
  given: Machine,
  kernel: Pick<Kernel, 'image'>,
  cell: string,
  initrd: string,
  context: Context,
  first?: Execution,
): Promise<number | undefined> {
  const { machine } = await fittedMachine(given, context);
  let execution = first ?? (await chooseAccelerator(machine, context));
  await mkdir(dirname(initrd), { recursive: true });
  await writeInitramfs(guestFiles(guest, machine, { cells: [cell], shell: true }), initrd);
  try {
    for (;;) {
      const { accelerator } = execution;
      const start = {
        accelerator,
        kernel: kernel.image,
        initrd,
        serial: 'terminal',
        monitor: 'fd3',
      } as const;
      const { status, gaveUp } = await inTerminal(command(machine, start), context.signal);
      if (gaveUp === undefined || accelerator === 'tcg') return status;
      if (context.accelerator === 'kvm') throw noKvm(machine, gaveUp);
      context.report({ task: 'shell', state: 'failed', text: `under KVM ${gaveUp}; under TCG now` });
      execution = { accelerator: 'tcg', why: gaveUp };
    }
  } finally {
    await rm(initrd, { force: true });
  }
}

/** Runs QEMU until it ends, or until it has stopped its guest for good: `gaveUp` says why it was not the person. */
async function inTerminal(
  argv: readonly string[],
  signal: AbortSignal,
): Promise<{ status: number | undefined; gaveUp?: string }> {
  const terminal = 'inherit';
  const qemu = execa('setpriv', ['--pdeathsig', 'KILL', '--', ...argv], {
    stdio: [terminal, terminal, terminal, 'pipe'],
    ...{ buffer: false, reject: false, cancelSignal: signal, forceKillAfterDelay: 500 },
  } as const);
  const socket = qemu.stdio[3] as unknown as Duplex;
  let halted: string | undefined;
  new Qmp(
    socket,
    socket,
    () => undefined,
    (state) => {
      halted = state;
      qemu.kill('SIGTERM');
    },
  );
  const { exitCode, signal: killed } = await qemu;
  signal.throwIfAborted();
  if (halted !== undefined) return { status: exitCode, gaveUp: `QEMU stopped the guest (${halted})` };
  // Nobody at a terminal has QEMU abort.
  return killed === 'SIGABRT' ? { status: exitCode, gaveUp: 'QEMU ended (SIGABRT)' } : { status: exitCode };
}
