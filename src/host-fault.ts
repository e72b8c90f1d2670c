// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { Failure } from './failure.ts';

/** The host refused something, or took something away: no design is to blame. */
export class HostFault extends Failure {
  readonly code = 'HOST_FAULT';
}

/** The cache cannot be written, or holds what this version or this user cannot use. */
export class CacheUnusable extends Failure {
  readonly code = 'CACHE_UNUSABLE';
}

export class NoSpace extends Failure {
  readonly code = 'NO_SPACE';
}

/** What errors of system calls mean (errno(3)); another one is a mistake in the call, which is our own. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EAGAIN: 'the limit of processes or memory is reached',
  EBUSY: 'it is in use',
  EDQUOT: 'the quota is used up',
  EEXIST: 'something is in the way',
  EFBIG: 'the limit of file sizes is reached',
  EIO: 'the device gives an input/output error',
  EISDIR: 'a folder is in the way',
  ELOOP: 'its symbolic links go in a circle',
  EMFILE: 'this process may open no more files',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'the system can open no more files',
  ENODEV: 'there is no such device',
  ENOENT: 'it is not there',
  ENOMEM: 'the system has no memory left',
  ENOSPC: 'the file system is full',
  ENOTDIR: 'a file stands where a folder should be',
  ENOTEMPTY: 'the folder is not empty',
  ENXIO: 'there is no such device',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ESTALE: 'the file server has lost it',
  ETXTBSY: 'the program is being written',
  EXDEV: 'it is on another file system',
};

const FULL = ['ENOSPC', 'EDQUOT'];

/** What execa 9 makes of a spawn that got no file for its pipes: it takes the pipes without looking. */
const NO_PIPES = 'subprocess.stdio is not iterable';

/** The reason of a system call's error in words; undefined where it is none, or tells of a mistake of ours. */
export function reasonOf(error: unknown): string | undefined {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return typeof code === 'string' && typeof syscall === 'string' ? REASONS[code] : undefined;
}

/**
 * Why a file that the user named cannot be read, as a failure's title.
 *
 * @param what the file is, for a file that is there: `the baseline`
 */
export function unreadable(error: NodeJS.ErrnoException, what: string, file: string): string {
  if (error.code === 'ENOENT') return `there is no file ${file}`;
  if (error.code === 'EISDIR') return `${file} is a folder`;
  return `${what} cannot be read: ${reasonOf(error) ?? error.message}`;
}

/**
 * An error of a system call as a Failure, with what could not be done and where.
 *
 * @param cache root of the cache: what is in it has a remedy of its own
 * @returns undefined where it is something else
 */
export function hostFault(error: unknown, cache: string): Failure | undefined {
  if (error instanceof TypeError && error.message === NO_PIPES)
    return new HostFault(
      { title: 'no program can be started: this process may open no more files', hint: HINTS.EMFILE ?? '' },
      { cause: error },
    );
  const reason = reasonOf(error);
  if (reason === undefined) return undefined;
  const { code = '', syscall = '', path } = error as NodeJS.ErrnoException;
  if (syscall === 'uv_cwd')
    return new HostFault(
      { title: 'the folder that kpw was started in is gone', hint: 'Change into a folder that is there.' },
      { cause: error },
    );
  const where = path ?? cache;
  const own = where === cache || where.startsWith(`${cache}/`) || cache.startsWith(`${where}/`);
  if (FULL.includes(code))
    return new NoSpace(
      {
        title: `no space left: ${reason}`,
        where,
        hint: 'Free some space there, then run the same command again.',
      },
      { cause: error },
    );
  if (own && path !== undefined) return cacheUnusable(cache, error);
  const what = path === undefined ? `${syscall} failed` : `${syscall} failed on a file`;
  return new HostFault(
    {
      title: `the system refuses something that kpw needs: ${what}, ${reason} (${code})`,
      ...(path === undefined ? {} : { where: path }),
      hint:
        HINTS[code] ?? 'Mend that on the host, then run the same command again; --verbose shows who asked.',
    },
    { cause: error },
  );
}

const HINTS: Readonly<Record<string, string>> = {
  EMFILE: 'Raise the limit (ulimit -n 4096), then run the same command again.',
  EAGAIN: 'Raise the limit (ulimit -u), or end other programs, then run the same command again.',
  ENOMEM: 'End other programs, then run the same command again.',
};

/** @param cause what the file system said when something in the cache was to be read or written */
export function cacheUnusable(root: string, cause: unknown): CacheUnusable {
  const { code = '', path = root } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' && !existsSync(root))
    return new CacheUnusable(
      {
        title: 'the cache cannot be made',
        where: root,
        hint: 'Set XDG_CACHE_HOME to a folder of your own.',
      },
      { cause },
    );
  if (path !== root && !path.startsWith(`${root}/`))
    return new CacheUnusable(
      {
        title: `the cache cannot be made: ${reasonOf(cause) ?? String(cause)}`,
        where: path.length < root.length ? `${root} (refused at ${path})` : root,
        hint: 'Set XDG_CACHE_HOME to a folder of your own.',
      },
      { cause },
    );
  return new CacheUnusable(
    {
      title: `the cache cannot be used: ${reasonOf(cause) ?? String(cause)}`,
      where: path.startsWith(`${root}/tmp/`) ? root : path,
      hint:
        code === 'ENOENT'
          ? 'Something was removed from the cache while it was in use, or is damaged: run the same command again, or set XDG_CACHE_HOME to another folder.'
          : 'Make it writable for this user, or set XDG_CACHE_HOME to a folder of your own.',
    },
    { cause },
  );
}

/** An entry that is not what it was when it was made. */
export interface DamagedEntry {
  /** Path below the cache's root. */
  readonly entry: string;
  /** `kernel has 0 bytes, not 39845888`; empty where nothing is known of what it was. */
  readonly what: readonly string[];
}

/** Entries of the cache are not what they were when they were made: who makes them again (mending.ts) catches it. */
export class CacheDamaged extends Failure {
  readonly code = 'CACHE_DAMAGED';

  constructor(
    readonly damages: readonly DamagedEntry[],
    options?: { cause?: unknown },
  ) {
    super(
      {
        title: `entries of the cache are damaged: ${damages.map(({ entry }) => entry).join(', ')}`,
        detail: damages.flatMap(({ what }) => what.slice(0, SHOWN)).join('\n'),
        hint: 'They were made again once, and are damaged again: check the disk and the memory of this host, or set XDG_CACHE_HOME to a folder on another file system.',
      },
      options,
    );
  }
}

/** Files that a message names. */
export const SHOWN = 3;
