// SPDX-License-Identifier: GPL-2.0-only

/** Starts a piece of work beside the others. It is to end when the signal says so. */
export type StartWork = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Pieces of work side by side. When one fails the others are aborted, and its error is what is thrown, whatever they
 * make of that; when this returns or throws, none goes on.
 *
 * @param outer aborts all of them
 */
export async function together<T>(outer: AbortSignal, body: (start: StartWork) => Promise<T>): Promise<T> {
  // Not with the error as the reason: who catches errors of its kind would take it for its own.
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  const running: Promise<unknown>[] = [];
  const errors: unknown[] = [];
  const start: StartWork = (work) => {
    const piece = work(signal);
    running.push(
      piece.catch((error: unknown) => {
        errors.push(error);
        own.abort();
      }),
    );
    return piece;
  };
  try {
    return await start(() => body(start));
  } catch {
    throw errors[0];
  } finally {
    // A piece may start others, up to its end.
    for (const piece of running) await piece;
  }
}
