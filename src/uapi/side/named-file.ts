// SPDX-License-Identifier: GPL-2.0-only
import { constants, openSync, readFileSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { UnknownTree } from '../../kernel/failures.ts';

const PIPED = new Map<string, string>();

/** Whether a user names a file by it, or a pipe: `<(git show v6.1:include/uapi/linux/vfio.h)`. */
export function isNamedFile(spec: string): boolean {
  const stat = statSync(spec, { throwIfNoEntry: false });
  return stat?.isFile() === true || stat?.isFIFO() === true;
}

/**
 * Reads what a pipe gives, once, before anybody asks for it: a pipe that nobody writes to must not keep the program
 * from hearing a signal.
 *
 * @throws the reason of the signal; UnknownTree where it cannot be read
 */
export async function readPipe(spec: string, signal: AbortSignal): Promise<void> {
  if (PIPED.has(spec) || statSync(spec, { throwIfNoEntry: false })?.isFIFO() !== true) return;
  PIPED.set(spec, await piped(spec, signal));
}

async function piped(spec: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const chunks: Buffer[] = [];
  const pipe = opened(spec);
  const stop = () => pipe.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of pipe) chunks.push(chunk as Buffer);
  } catch (error) {
    signal.throwIfAborted();
    throw unreadable(spec, error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** A pipe is opened without waiting for who writes to it (fifo(7)); the event loop waits. */
function opened(spec: string): Socket {
  try {
    return new Socket({ fd: openSync(spec, constants.O_RDONLY | constants.O_NONBLOCK), readable: true });
  } catch (error) {
    throw unreadable(spec, error);
  }
}

/**
 * Its text, latin1. What a pipe gave is kept: it gives it once.
 *
 * @throws UnknownTree where it cannot be read
 */
export function namedFile(spec: string): string {
  const known = PIPED.get(spec);
  if (known !== undefined) return known;
  const text = read(spec);
  if (!statSync(spec).isFile()) PIPED.set(spec, text);
  return text;
}

function read(spec: string): string {
  try {
    return readFileSync(spec, 'latin1');
  } catch (error) {
    throw unreadable(spec, error);
  }
}

function unreadable(spec: string, error: unknown): UnknownTree {
  const { code } = error as NodeJS.ErrnoException;
  const text = {
    title: `it cannot be read (${code})`,
    where: spec,
    hint: 'Name a file that you may read.',
  };
  return new UnknownTree(text, { cause: error });
}
