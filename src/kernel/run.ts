// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { OWN_GROUP, startChild } from '../children.ts';
import type { Context } from '../context.ts';
import { HostFault } from '../host-fault.ts';
import { HostLacks } from './failures.ts';

/** What to install where a program is missing (Debian's names). */
const PACKAGE_OF: Record<string, string> = {
  'apt-get': 'apt',
  'apt-cache': 'apt',
  'apt-config': 'apt',
  'dpkg-deb': 'dpkg',
  git: 'git',
  grep: 'grep',
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
  /** Nothing of the caller's environment but `env`. */
  alone?: true;
  /** Called for every line of standard output as it comes. */
  onLine?: (line: string) => void;
}

/**
 * Runs one program to its end, in the C locale (messages are parsed). A status other than 0 is left to
 * the caller to judge.
 *
 * @throws HostLacks when there is no such program; HostFault when it was killed from outside, or its folder is gone;
 *   the signal's reason when the context was aborted
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  context: Pick<Context, 'signal'>,
  options: RunOptions = {},
): Promise<Ran> {
  context.signal.throwIfAborted();
  const { onLine } = options;
  let rest = '';
  const program = () =>
    execa(file, args, {
      ...OWN_GROUP,
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
      extendEnv: options.alone !== true,
      reject: false,
    });
  const result = await startChild(program, context.signal);
  if (result.failed) await settle(context.signal, result.signal);
  if (result.signal && FROM_OUTSIDE.includes(result.signal)) throw killed(file, result.signal);
  if (result.code === 'ENOENT' && result.exitCode === undefined && !result.signal)
    throw options.cwd === undefined || existsSync(options.cwd) ? lacking(file) : folderGone(options.cwd);
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
  if (diedOf && ['SIGHUP', 'SIGINT', 'SIGTERM'].includes(diedOf)) await sleep(100);
  signal.throwIfAborted();
}

/** No program sends them to itself: the system's memory killer, a limit, or a person. */
export const FROM_OUTSIDE: readonly string[] = ['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGXCPU', 'SIGXFSZ'];

export function killed(file: string, signal: string): HostFault {
  return new HostFault({
    title: `${file} was killed from outside (${signal})`,
    hint: 'Did the system run out of memory (dmesg says so), or does a limit hold (ulimit -a)? Then run the same command again.',
  });
}

function folderGone(folder: string): HostFault {
  return new HostFault({
    title: 'the folder in which a program was to run is gone',
    where: folder,
    hint: 'Find out what removes folders that are in use, then run the same command again.',
  });
}

export function lacking(file: string): HostLacks {
  const name = PACKAGE_OF[file] ?? file;
  return new HostLacks({
    title: `the host has no program \`${file}\``,
    hint: `Install the package ${name}: apt-get install ${name}`,
  });
}

/** The last lines of a program's output, for a failure's detail. */
export function tail(output: string, lines = 8): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
