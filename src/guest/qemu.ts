// SPDX-License-Identifier: GPL-2.0-only
import { randomUUID } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { execa } from 'execa';
import type { Context } from '../context.ts';
import { HostLacks } from '../kernel/failures.ts';
import { sha256 } from '../sums.ts';
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

/**
 * Hash of the QEMU that PATH has for a machine: distributions mend one without another version. One that cannot be read
 * is like no other.
 */
export async function qemuHash({ qemu: { binary } }: Pick<Machine, 'qemu'>): Promise<string> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    // A path stands for itself.
    const path = resolve(folder || '.', binary);
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return sha256(path).catch(() => randomUUID());
  }
  return randomUUID();
}
