// SPDX-License-Identifier: GPL-2.0-only
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from './failure.ts';
import { makeFolders } from './folders.ts';

/** A folder that the user named cannot be written to. */
export class OutputUnwritable extends Failure {
  readonly code = 'OUTPUT_UNWRITABLE';
}

const ELSEWHERE = 'Name another folder with --out, or make room there.';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the limit of file sizes is reached',
  EIO: 'the device gives an input/output error',
  EEXIST: 'a file is in the way',
  EISDIR: 'a folder is in the way',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the file system is full',
  ENOTDIR: 'a file is in the way',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
};

/**
 * Runs work that writes below a folder of the user's.
 *
 * @param hint what to do where it cannot
 * @throws OutputUnwritable for what the file system refuses
 */
export async function writingTo<T>(folder: string, work: () => Promise<T>, hint = ELSEWHERE): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw new OutputUnwritable(
      {
        title: `the output cannot be written: ${reason}`,
        where: folder,
        hint,
      },
      { cause: error },
    );
  }
}

/** An error of the file system as OutputUnwritable, where it came of writing below a folder of the user's. */
export function unwritable(folder: string, error: unknown): OutputUnwritable | undefined {
  const { code = '', syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  const reason = syscall === undefined ? undefined : REASONS[code];
  // What is written to an open file has no path.
  const own = path === undefined ? syscall === 'write' || syscall === 'fsync' : path.startsWith(folder);
  if (reason === undefined || !own) return undefined;
  return new OutputUnwritable(
    { title: `the output cannot be written: ${reason}`, where: folder, hint: ELSEWHERE },
    { cause: error },
  );
}

/**
 * Writes a little below a folder and takes it away again: a guest whose console has no room left falls silent, and says
 * nothing of that.
 *
 * @throws OutputUnwritable
 */
export async function requireRoom(folder: string): Promise<void> {
  const file = join(folder, `.room-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await writingTo(folder, () => writeFile(file, Buffer.alloc(ROOM, 1)));
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

/** Bytes: what a console writes in a moment. */
const ROOM = 65536;

/**
 * Makes a folder of the user's, and those that it is in.
 *
 * @throws OutputUnwritable
 */
export async function makeFolder(folder: string): Promise<void> {
  await writingTo(folder, () => makeFolders(folder));
}

/**
 * Writes a file of the user's, whole or not at all: beside its place, and renamed.
 *
 * @param encoding of the text: what came out of a tree is latin1
 * @throws OutputUnwritable
 */
export async function writeWhole(
  file: string,
  text: string,
  encoding: BufferEncoding = 'latin1',
): Promise<void> {
  const fresh = join(dirname(file), `.${basename(file)}.${process.pid}-${randomBytes(4).toString('hex')}`);
  const work = async () => {
    await writeFile(fresh, text, encoding);
    await rename(fresh, file);
  };
  try {
    await writingTo(file, work, 'Name another file, in a folder that is there and may be written to.');
  } finally {
    await rm(fresh, { force: true }).catch(() => undefined);
  }
}
