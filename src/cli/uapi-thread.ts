// SPDX-License-Identifier: GPL-2.0-only
// What runs in the two threads of `kpw uapi diff`. Each opens the sides itself: what was read of them cannot be handed
// over.
import { parentPort, workerData } from 'node:worker_threads';
import type { Runs } from '../../checks/engine/examine.ts';
import { Cache } from '../cache.ts';
import { diffSides, runApart } from '../evidence/uapi/compare-sides.ts';
import { openSides } from '../uapi/side/open.ts';
import { TARGETS } from '../uapi/targets.ts';
import type { Part, ThreadOrder } from './uapi-threads.ts';

/** @param compiled told when all that will run has run */
export async function run(compiled: () => void): Promise<void> {
  const { part, old, names, input, cache, question } = workerData as ThreadOrder & { readonly part: Part };
  const context = { cache: new Cache(cache), signal: new AbortController().signal, report: () => {} };
  const { base, fresh } = await openSides(old, names, context, async () => input);
  const targets = TARGETS.filter(({ id }) => question.targets.includes(id));
  const tell = (message: unknown) => parentPort?.postMessage(message);
  if (part === 'drivers') {
    for (const side of fresh) tell(runApart(base, side, targets, question.disable));
    compiled();
    return;
  }
  const drivers = inOrder<Runs | undefined>();
  parentPort?.on('message', drivers.put);
  const result = await diffSides(base, fresh, { ...question, targets, apart: drivers.take });
  // Who has the result ends the thread.
  compiled();
  tell(result);
  parentPort?.close();
}

/** A queue of results: a caller may ask for the nth before or after it arrives. */
function inOrder<T>() {
  const came: T[] = [];
  const waiting: ((one: T) => void)[] = [];
  return {
    put: (one: T) => {
      waiting[came.push(one) - 1]?.(one);
    },
    take: async (at: number): Promise<T> =>
      at < came.length
        ? (came[at] as T)
        : new Promise((done) => {
            waiting[at] = done;
          }),
  };
}
