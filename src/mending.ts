// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from './context.ts';
import { Failure } from './failure.ts';
import { CacheDamaged, type DamagedEntry, reasonOf, SHOWN } from './host-fault.ts';

/** Who may not write has no need to have gigabytes compared. */
const REFUSED = ['EROFS', 'EACCES', 'EPERM'];

/** Failures that a damaged entry can stand behind; of others the cause is known. */
const SUSPICIOUS = [
  ...['BUILD_FAILED', 'CACHE_UNUSABLE', 'CONFIG_UNMET', 'HOST_FAULT', 'TREE_CORRUPT', 'TREE_UNSUITABLE'],
  ...['ANCHOR_MISSING', 'ANCHOR_AMBIGUOUS', 'ANCHOR_BROKEN', 'ALLOCATION_TAKEN', 'TEMPLATE_BROKEN'],
];

/**
 * Does work, and where it fails by damaged entries of the cache, takes these away, says which they were, and does the
 * work again, once: what is not there is made.
 *
 * @throws what the work throws; CacheDamaged where entries are damaged again
 */
export async function mending<T>(
  context: Pick<Context, 'cache' | 'signal' | 'report'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const damages = context.signal.aborted ? [] : await damagesBehind(error, context);
    if (damages.length === 0) throw error;
    for (const { entry, what } of damages) {
      await context.cache.discard(entry);
      const more = what.length > SHOWN ? ` and ${what.length - SHOWN} files more` : '';
      const reason = what.slice(0, SHOWN).join(', ') || 'it cannot be checked';
      context.report({
        task: `cache ${entry}`,
        state: 'failed',
        text: `damaged: ${reason}${more}; made again`,
      });
    }
    return await work().catch((again: unknown) => {
      if (typeof again === 'object' && again !== null) MENDED.add(again);
      throw again;
    });
  }
}

/** Errors that came in spite of mending, which nobody further out is to try again. */
const MENDED = new WeakSet<object>();

/** @throws CacheDamaged where an entry that this process has used is not as it was made */
export async function requireSound(
  { cache }: Pick<Context, 'cache'>,
  files?: readonly string[],
  unsure = false,
): Promise<void> {
  const damages = await cache.damaged(files, unsure);
  if (damages.length > 0) throw new CacheDamaged(damages);
}

/** @returns [] where the error has another cause */
async function damagesBehind(
  error: unknown,
  { cache }: Pick<Context, 'cache'>,
): Promise<readonly DamagedEntry[]> {
  if (typeof error === 'object' && error !== null && MENDED.has(error)) return [];
  if (error instanceof CacheDamaged) return error.damages;
  if (error instanceof Failure && !SUSPICIOUS.includes(error.code)) return [];
  const { code = '', path } = (
    error instanceof Failure ? (error.cause ?? {}) : (error ?? {})
  ) as NodeJS.ErrnoException;
  // A file that an entry should have is damage whether or not anybody has counted its files.
  const gone = reasonOf(error) !== undefined && path !== undefined ? await cache.damaged([path], true) : [];
  if (REFUSED.includes(code)) return gone;
  return gone.length > 0 ? gone : await cache.damaged();
}
