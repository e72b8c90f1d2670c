// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, readlinkSync } from 'node:fs';

/** Who made a temporary folder: told apart from any process of another boot, container or host. */
export interface Owner {
  readonly pid: number;
  /** First digits of /proc/sys/kernel/random/boot_id. */
  readonly boot: string;
  /** Inode of the PID namespace, which alone says what a PID means. */
  readonly namespace: string;
  /** Clock ticks from the boot to the process's start (proc(5), /proc/pid/stat): a PID may be used again. */
  readonly start: string;
}

const UNKNOWN = 'x';
const ID = /^(\d+)-([0-9a-f]{8}|x)-(\d+|x)-(\d+|x)-[0-9a-f]{8}(?=-|$)/;

/** This process; without /proc only its PID is known. */
export function self(): Owner {
  const boot = text('/proc/sys/kernel/random/boot_id').slice(0, 8);
  let namespace = UNKNOWN;
  try {
    namespace = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? UNKNOWN;
  } catch {
    // No /proc.
  }
  return {
    pid: process.pid,
    boot: /^[0-9a-f]{8}$/.test(boot) ? boot : UNKNOWN,
    namespace,
    start: startOf('self') ?? UNKNOWN,
  };
}

/** @param suffix eight hexadecimal digits: one process may have several caches */
export function idOf({ pid, boot, namespace, start }: Owner, suffix: string): string {
  return [pid, boot, namespace, start, suffix].join('-');
}

/** The owner's id that a name begins with, and who that is; undefined where it begins with none. */
export function ownerIn(name: string): { id: string; owner: Owner } | undefined {
  const found = ID.exec(name);
  if (!found) return undefined;
  const [id, pid, boot = UNKNOWN, namespace = UNKNOWN, start = UNKNOWN] = found;
  return { id, owner: { pid: Number(pid), boot, namespace, start } };
}

/** Whether a process goes on; undefined where it cannot be seen from here. */
export function goesOn({ pid, boot, namespace, start }: Owner, me = self()): boolean | undefined {
  const visible = [boot, namespace, start, me.boot, me.namespace].every((word) => word !== UNKNOWN);
  if (!visible || boot !== me.boot || namespace !== me.namespace) return undefined;
  return startOf(String(pid)) === start;
}

/** Field 22 of a process that has not ended; the name before it may hold anything. */
export function startOf(pid: string): string | undefined {
  const stat = text(`/proc/${pid}/stat`);
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : fields[18];
}

function text(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
