// SPDX-License-Identifier: GPL-2.0-only
import { namesIn } from './names.ts';

/** Things that are the same as long as the names in their text are. */
export class Waiting<T> {
  private readonly byName = new Map<string, T[]>();

  /** @param except the thing's own name */
  add(text: string, except: string, thing: T): void {
    for (const name of new Set(namesIn(text))) {
      if (name === except) continue;
      const things = this.byName.get(name);
      if (things) things.push(thing);
      else this.byName.set(name, [thing]);
    }
  }

  on(name: string): readonly T[] {
    return this.byName.get(name) ?? [];
  }
}
