// SPDX-License-Identifier: GPL-2.0-only
import { execa } from 'execa';
import type { Context } from '../context.ts';
import { HostLacks } from '../kernel/failures.ts';
import type { Machine } from './machine.ts';

/**
 * Version of the host's QEMU for a machine: `7.2.22`.
 *
 * @throws HostLacks naming the package and the command that installs it
 */
export async function qemuVersion(machine: Machine, context: Pick<Context, 'signal'>): Promise<string> {
  const { binary, package: name } = machine.qemu;
  context.signal.throwIfAborted();
  const asked = await execa(binary, ['--version'], { cancelSignal: context.signal, reject: false });
  context.signal.throwIfAborted();
  const version = /version (\d+(?:\.\d+)+)/.exec(String(asked.stdout ?? ''))?.[1];
  if (version) return version;
  throw new HostLacks({
    title:
      asked.code === 'ENOENT' ? `there is no ${binary} on this host` : `${binary} does not run on this host`,
    where: `machine ${machine.id}`,
    ...(asked.stderr ? { detail: String(asked.stderr) } : {}),
    hint: `Install it: sudo apt-get install --no-install-recommends ${name}`,
  });
}
