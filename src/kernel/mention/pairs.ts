// SPDX-License-Identifier: GPL-2.0-only
import type { FileHandle } from 'node:fs/promises';

/** Of a pair of a word's hash (32 bits) and a file's number: both fit the 53 bits of a double. */
const FILES = 2 ** 20;
const BYTES = 8;
const PAGE = 512;
/** In place of the files of a word that stands in more files than anybody would read. */
const MANY = FILES - 1;
export const MOST = 400;

/** Pairs of words and files, gathered in any order. */
export class Pairs {
  private all = new Float64Array(2 ** 22);
  private count = 0;
  /** The last pair by some bits of its hash: most repetitions of a word in a file are met here. */
  private readonly last = new Float64Array(2 ** 18);

  add(hash: number, file: number): void {
    const pair = hash * FILES + file;
    const slot = hash & (2 ** 18 - 1);
    if (this.last[slot] === pair) return;
    this.last[slot] = pair;
    if (this.count === this.all.length) {
      const more = new Float64Array(this.all.length * 2);
      more.set(this.all);
      this.all = more;
    }
    this.all[this.count++] = pair;
  }

  /** Sorted, each pair once, without the files of words that are everywhere. */
  finished(): Uint8Array {
    const sorted = this.all.subarray(0, this.count).sort();
    let size = 0;
    for (let at = 0; at < sorted.length; ) {
      const hash = Math.floor((sorted[at] as number) / FILES);
      const from = size;
      let last = -1;
      for (; at < sorted.length && Math.floor((sorted[at] as number) / FILES) === hash; at++) {
        const pair = sorted[at] as number;
        if (pair !== last) sorted[size++] = pair;
        last = pair;
      }
      if (size - from <= MOST) continue;
      sorted[from] = hash * FILES + MANY;
      size = from + 1;
    }
    return new Uint8Array(sorted.buffer, 0, size * BYTES);
  }
}

/**
 * Numbers of the files that a word stands in, by its hash; undefined for a word that is everywhere.
 *
 * @param size bytes of the file of pairs
 */
export async function mentioningFiles(
  pairs: FileHandle,
  size: number,
  hash: number,
): Promise<number[] | undefined> {
  const at = async (place: number, length: number) => {
    const bytes = new Uint8Array(Math.min(length, size / BYTES - place) * BYTES);
    await pairs.read(bytes, 0, bytes.length, place * BYTES);
    return new Float64Array(bytes.buffer);
  };
  let [from, to] = [0, Math.ceil(size / BYTES / PAGE)];
  // The last page that begins before the word's first pair.
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (((await at(middle * PAGE, 1))[0] as number) < hash * FILES) from = middle;
    else to = middle;
  }
  const found: number[] = [];
  for (let place = from * PAGE; place < size / BYTES; place += PAGE) {
    const page = await at(place, PAGE);
    for (const pair of page) {
      if (pair < hash * FILES) continue;
      if (pair >= (hash + 1) * FILES) return found;
      if (pair % FILES === MANY) return undefined;
      found.push(pair % FILES);
    }
  }
  return found;
}
