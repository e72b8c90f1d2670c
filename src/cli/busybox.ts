// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { HostLacks } from '../kernel/failures.ts';

/** Debian's busybox-static puts it where busybox puts it. */
const BUSYBOX = ['/bin/busybox', '/usr/bin/busybox'];

/** The host's static busybox, for a shell in a guest. @throws HostLacks naming the package */
export function busybox(): string {
  const found = BUSYBOX.find((path) => existsSync(path));
  if (found) return found;
  throw new HostLacks({
    title: 'there is no busybox for a shell in the guest',
    where: BUSYBOX.join(', '),
    hint: 'apt-get install busybox-static',
  });
}
