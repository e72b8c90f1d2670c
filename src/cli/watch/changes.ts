// SPDX-License-Identifier: GPL-2.0-only
import { watch } from 'chokidar';
import { sha256 } from '../../sums.ts';
import { type WatchScope, watchScope } from './places.ts';

/** Milliseconds of quiet after which a change is over: an editor writes several files, or one in steps. */
const QUIET = 60;
/** Milliseconds after which it is over all the same. */
const MOST = 500;

/** Collects what changes, until nothing does for a moment. */
export class Debounce {
  private readonly paths = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private first = 0;

  /** @param tell called with the paths, sorted */
  constructor(
    private readonly tell: (paths: string[]) => unknown,
    private readonly quiet = QUIET,
    private readonly most = MOST,
  ) {}

  put(path: string): void {
    const now = performance.now();
    if (this.paths.size === 0) this.first = now;
    this.paths.add(path);
    clearTimeout(this.timer);
    const left = Math.max(0, this.first + this.most - now);
    this.timer = setTimeout(() => this.flush(), Math.min(this.quiet, left));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.paths.clear();
  }

  private flush(): void {
    const paths = [...this.paths].sort();
    this.paths.clear();
    this.tell(paths);
  }
}

/** What tells of changes. */
export interface Changes {
  /** The places may be others after a change: a Makefile names another folder. */
  follow(places: readonly string[]): void;
  close(): Promise<void>;
}

/**
 * Watches files and folders, as far as they are there.
 *
 * @param tell called with the paths that changed
 * @returns when everything is watched
 */
export async function watchChanges(
  places: readonly string[],
  tell: (paths: string[]) => void,
): Promise<Changes> {
  let scope: WatchScope = watchScope(places);
  const told = new Map<string, string>();
  // An editor's second write may say what the first did, and a system that is busy tells of one write twice.
  const debounce = new Debounce(async (paths) => {
    const fresh: string[] = [];
    for (const path of paths) {
      const content = await contentOf(path);
      if (told.get(path) !== content) fresh.push(path);
      told.set(path, content);
    }
    if (fresh.length > 0) tell(fresh);
  });
  const watcher = watch([...scope.folders], {
    ignoreInitial: true,
    ignored: (path) => !scope.concerns(path),
  });
  watcher.on('all', (event, path) => {
    if (event !== 'addDir') debounce.put(path);
  });
  // A folder that is gone or unreadable fails where it is read.
  watcher.on('error', () => undefined);
  await new Promise<void>((ready) => watcher.on('ready', ready));
  return {
    follow(now) {
      const next = watchScope(now);
      const fresh = next.folders.filter((folder) => !scope.folders.includes(folder));
      scope = { folders: [...scope.folders, ...fresh], concerns: either(scope, next) };
      if (fresh.length > 0) watcher.add(fresh);
    },
    async close() {
      debounce.stop();
      await watcher.close();
    },
  };
}

/** Stands for what a file says, or that there is none. */
async function contentOf(path: string): Promise<string> {
  return sha256(path).catch((error: NodeJS.ErrnoException) => error.code ?? '');
}

function either(one: WatchScope, other: WatchScope): WatchScope['concerns'] {
  return (path) => one.concerns(path) || other.concerns(path);
}
