// SPDX-License-Identifier: GPL-2.0-only
import type { Failure } from '../failure.ts';
import { HostFault, NoSpace } from '../host-fault.ts';
import { tail } from './run.ts';

/** As strerror(3) ends a line. */
const FULL = /(?:: |^)(?:No space left on device|Disk quota exceeded|.*don't have enough free space.*)\.?$/;
const REFUSED = new RegExp(
  [
    ': (?:Cannot allocate memory|Too many open files(?: in system)?|Resource temporarily unavailable)\\.?$',
    ': (?:Input/output error|Read-only file system|Stale file handle|Permission denied|Text file busy)\\.?$',
    ': File (?:size limit exceeded|too large)$',
    'virtual memory exhausted',
    'out of memory allocating \\d+ bytes',
    // gcc's driver, of the compiler proper.
    'Killed signal terminated program',
    'Cannot create temporary file in ',
    'fork: retry|vfork: ',
  ].join('|'),
);
/** gcc repeats the source with a line number and a bar before it, and a program's texts in quotes or behind #error. */
const QUOTED = /^\s*\d*\s*\||#\s*(?:error|warning)\b/;

/**
 * What the host refused a program, by what the program said: no mistake of what it was working on.
 *
 * @param message in the C locale
 * @param where the folder it was to write into
 */
export function hostComplaint(message: string, where: string): Failure | undefined {
  const lines = message.split('\n').filter((line) => !QUOTED.test(line));
  const detail = tail(message);
  if (lines.some((line) => FULL.test(line.trimEnd())))
    return new NoSpace({
      title: 'no space left',
      where,
      detail,
      hint: 'Free some space there, or set XDG_CACHE_HOME to a folder on a larger file system.',
    });
  const refused = lines.find((line) => REFUSED.test(line.trimEnd()));
  if (refused === undefined) return undefined;
  return new HostFault({
    title: `the host refused what a program needs: ${refused.trim()}`,
    where,
    detail,
    hint: 'Mend that on the host (memory, limits, permissions), then run the same command again.',
  });
}

/** Why cp(1) copied a folder of ours not at all or in part: the file system's fault, whatever it says. */
export function copyFailed(stderr: string, to: string): Failure {
  const text = {
    title: 'a folder of the cache cannot be copied',
    where: to,
    detail: tail(stderr),
    hint: 'Run the same command again; where it fails again, set XDG_CACHE_HOME to a folder on another file system.',
  };
  return hostComplaint(stderr, to) ?? new HostFault(text);
}
