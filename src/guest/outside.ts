// SPDX-License-Identifier: GPL-2.0-only
import type { Failure } from '../failure.ts';
import { hostComplaint } from '../kernel/complaint.ts';
import { HostLacks } from '../kernel/failures.ts';
import { MachineUnsuitable, QemuKilled } from './failures.ts';
import type { GuestEnd } from './guest-end.ts';

/** No QEMU ends by these on its own: the system's memory killer, a limit, a person. */
const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGXCPU', 'SIGXFSZ'];

/** What QEMU says when it was asked to end (its softmmu/runstate.c), and then exits with status 0. */
const ASKED = /terminating on signal (\d+)(?: from pid (\d+))?/;

/** What QEMU says of a command line that asks for what it was built without, or does not have yet. */
const LACKS =
  /'([^']+)' is not a valid device model name|Property '([^']+)' not found|unsupported machine type|unable to find CPU model '([^']+)'|invalid accelerator (\S+)/;

/** What QEMU says of a device that the machine has no place for. */
const MISPLACED =
  /No '[^']+' bus found for device '[^']+'|Bus '[^']+' not found|Device '[^']+' can't go on [\w-]+ bus|PCI: slot \d+ function \d+ not available for [^,\n]+/;

/**
 * Why QEMU ended, where the guest has no part in it.
 *
 * @param stderr QEMU's own
 * @param where `boot`, `cell region-flag`
 * @returns undefined where the guest may have ended it: by a reset, a triple fault, a crash
 */
export function endedFromOutside(end: GuestEnd, stderr: string, where: string): Failure | undefined {
  if (end.kind !== 'exited') return undefined;
  const asked = ASKED.exec(stderr);
  const signal = end.signal && SIGNALS.includes(end.signal) ? end.signal : undefined;
  if (signal || asked) {
    const by = asked?.[2] === undefined ? '' : ` by process ${asked[2]}`;
    return new QemuKilled({
      title: `QEMU was killed from outside${by} (${signal ?? `signal ${asked?.[1]}`})`,
      where,
      hint:
        signal === 'SIGXFSZ' || signal === 'SIGXCPU'
          ? 'A limit of this shell holds (ulimit -a): raise it, then run the same command again.'
          : 'Did the system run out of memory (dmesg says so), or did a person end it? Then run the same command again, perhaps with --jobs 1.',
    });
  }
  const lacks = end.status === 0 ? null : LACKS.exec(stderr);
  if (lacks)
    return new HostLacks({
      title: `this host's QEMU does not support the machine: ${lacks[0]}`,
      where,
      detail: stderr.trim(),
      hint: 'Install a QEMU that has it, or use another machine (kpw machines); is it a mistake in the machine’s file?',
    });
  const misplaced = end.status === 0 ? null : MISPLACED.exec(stderr);
  if (misplaced)
    return new MachineUnsuitable({
      title: `the machine has no place for one of its devices: ${misplaced[0]}`,
      where,
      detail: stderr.trim(),
      hint: 'Mend the machine’s file: give the device a bus that the machine has, a free address, or take its form for PCI (virtio-rng-pci).',
    });
  return end.status === 0 ? undefined : hostComplaint(stderr, where);
}
