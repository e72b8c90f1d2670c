// SPDX-License-Identifier: GPL-2.0-only

/** The last so many of some objects: whoever comes has the oldest forget what it holds. */
export class Ring<T> {
  private readonly places: (T | undefined)[];
  private next = 0;

  /** @param forget what was kept can be made again */
  constructor(
    size: number,
    private readonly forget: (oldest: T) => void,
  ) {
    this.places = new Array(size).fill(undefined);
  }

  /** One that is in it already is to be added again only where it has forgotten. */
  add(one: T): void {
    const oldest = this.places[this.next];
    if (oldest !== undefined) this.forget(oldest);
    this.places[this.next] = one;
    this.next = (this.next + 1) % this.places.length;
  }
}
