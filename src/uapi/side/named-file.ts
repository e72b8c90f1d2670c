// SPDX-License-Identifier: GPL-2.0-only
import { constants, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { UnknownTree } from '../../kernel/failures.ts';

const PIPED = new Map<string, string>();

/**
 * What a name stands for; undefined where there is nothing, or a link that leads nowhere or in a circle.
 *
 * @throws UnknownTree where a folder on the way cannot be read
 */
export function statOf(spec: string): Stats | undefined {
  try {
    return statSync(spec, { throwIfNoEntry: false });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) return undefined;
    throw unreadableSide(spec, error);
  }
}

/** Whether a user names a file by it, or a pipe: `<(git show v6.1:include/uapi/linux/vfio.h)`. */
export function isNamedFile(spec: string): boolean {
  const stat = statOf(spec);
  return stat?.isFile() === true || stat?.isFIFO() === true;
}

/**
 * Reads what a pipe gives, once, before anybody asks for it: a pipe that nobody writes to must not keep the program
 * from hearing a signal.
 *
 * @throws the reason of the signal; UnknownTree where it cannot be read
 */
export async function readPipe(spec: string, signal: AbortSignal): Promise<void> {
  if (PIPED.has(spec) || statOf(spec)?.isFIFO() !== true) return;
  PIPED.set(spec, await piped(spec, signal));
}

/**
 * The text of a file, or what a pipe gives, in UTF-8.
 *
 * @throws the reason of the signal; what readFile() throws
 */
export async function wholeText(path: string, signal: AbortSignal): Promise<string> {
  await readPipe(path, signal);
  const known = PIPED.get(path);
  return known === undefined ? readFile(path, 'utf8') : Buffer.from(known, 'latin1').toString();
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
    throw unreadableSide(spec, error);
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
    throw unreadableSide(spec, error);
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
    throw unreadableSide(spec, error);
  }
}

/** A file, a pipe or a folder that the system does not hand out. */
export function unreadableSide(spec: string, error: unknown): UnknownTree {
  const { code } = error as NodeJS.ErrnoException;
  const text = {
    title: `it cannot be read (${code})`,
    where: spec,
    hint: 'Name a file or a folder that you may read.',
  };
  return new UnknownTree(text, { cause: error });
}
