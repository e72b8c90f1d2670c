// SPDX-License-Identifier: GPL-2.0-only
import { Worker } from 'node:worker_threads';
import type { Runs } from '../../checks/index.ts';

/** What the second thread is told. */
export interface Asked {
  readonly old: string;
  readonly names: readonly string[];
  /** What came by standard input, where a side is `-`. */
  readonly input: string;
  /** Root of the cache. */
  readonly cache: string;
  readonly targets: readonly string[];
  readonly disable: readonly string[];
}

/** What another thread has run for the new side of that place. */
export type Elsewhere = (at: number) => Promise<Runs | undefined>;

/**
 * Runs the rules that need no comparison in a thread of their own.
 *
 * @param program URL of the thread's program
 * @returns what they came to, for each new side in order; undefined where the thread failed: then the caller runs them
 */
export function apart(program: URL, asked: Asked): Elsewhere {
  const came: (Runs | undefined)[] = [];
  const waiting: ((runs: Runs | undefined) => void)[] = [];
  let over = false;
  const worker = new Worker(program, { workerData: asked });
  worker.on('message', (runs: Runs) => {
    waiting[came.push(runs) - 1]?.(runs);
  });
  const end = () => {
    over = true;
    for (const [at, done] of waiting.entries()) if (at >= came.length) done(undefined);
  };
  worker.on('error', end);
  worker.on('exit', end);
  return (at) =>
    at < came.length || over
      ? Promise.resolve(came[at])
      : new Promise((done) => {
          waiting[at] = done;
        });
}
