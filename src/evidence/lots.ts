// SPDX-License-Identifier: GPL-2.0-only
import { setTimeout as sleep } from 'node:timers/promises';

/** A boot takes as long as a cell: for one alone it is not worth it. */
const SMALLEST = 2;
/** Milliseconds in which all cells arrive that need no compiler. */
const SOON = 50;

/**
 * Deals out what is built among guests: what is there at once is spread evenly. Where something has to be waited for,
 * the guest that need not wait takes one more than its share, since compiling takes longer than a cell.
 *
 * @param total how many will come
 * @param counts whether it is something that a guest is to run
 */
export async function* lots<T>(
  items: AsyncGenerator<T>,
  { total, guests, counts }: { total: number; guests: number; counts(item: T): boolean },
): AsyncGenerator<T[]> {
  let held: T[] = [];
  let left = guests;
  const take = (many: number): T[] => {
    let size = 0;
    const last = held.findIndex((item) => counts(item) && ++size === many);
    const end = last < 0 ? held.length : last;
    // Cells that do not run need no guest of their own.
    const taken = held.slice(end + 1).some(counts) ? held.slice(0, end + 1) : held;
    held = held.slice(taken.length);
    left--;
    return taken;
  };
  const share = (many: number) => Math.max(SMALLEST, Math.ceil(many / Math.max(1, left)));
  let given = 0;
  let next = items.next();
  for (;;) {
    const came = await Promise.race([next, sleep(SOON, undefined)]);
    if (came?.done) break;
    if (came) {
      held.push(came.value);
      next = items.next();
      continue;
    }
    const there = held.filter(counts).length;
    const size = share(total - given);
    if (left > 1 && there >= size) {
      const lot = take(size + (given === 0 ? 1 : 0));
      given += lot.length;
      yield lot;
    }
    const waited = await next;
    if (waited.done) break;
    held.push(waited.value);
    next = items.next();
  }
  while (held.length > 0) yield take(share(held.filter(counts).length));
}
