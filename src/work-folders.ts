// SPDX-License-Identifier: GPL-2.0-only
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolders } from './folders.ts';
import { cacheUnusable, HostFault, NoSpace, reasonOf } from './host-fault.ts';
import { type HeldFile, lockFile } from './lock.ts';
import { goesOn, idOf, ownerIn, self } from './owner.ts';

/** Somebody has removed a folder that work was going on in. */
class WorkRemoved extends HostFault {}

/** Milliseconds after which a folder is swept whose owner nobody can tell anything of. */
const FORGOTTEN = 24 * 3600_000;
/** In a folder that work goes on in: it is gone when somebody empties the folder. */
const MARK = '.kpw-work';

/**
 * Temporary folders of a cache, `tmp/<owner>-<number>`. An owner holds a lock on `locks/owner-<id>` for as long as it
 * lives, so that whoever sweeps can tell in a container what goes on in another, and on the host.
 */
export class WorkFolders {
  private owner: Promise<{ id: string; held: HeldFile | undefined }> | undefined;
  private count = 0;

  constructor(private readonly root: string) {}

  /** @throws CacheUnusable, NoSpace */
  async inside(): Promise<string> {
    try {
      this.owner ??= this.begin().catch((error: unknown) => {
        this.owner = undefined;
        throw error;
      });
      const { id } = await this.owner;
      const folder = join(this.root, 'tmp', `${id}-${++this.count}`);
      await makeFolders(folder);
      return folder;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (reasonOf(error) === undefined) throw error;
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw cacheUnusable(this.root, error);
      const hint = 'Free some space there, or set XDG_CACHE_HOME to a folder on a larger file system.';
      throw new NoSpace({ title: 'no space left for the cache', where: this.root, hint }, { cause: error });
    }
  }

  /** In the system's folder for temporary files where the cache cannot be written: scratch belongs to no cache. */
  async anywhere(): Promise<string> {
    try {
      return await this.inside();
    } catch (error) {
      if (error instanceof NoSpace) throw error;
      return mkdtemp(join(tmpdir(), 'kpw-')).catch(() => {
        throw error;
      });
    }
  }

  async during<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await this.anywhere();
    const mark = join(folder, MARK);
    await writeFile(mark, '');
    try {
      return await work(folder);
    } catch (error) {
      throw existsSync(mark) ? error : this.failure(folder, error);
    } finally {
      await this.remove(folder);
    }
  }

  /** The failure that explains an error by a folder that is gone; undefined where it is there. */
  removed(folder: string, error: unknown): HostFault | undefined {
    if (this.isRemoved(error)) return error as HostFault;
    return existsSync(folder) ? undefined : this.failure(folder, error);
  }

  isRemoved(error: unknown): boolean {
    return error instanceof WorkRemoved;
  }

  /** @throws WorkRemoved */
  require(folder: string): void {
    if (!existsSync(folder)) throw this.failure(folder, undefined);
  }

  /** What cannot be removed is left to the sweep of a later run. */
  async remove(folder: string): Promise<void> {
    await rm(folder, REMOVING).catch(() => undefined);
  }

  async sweep(): Promise<void> {
    const tmp = join(this.root, 'tmp');
    const locks = join(this.root, 'locks');
    const known = new Map<string, boolean>();
    const dead = async (name: string, place: string) => {
      const id = ownerIn(name)?.id ?? name;
      const found = known.get(id) ?? (await this.isDead(name, place));
      known.set(id, found);
      return found;
    };
    for (const name of await readdir(tmp).catch(() => []))
      if (await dead(name, join(tmp, name))) await this.remove(join(tmp, name));
    for (const name of await readdir(locks).catch(() => []))
      if (name.startsWith('owner-') && (await dead(name.slice(6), join(locks, name))))
        await this.remove(join(locks, name));
  }

  async close(): Promise<void> {
    const { id, held } = (await this.owner?.catch(() => undefined)) ?? {};
    this.owner = undefined;
    if (id === undefined) return;
    await rm(this.lockOf(id), { force: true }).catch(() => undefined);
    await held?.release();
  }

  private async begin(): Promise<{ id: string; held: HeldFile | undefined }> {
    await makeFolders(join(this.root, 'locks'));
    for (;;) {
      const id = idOf(self(), randomBytes(4).toString('hex'));
      const held = await lockFile(this.lockOf(id));
      // Without locks, those who see this process by its PID still leave its folders alone.
      if (held === 'none') return { id, held: undefined };
      // Somebody who sweeps was faster than the lock on the new file.
      if (held !== 'busy' && !held.lost()) return { id, held };
      if (held !== 'busy') await held.release();
    }
  }

  private async isDead(name: string, place: string): Promise<boolean> {
    const found = ownerIn(name);
    const alive = found && goesOn(found.owner);
    if (alive !== undefined) return !alive;
    const lock = found && this.lockOf(found.id);
    if (lock !== undefined && existsSync(lock)) {
      const held = await lockFile(lock);
      if (held === 'busy') return false;
      if (held !== 'none') {
        await held.release();
        return true;
      }
    }
    const age = Date.now() - ((await stat(place).catch(() => undefined))?.mtimeMs ?? Date.now());
    return age > FORGOTTEN;
  }

  private lockOf(id: string): string {
    return join(this.root, 'locks', `owner-${id}`);
  }

  private failure(folder: string, cause: unknown): HostFault {
    return new WorkRemoved(
      {
        title: 'somebody has removed a folder while work was going on in it',
        where: folder,
        hint: 'Leave the folders tmp and locks of the cache alone while kpw runs; then run the same command again.',
      },
      { cause },
    );
  }
}

/** A compiler that is being ended may still write. */
const REMOVING = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;
