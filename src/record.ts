// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { z } from 'zod';
import type { Cache } from './cache.ts';
import { CacheDamaged } from './host-fault.ts';

/** A text of JSON; undefined where it is cut short or something else. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads what an entry of the cache says of itself.
 *
 * @param file a file at the top of the entry
 * @throws CacheDamaged naming the entry where it does not say that (any more)
 */
export async function readRecord<T>(cache: Cache, file: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const record = schema.safeParse(text === undefined ? undefined : jsonOf(text));
  if (record.success) return record.data;
  const entry = relative(cache.root, dirname(file));
  const name = relative(dirname(file), file);
  const what = text === undefined ? `${name} is gone` : `${name} is not what kpw wrote`;
  throw new CacheDamaged([{ entry: join(entry), what: [what] }], { cause: record.error });
}
