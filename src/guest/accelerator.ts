// SPDX-License-Identifier: GPL-2.0-only
import { access, constants, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Context } from '../context.ts';
import type { Accelerator } from './command.ts';
import type { Machine } from './machine.ts';

/**
 * A firmware that does one thing: `mov $0xf4,%dx; mov $0x10,%al; out %al,(%dx)` at the reset vector, then
 * halts. QEMU's isa-debug-exit turns the byte into the exit status (value << 1 | 1).
 */
const ROM = Buffer.alloc(65536, 0xf4);
ROM.set([0xba, 0xf4, 0x00, 0xb0, 0x10, 0xee, 0xf4, 0xeb, 0xfd], 0xfff0);
const SAID_BY_ROM = 0x21;

/**
 * KVM where it really executes guest code, TCG elsewhere. That /dev/kvm can be opened, and even that it
 * makes a virtual machine, proves little inside another virtual machine: creating the CPU or its first
 * instruction may still fail, so a CPU of this machine is made to say a word. The answer is kept in the
 * cache until the host is booted again.
 */
export async function accelerator(machine: Machine, context: Context): Promise<Accelerator> {
  const kvm = machine.accelerators.kvm;
  if (!kvm || machine.architecture !== 'x86_64' || process.arch !== 'x64') return 'tcg';
  const usable = await access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  if (!usable || bootId === '') return 'tcg';
  const folder = await context.cache.entry(
    `host/kvm-${machine.id}-${bootId.trim()}`,
    async (temporary) => {
      const works = await speaks(machine.qemu.binary, kvm, join(temporary, 'probe.rom'), context.signal);
      await writeFile(join(temporary, 'works'), works ? 'yes\n' : 'no\n');
    },
    { signal: context.signal },
  );
  return (await readFile(join(folder, 'works'), 'utf8')) === 'yes\n' ? 'kvm' : 'tcg';
}

async function speaks(
  qemu: string,
  arguments_: string[],
  rom: string,
  signal: AbortSignal,
): Promise<boolean> {
  await writeFile(rom, ROM);
  const probe = [
    ...arguments_,
    ...['-nodefaults', '-display', 'none', '-no-reboot', '-m', '64', '-bios', rom],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=1'],
  ];
  const { exitCode } = await execa(qemu, probe, {
    ...{ timeout: 5_000, forceKillAfterDelay: 500, reject: false, stdin: 'ignore', cancelSignal: signal },
  });
  signal.throwIfAborted();
  return exitCode === SAID_BY_ROM;
}
