// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolders } from './folders.ts';
import { cacheUnusable, type DamagedEntry, HostFault, NoSpace, reasonOf } from './host-fault.ts';
import { type HeldFile, lockFile } from './lock.ts';
import { RecordedSums } from './recorded-sums.ts';
import { differences, type Sums, sumsOf } from './sums.ts';
import { WorkFolders } from './work-folders.ts';

/**
 * `$XDG_CACHE_HOME/kpw`, by default `~/.cache/kpw` (XDG Base Directory Specification, which has relative paths ignored).
 *
 * @throws HostFault where nobody says where the user's home is
 */
export function defaultCacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.XDG_CACHE_HOME;
  if (named && isAbsolute(named)) return join(named, 'kpw');
  try {
    // An empty or relative one would be another folder wherever kpw is started.
    const home = env.HOME && isAbsolute(env.HOME) ? env.HOME : userInfo().homedir;
    return join(home, '.cache', 'kpw');
  } catch (cause) {
    throw new HostFault(
      {
        title: 'this user has no home folder, so there is no place for the cache',
        hint: 'Set HOME, or XDG_CACHE_HOME to a folder of your own.',
      },
      { cause },
    );
  }
}

export interface Filling {
  /** Bytes the entry will take at most, checked before any work is done. */
  bytes?: number;
  signal?: AbortSignal;
  /** Called when another process is making the same entry. */
  onWait?: () => void;
  /** Milliseconds without a sign of life after which another process that makes the same entry is not waited for. */
  still?: number;
  /** How files are recorded, to be compared when something fails: `sizes` where reading all of them would be too much. */
  sums?: 'hashes' | 'sizes';
}

/** Milliseconds between two looks at a lock, and by default `still`: a holder gives a sign every two seconds. */
const POLL = 250;
const STILL = 12_000;
/** Entries whose files are too many to be read. */
const SIZES_ALONE = /^(?:whole|sources|prepared)\//;
/** How often work is done again whose folder or lock was taken away. */
const TRIES = 3;

/**
 * A folder of finished things. An entry is made in a temporary folder beside it and renamed into place, so an entry
 * that exists is whole; a lock per entry makes a second process wait for the first instead of doing the work twice.
 * Where the lock is no use (its holder stands still, its file was removed, the file system has none), two processes make
 * the same entry, and the second takes that of the first.
 */
export class Cache {
  private readonly folders: WorkFolders;
  /** Entries that this process has read or made. */
  private readonly used = new Set<string>();

