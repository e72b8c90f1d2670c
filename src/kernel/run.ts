// SPDX-License-Identifier: GPL-2.0-only
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { NoSpace } from '../cache.ts';
import type { Context } from '../context.ts';
import { HostLacks } from './failures.ts';

/** What to install where a program is missing (Debian's names). */
const PACKAGE_OF: Record<string, string> = {
  'apt-get': 'apt',
  'apt-cache': 'apt',
  'apt-config': 'apt',
  'dpkg-deb': 'dpkg',
  git: 'git',
  patch: 'patch',
  tar: 'tar',
  xz: 'xz-utils',
};

export interface Ran {
  /** latin1. */
  stdout: string;
  stderr: string;
  /** Undefined where a signal ended it. */
  exitCode: number | undefined;
}

export interface RunOptions {
  cwd?: string;
  /** latin1, for standard input. */
  input?: string;
  env?: Record<string, string>;
  /** Called for every line of standard output as it comes. */
  onLine?: (line: string) => void;
}

/**
 * Runs one program to its end, in the C locale (messages are parsed). A status other than 0 is left to
 * the caller to judge.
 *
 * @throws HostLacks when there is no such program; the signal's reason when the context was aborted
 */
export async function run(
  file: string,
  args: readonly string[],
  context: Pick<Context, 'signal'>,
  options: RunOptions = {},
): Promise<Ran> {
  context.signal.throwIfAborted();
  const { onLine } = options;
  let rest = '';
  const result = await execa(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined
      ? { stdin: 'ignore' as const }
      : { input: Buffer.from(options.input, 'latin1') }),
    ...(onLine === undefined
      ? {}
      : {
          // Chunks, not lines: execa splits no lines in a one-byte encoding.
          stdout: function* (chunk: unknown) {
            const lines = (rest + Buffer.from(chunk as Uint8Array).toString('latin1')).split('\n');
            rest = lines.pop() ?? '';
            for (const line of lines) onLine(line);
            yield chunk;
          },
        }),
    cancelSignal: context.signal,
    encoding: 'latin1',
    stripFinalNewline: false,
    maxBuffer: 2 ** 29,
    env: { LC_ALL: 'C', ...options.env },
    reject: false,
  });
  if (result.failed) await settle(context.signal, result.signal);
  if (result.code === 'ENOENT' && result.exitCode === undefined && !result.signal) throw lacking(file);
  if (result.failed && result.exitCode === undefined && !result.signal) throw result.cause ?? result;
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode };
}

/**
 * Ctrl-C in a terminal goes to the children too, so a child may be seen to die before our own handler has
 * run: what looks like a failed program is an interruption.
 *
 * @throws the signal's reason when the context is aborted
 */
export async function settle(signal: AbortSignal, diedOf: string | undefined): Promise<void> {
  if (diedOf === 'SIGINT' || diedOf === 'SIGTERM') await sleep(100);
  signal.throwIfAborted();
}

export function lacking(file: string): HostLacks {
  const name = PACKAGE_OF[file] ?? file;
  return new HostLacks({
    title: `the host has no program \`${file}\``,
    hint: `Install the package ${name}: apt-get install ${name}`,
  });
}

/** `message` when a full disk is what it complains of. */
export function noSpaceIn(message: string, where: string): NoSpace | undefined {
  if (!/No space left on device|don't have enough free space/.test(message)) return undefined;
  return new NoSpace({
    title: 'no space left',
    where,
    detail: tail(message),
    hint: 'Free some space there, or set XDG_CACHE_HOME to a folder on a larger file system.',
  });
}

/** The last lines of a program's output, for a failure's detail. */
export function tail(output: string, lines = 8): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
