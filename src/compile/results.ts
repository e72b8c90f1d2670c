// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { makeFolders } from '../folders.ts';
import { reasonOf } from '../host-fault.ts';
import { jsonOf } from '../record.ts';

/** Changes with what a result says, and with how it is found. */
const VERSION = '1';

export function resultKey(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts), 'latin1').digest('hex').slice(0, 32);
}

/**
 * A small result, kept by content (`objects/1/<two digits>/<key>.json`). Two processes may find the same out at the
 * same time; whoever is second replaces it by the same. Where the cache cannot be written it is not kept.
 */
export async function cachedResult<T>(
  key: string,
  schema: z.ZodType<T>,
  context: Context,
  find: () => Promise<T>,
): Promise<T> {
  const file = context.cache.path('objects', VERSION, key.slice(0, 2), `${key}.json`);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const kept = text === undefined ? undefined : schema.safeParse(jsonOf(text));
  if (kept?.success) return kept.data;
  const found = await find();
  const temporary = await context.cache.temporary();
  try {
    await writeFile(join(temporary, 'result.json'), JSON.stringify(found));
    await makeFolders(dirname(file));
    await rename(join(temporary, 'result.json'), file);
  } catch (error) {
    if (reasonOf(error) === undefined) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return found;
}