  constructor(readonly root: string) {
    this.folders = new WorkFolders(root);
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  has(entry: string): boolean {
    const there = existsSync(this.path(entry));
    if (there) this.used.add(entry);
    return there;
  }

  /**
   * The folder of `entry`, filled first where it does not exist.
   *
   * @param entry path below the cache's root, at least one component
   * @param fill writes the entry's content into the folder it is given; that folder is renamed afterwards
   * @throws NoSpace when the file system has fewer than `bytes` bytes free, or runs full while filling; CacheUnusable
   *   when the cache cannot be written; HostFault when what is in work is removed again and again
   */
  async entry(
    entry: string,
    fill: (folder: string) => Promise<void>,
    options: Filling = {},
  ): Promise<string> {
    const final = this.path(entry);
    if (!this.has(entry)) {
      const enough = () => existsSync(final);
      await this.exclusive(entry, { ...options, enough }, () => this.make(entry, fill, options));
      this.used.add(entry);
    }
    return final;
  }

  /** Runs `work` while no other process runs work under the same name; again where that cannot be said afterwards. */
  async locked<T>(name: string, options: Filling, work: () => Promise<T>): Promise<T> {
    return this.exclusive(name, options, work);
  }

  /**
   * An empty folder of this process, for the caller to remove: in the cache, or where that cannot be written, in the
   * system's folder for temporary files.
   */
  temporary(): Promise<string> {
    return this.folders.anywhere();
  }

  /**
   * Runs work in an empty folder, which is removed afterwards.
   *
   * @throws WorkRemoved in place of what the work throws when somebody else has removed the folder meanwhile
   */
  working<T>(work: (folder: string) => Promise<T>): Promise<T> {
    return this.folders.during(work);
  }

  /** Removes the temporary folders of processes that are gone; safe at any time, and nothing it fails at is an error. */
  sweep(): Promise<void> {
    return this.folders.sweep();
  }

  /** Gives back what says that this process goes on; there must be no temporary folder any more. */
  close(): Promise<void> {
    return this.folders.close();
  }

  /**
   * Which entries are not as they were made.
   *
   * @param files that are looked at, with their entries; by default all of every entry that this process has used
   * @param unsure whether an entry of which nothing is recorded counts as damaged
   */
  async damaged(files?: readonly string[], unsure = false): Promise<DamagedEntry[]> {
    const wanted = new Map<string, string[] | undefined>();
    for (const entry of files ? [] : this.used) wanted.set(entry, undefined);
    for (const file of files ?? []) {
      const entry = this.entryOf(file);
      if (entry !== undefined)
        wanted.set(entry, [...(wanted.get(entry) ?? []), relative(this.path(entry), file)]);
    }
    const found: DamagedEntry[] = [];
    for (const [entry, only] of wanted) {
      if (!existsSync(this.path(entry))) continue;
      const sums = await this.sums(entry);
      const what = sums ? await differences(this.path(entry), sums, only) : [];
      if (what.length > 0 || (!sums && unsure)) found.push({ entry, what });
    }
    return found;
  }

  /**
   * Records the entries that this process has used and that an older kpw made without recording them: work that came to
   * a good end is the proof that they are sound. What cannot be kept is not.
   */
  async complete(): Promise<void> {
    for (const entry of this.used)
      if (existsSync(this.path(entry)) && !existsSync(this.sumsFile(entry)))
        await this.record(entry, this.path(entry), !SIZES_ALONE.test(entry)).catch(() => undefined);
  }

  /** Takes an entry away, out of sight first, so that it is made again. */
  async discard(entry: string): Promise<void> {
    const out = join(await this.folders.inside(), 'discarded');
    await rename(this.path(entry), out)
      // overlayfs moves no folder of a lower layer (Documentation/filesystems/overlayfs.rst, redirect_dir).
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EXDEV') throw error;
        return rm(this.path(entry), { recursive: true });
      })
      .catch((error: NodeJS.ErrnoException) => {
        // Somebody else has found the same.
        if (error.code !== 'ENOENT') throw cacheUnusable(this.root, error);
      });
    await rm(this.sumsFile(entry), { force: true }).catch(() => undefined);
    await this.folders.remove(dirname(out));
  }

  /** @throws NoSpace when fewer than `bytes` bytes are free below the cache's root */
  async requireSpace(bytes: number, what: string): Promise<void> {
    if (bytes === 0) return;
    await this.writing(() => makeFolders(this.root));
    const { bavail, bsize } = await statfs(this.root);
    if (bavail * bsize < bytes) throw this.noSpace(what, undefined, bytes, bavail * bsize);
  }

  private async make(
    entry: string,
    fill: (folder: string) => Promise<void>,
    { bytes = 0, signal, sums = 'hashes' }: Filling,
  ): Promise<void> {
    const final = this.path(entry);
    if (existsSync(final)) return;
    await this.requireSpace(bytes, entry);
    const temporary = await this.folders.inside();
    try {
      await fill(temporary);
      signal?.throwIfAborted();
      this.folders.require(temporary);
      await this.writing(async () => {
        await this.record(entry, temporary, sums === 'hashes');
        await makeFolders(dirname(final));
        await rename(temporary, final).catch((error: unknown) => {
          if (!existsSync(final)) throw error;
        });
      });
    } catch (error) {
      const removed = signal?.aborted ? undefined : this.folders.removed(temporary, error);
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw this.noSpace(entry, error);
      throw removed ?? error;
    } finally {
      await this.folders.remove(temporary);
    }
  }

  private async exclusive<T>(
    name: string,
    options: Filling & { enough?: () => boolean },
    work: () => Promise<T>,
  ): Promise<T> {
    for (let tries = 1; ; tries++) {
      const held = await this.lock(name, options);
      const again = (removed: boolean) =>
        tries < TRIES && !options.signal?.aborted && (removed || held?.lost() === true);
      try {
        const result = await work();
        if (!again(false)) return result;
      } catch (error) {
        if (!again(this.folders.isRemoved(error))) throw error;
      } finally {
        await held?.release();
      }
    }
  }

  /** Waits for a lock; undefined where it is better to go on without. */
  private async lock(
    name: string,
    { signal, onWait, enough, still = STILL }: Filling & { enough?: () => boolean },
  ): Promise<HeldFile | undefined> {
    const file = this.path('locks', createHash('sha256').update(name).digest('hex').slice(0, 16));
    try {
      await makeFolders(dirname(file));
    } catch {
      // Nobody here can write; what the work writes says so itself.
      return undefined;
    }
    let told = false;
    let sign: number | undefined;
    for (let since = performance.now(); ; await sleep(POLL)) {
      signal?.throwIfAborted();
      const held = await lockFile(file);
      if (held === 'none') return undefined;
      if (held !== 'busy') {
        await writeFile(file, `${name}\n`).catch(() => undefined);
        if (!held.lost()) return held;
        await held.release();
        continue;
      }
      if (!enough) continue;
      if (enough()) return undefined;
      if (!told) onWait?.();
      told = true;
      // By this process's own clock: the holder's, and the file server's, may be wrong.
      const now = (await stat(file).catch(() => undefined))?.mtimeMs;
      if (now !== sign) since = performance.now();
      sign = now;
      if (performance.now() - since > still) return undefined;
    }
  }

  private async record(entry: string, folder: string, hashes: boolean): Promise<void> {
    const file = this.sumsFile(entry);
    const fresh = await this.folders.inside();
    try {
      await writeFile(join(fresh, 'sums'), JSON.stringify(await sumsOf(folder, hashes)));
      await makeFolders(dirname(file));
      await rename(join(fresh, 'sums'), file);
    } finally {
      await this.folders.remove(fresh);
    }
  }

  private async sums(entry: string): Promise<Sums | undefined> {
    try {
      return JSON.parse(await readFile(this.sumsFile(entry), 'utf8'));
    } catch {
      return undefined;
    }
  }

  /** What was recorded of a folder in an entry when the entry was made. */
  recorded(entry: string, below: string): RecordedSums {
    return new RecordedSums(this.path(entry, below), this.sumsFile(entry), below);
  }

  private sumsFile(entry: string): string {
    return this.path('sums', `${entry}.json`);
  }

  private entryOf(file: string): string | undefined {
    const path = relative(this.root, file);
    if (path.startsWith('..') || isAbsolute(path)) return undefined;
    for (let entry = path; entry !== '.'; entry = dirname(entry))
      if (this.used.has(entry) || existsSync(this.sumsFile(entry))) return entry;
    return undefined;
  }

  private async writing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (reasonOf(error) === undefined || (error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
      throw cacheUnusable(this.root, error);
    }
  }

  private noSpace(what: string, cause?: unknown, needed?: number, free?: number): NoSpace {
    const figures =
      needed === undefined || free === undefined
        ? ''
        : ` (${Math.ceil(needed / MEBI)} MiB needed, ${Math.floor(free / MEBI)} MiB free)`;
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

const MEBI = 2 ** 20;
