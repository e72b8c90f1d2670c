// SPDX-License-Identifier: GPL-2.0-only

/** Texts by number, each once. */
export class Table {
  readonly values: string[] = [];
  readonly #known = new Map<string, number>();

  at(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.values.length);
    return this.values.push(text) - 1;
  }
}
