// SPDX-License-Identifier: GPL-2.0-only
/** Things that are the same on both sides as long as some names mean the same. */
export class DeferredByName<T> {
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
