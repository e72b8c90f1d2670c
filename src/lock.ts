// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process';
import { statSync, utimesSync } from 'node:fs';

/** Milliseconds between two signs of life of a holder. */
const BEAT = 2_000;

/** A lock that this process holds. */
export interface HeldFile {
  /** Whether somebody else may have it too: the file was removed, or the process that keeps it was killed. */
  lost(): boolean;
  release(): Promise<void>;
}

/** Why there is no lock: another process has it, or the file system or the host gives none. */
export type LockRefusal = 'busy' | 'none';

/**
 * Tries to take an exclusive lock on a file, which is made where it is not there; whoever makes its folder does so
 * before.
 *
 * It is flock(2), held by flock(1) of util-linux for as long as a pipe to this process is open: the kernel gives it
 * back when this process dies of whatever, keeps it while it is stopped, and tells containers on one file system
 * apart. A lock of times of files can do none of that, and believes in clocks.
 */
export function lockFile(file: string): Promise<HeldFile | LockRefusal> {
  // In a session of its own, so that Ctrl-C in a terminal does not take the lock away before its holder has ended.
  const holder = spawn('flock', ['-n', file, 'sh', '-c', 'echo; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const { stdin, stdout } = holder;
  // Where no more files may be opened there are none of both, and the error of it comes later.
  if (!stdin || !stdout) return new Promise((resolve) => holder.once('error', () => resolve('none')));
  stdin.on('error', () => undefined);
  return new Promise((resolve) => {
    let gone = false;
    const ended = new Promise<void>((over) => {
      const end = () => {
        gone = true;
        over();
      };
      holder.on('error', () => {
        end();
        resolve('none');
      });
      holder.on('exit', (status) => {
        end();
        // flock(1): 1 is a lock that another process has, all else is a lock that cannot be had.
        resolve(status === 1 ? 'busy' : 'none');
      });
    });
    stdout.once('data', () => {
      const number = inode(file);
      const beat = setInterval(() => touch(file), BEAT);
      // What is held for as long as the process lives must not keep it alive.
      for (const one of [beat, holder, stdin, stdout] as { unref?(): void }[]) one.unref?.();
      resolve({
        lost: () => gone || number === undefined || inode(file) !== number,
        async release() {
          clearInterval(beat);
          holder.ref();
          stdin.end();
          await ended;
        },
      });
    });
  });
}

function inode(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // It was removed, or somebody else's: `lost` says so.
  }
}
