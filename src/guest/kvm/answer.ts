// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Context } from '../../context.ts';

/** Whether KVM runs a kernel at full speed on a host, and how that is known. */
const ProbeAnswer = z.object({
  works: z.boolean(),
  /** One clause for a person: why not, or how it was found out. */
  why: z.string(),
  /** Milliseconds since the epoch after which it is asked again: what may have been chance, such as a busy host. */
  until: z.number().optional(),
});
export type ProbeAnswer = z.infer<typeof ProbeAnswer>;

const DAY_MS = 24 * 3600 * 1000;

/** An answer that holds for a day. */
export function forToday(answer: Omit<ProbeAnswer, 'until'>): ProbeAnswer {
  return { ...answer, until: Date.now() + DAY_MS };
}

/** What is kept for a host; undefined where nothing is, or where it is out of date or damaged. */
export async function keptAnswer(
  key: string,
  { cache }: Pick<Context, 'cache'>,
): Promise<ProbeAnswer | undefined> {
  const text = await readFile(fileOf(key, cache), 'utf8').catch(() => '');
  const { data } = ProbeAnswer.safeParse(json(text));
  return data && (data.until === undefined || data.until > Date.now()) ? data : undefined;
}

/** Keeps an answer. Where the cache cannot be written to, the next run asks again. */
export async function keep(
  key: string,
  answer: ProbeAnswer,
  { cache }: Pick<Context, 'cache'>,
): Promise<void> {
  const file = fileOf(key, cache);
  const temporary = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, `${JSON.stringify(answer)}\n`);
    await rename(temporary, file);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function fileOf(key: string, cache: Context['cache']): string {
  return cache.path('host', `kvm-${key}.json`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
