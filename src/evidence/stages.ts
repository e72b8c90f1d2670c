// SPDX-License-Identifier: GPL-2.0-only
import type { Evidence } from './schema.ts';

/** Does a piece of work and notes how long it took, also where it fails. */
export async function staged<T>(
  name: string,
  stages: Evidence['stages'],
  work: () => Promise<T>,
): Promise<T> {
  const since = performance.now();
  try {
    return await work();
  } finally {
    stages.push({ name, seconds: seconds(since) });
  }
}

/** Since a time of performance.now(), to the millisecond. */
export function seconds(since: number): number {
  return Math.round(performance.now() - since) / 1000;
}
