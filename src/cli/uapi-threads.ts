// SPDX-License-Identifier: GPL-2.0-only
import { Worker } from 'node:worker_threads';
import type { Waiver } from '../../checks/engine/waiver.ts';
import type { UapiDiff } from '../evidence/uapi/schema.ts';

/** What the threads are told. */
export interface ThreadOrder {
  /** The file that the thread runs. */
  readonly program: string;
  readonly old: string;
  readonly names: readonly string[];
  /** What came by standard input, where a side is `-`. */
  readonly input: string;
  /** Root of the cache. */
  readonly cache: string;
  readonly question: {
    readonly targets: readonly string[];
    readonly deny: readonly string[];
    readonly allow: readonly string[];
    readonly disable: readonly string[];
    readonly waivers: readonly Waiver[];
    readonly known: readonly string[];
    readonly today?: string;
    readonly between: boolean;
  };
}

/** The rules that need no comparison; the comparison with all others. */
export type Part = 'drivers' | 'headers';

/**
 * Megabytes. What is read of a header lives long enough to leave V8's own small young generation, and then for long; the
 * trees of drivers lie outside of V8's heap. A thread that runs out of memory fails, and the work is done without one.
 */
const YOUNG: Readonly<Record<Part, number>> = { headers: 64, drivers: 24 };

/**
 * Compares in two threads, so that this one still hears Ctrl-C.
 *
 * @param start URL of what the threads start with
 * @returns undefined if the comparison failed: the caller then repeats it in this thread, where its error shows
 * @throws the reason of the signal
 */
export async function inThreads(
  start: URL,
  asked: ThreadOrder,
  signal: AbortSignal,
): Promise<UapiDiff | undefined> {
  signal.throwIfAborted();
  const startPart = (part: Part) =>
    new Worker(start, {
      workerData: { ...asked, part },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG[part] },
    });
  const [headers, drivers] = [startPart('headers'), startPart('drivers')];
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      headers.on('message', resolve);
      headers.on('error', () => resolve(undefined));
      headers.on('exit', () => resolve(undefined));
      let came = 0;
      drivers.on('message', (runs) => {
        came += 1;
        headers.postMessage(runs);
      });
      // Without an answer from the other thread, the thread of the headers runs the rule itself.
      drivers.on('error', () => {
        for (let at = came; at < asked.names.length; at++) headers.postMessage(undefined);
      });
    });
  } finally {
    void headers.terminate();
    void drivers.terminate();
  }
}
