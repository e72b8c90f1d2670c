// SPDX-License-Identifier: GPL-2.0-only
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from './failure.ts';

export class NoSpace extends Failure {
  readonly code = 'NO_SPACE';
}

/** `$XDG_CACHE_HOME/kpw`, by default `~/.cache/kpw` (XDG Base Directory Specification). */
export function defaultCacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kpw');
}

export interface Filling {
  /** Bytes the entry will take at most, checked before any work is done. */
  bytes?: number;
  signal?: AbortSignal;
  /** Called when another process is making the same entry. */
  onWait?: () => void;
}

/**
 * A folder of finished things. An entry is made in a temporary folder beside it and renamed into place,
 * so an entry that exists is whole; a lock per entry makes a second process wait for the first instead
 * of doing the work twice. A killed process leaves a temporary folder (swept by the next run) and a lock
 * that goes stale by itself.
 */
export class Cache {
  constructor(readonly root: string) {}

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  has(entry: string): boolean {
    return existsSync(this.path(entry));
  }

  /**
   * The folder of `entry`, filled first where it does not exist.
   *
   * @param entry path below the cache's root, at least one component
   * @param fill writes the entry's content into the folder it is given; that folder is renamed afterwards
   * @throws NoSpace when the file system has fewer than `bytes` bytes free, or runs full while filling
   */
  async entry(
    entry: string,
    fill: (folder: string) => Promise<void>,
    options: Filling = {},
  ): Promise<string> {
    const final = this.path(entry);
    if (existsSync(final)) return final;
    return this.locked(entry, options, async () => {
      if (existsSync(final)) return final;
      await this.requireSpace(options.bytes ?? 0, entry);
      const temporary = await this.temporary();
      try {
        await fill(temporary);
        options.signal?.throwIfAborted();
        await mkdir(dirname(final), { recursive: true });
        await rename(temporary, final);
      } catch (error) {
        await rm(temporary, { recursive: true, force: true });
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw this.noSpace(entry, error);
        throw error;
      }
      return final;
    });
  }

  /** Runs `work` while no other process runs work under the same name. */
  async locked<T>(name: string, options: Filling, work: () => Promise<T>): Promise<T> {
    const { default: lockfile } = await import('proper-lockfile');
    const file = this.path('locks', createHash('sha256').update(name).digest('hex').slice(0, 16));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${name}\n`);
    let release: (() => Promise<void>) | undefined;
    let told = false;
    while (!release) {
      options.signal?.throwIfAborted();
      try {
        release = await lockfile.lock(file, { stale: 15_000, update: 5_000, realpath: false });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
        if (!told) options.onWait?.();
        told = true;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
    try {
      return await work();
    } finally {
      await release().catch(() => undefined);
    }
  }

  /** An empty folder of this process on the cache's file system, for the caller to rename or to remove. */
  async temporary(): Promise<string> {
    const folder = this.path('tmp', `${process.pid}-${randomBytes(4).toString('hex')}`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** Removes the temporary folders of processes that are gone; safe at any time. */
  async sweep(): Promise<void> {
    const names = await readdir(this.path('tmp')).catch(() => []);
    for (const name of names) {
      const pid = Number.parseInt(name, 10);
      if (pid !== process.pid && !isAlive(pid))
        await rm(this.path('tmp', name), { recursive: true, force: true });
    }
  }

  /** @throws NoSpace when fewer than `bytes` bytes are free below the cache's root */
  async requireSpace(bytes: number, what: string): Promise<void> {
    if (bytes === 0) return;
    await mkdir(this.root, { recursive: true });
    const { bavail, bsize } = await statfs(this.root);
    if (bavail * bsize < bytes) throw this.noSpace(what, undefined, bytes, bavail * bsize);
  }

  private noSpace(what: string, cause?: unknown, needed?: number, free?: number): NoSpace {
    const figures =
      needed === undefined || free === undefined
        ? ''
        : ` (${mebibytes(needed)} needed, ${mebibytes(free)} free)`;
    return new NoSpace(
      {
        title: `no space left for ${what}${figures}`,
        where: this.root,
        hint: 'Free some space there, or set XDG_CACHE_HOME to a folder on a larger file system.',
      },
      { cause },
    );
  }
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
