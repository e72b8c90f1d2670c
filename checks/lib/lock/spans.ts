// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../../src/c/parse.ts';

interface Span<T> {
  readonly start: number;
  readonly end: number;
  readonly of: T;
}

/** What was found in a function, by place: which of it a statement has takes no question to the parser. */
export class Spans<T> {
  readonly #all: readonly Span<T>[];

  /** @param all in the order of the text */
  constructor(all: readonly { readonly node: SyntaxNode; readonly of: T }[]) {
    this.#all = all.map(({ node, of }) => ({ start: node.startIndex, end: node.endIndex, of }));
  }

  /** Of those that lie in a node, it itself among them, in the order of the text. */
  within({ startIndex, endIndex }: SyntaxNode): T[] {
    const found: T[] = [];
    for (let at = this.#first(startIndex); at < this.#all.length; at++) {
      const one = this.#all[at] as Span<T>;
      if (one.start >= endIndex) break;
      if (one.end <= endIndex) found.push(one.of);
    }
    return found;
  }

  /** The first that begins there or behind. */
  #first(start: number): number {
    let [low, high] = [0, this.#all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
