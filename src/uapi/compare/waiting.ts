// SPDX-License-Identifier: GPL-2.0-only
/** Things that are the same as long as some names are. */
export class Waiting<T> {
  private readonly byName = new Map<string, T[]>();

  add(name: string, thing: T): void {
    const things = this.byName.get(name);
    if (things) things.push(thing);
    else this.byName.set(name, [thing]);
  }

  on(name: string): readonly T[] {
    return this.byName.get(name) ?? [];
  }
}
