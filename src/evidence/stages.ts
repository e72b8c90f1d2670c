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

/** How long kinds of work took that are done piece by piece. */
export class Stopwatch {
  private readonly milliseconds = new Map<string, number>();

  async during<T>(name: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      return await work();
    } finally {
      this.milliseconds.set(name, (this.milliseconds.get(name) ?? 0) + performance.now() - since);
    }
  }

  stages(): Evidence['stages'] {
    return [...this.milliseconds].map(([name, spent]) => ({ name, seconds: Math.round(spent) / 1000 }));
  }
}
