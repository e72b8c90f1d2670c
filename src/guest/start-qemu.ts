// SPDX-License-Identifier: GPL-2.0-only
import type { Duplex } from 'node:stream';
import { execa } from 'execa';
import { ANSWERS_FD } from './command.ts';

/** QEMU needs no time to end: it has nothing to save. */
const TERM_MS = 500;
/** The file descriptor that QEMU finds the other end of the console at, where somebody types. */
export const TYPIST_FD = 4;

/**
 * Starts QEMU. It ends with this process and with the signal, and is the caller's to end otherwise.
 *
 * @param argv its command; it decides what the file descriptors are
 */
export function startQemu(argv: readonly string[], signal: AbortSignal) {
  const withMonitor = argv.includes('-qmp');
  const has = (fd: number) => argv.some((word) => new RegExp(`(^|,)fd=${fd}(,|$)`).test(word));
  const answering = has(ANSWERS_FD);
  const typing = has(TYPIST_FD);
  const channel = withMonitor ? 'pipe' : 'ignore';
  const further = typing
    ? [answering ? ('pipe' as const) : ('ignore' as const), 'pipe' as const]
    : answering
      ? ['pipe' as const]
      : [];
  // Not even a kill -9 of this process leaves a QEMU behind: the kernel passes the death on.
  const qemu = execa('setpriv', ['--pdeathsig', 'KILL', '--', ...argv], {
    stdio: [channel, channel, 'pipe', ...further],
    // A place of its own for what is no output to be kept, or it would be read away.
    buffer: { stdout: false, ...(answering ? { fd3: false } : {}), ...(typing ? { fd4: false } : {}) },
    reject: false,
    ...{ cancelSignal: signal, forceKillAfterDelay: TERM_MS },
  });
  const end = (fd: number) => qemu.stdio[fd] as unknown as Duplex;
  return {
    qemu,
    monitor:
      withMonitor && qemu.stdin && qemu.stdout ? { input: qemu.stdin, output: qemu.stdout } : undefined,
    answers: answering ? end(ANSWERS_FD) : undefined,
    typist: typing ? end(TYPIST_FD) : undefined,
  };
}
