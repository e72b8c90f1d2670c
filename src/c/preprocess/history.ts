// SPDX-License-Identifier: GPL-2.0-only
import type { MacroDefinition, Macros } from '../expand.ts';

interface Entry {
  readonly when: number;
  readonly macro: MacroDefinition | undefined;
  readonly before: Entry | undefined;
}

/**
 * Names that were a macro in any unit. Of the names in text few are, and those that never were need not be looked up in
 * the history of each prefix.
 */
const EVER = new Set<string>();

/** More moments than a unit can have. */
const MANY = 1_000_000_000;

/**
 * What each name meant as a macro at every moment of a unit, so that text can be expanded later, where it is asked for.
 * A unit may start from the history of its include prefix: its own moments lie before and after all of that one.
 */
export class MacroHistory implements Macros {
  private base: MacroHistory | undefined;
  private moment: number;

  /**
   * @param included whether it is the history of what others include
   * @param entries those of another history, with the same moments
   */
  constructor(
    private readonly predefined: Macros,
    private readonly included = false,
    private readonly entries = new Map<string, Entry>(),
  ) {
    this.moment = included ? 0 : -MANY;
  }

  /** Now: after the last define or undef. */
  get now(): number {
    return this.moment;
  }

  /** What the name means now. */
  get(name: string): MacroDefinition | undefined {
    const entry = this.entries.get(name);
    return entry ? entry.macro : this.given(name);
  }

  /** What the name means where nothing here says otherwise: the prefix, what is predefined. */
  given(name: string): MacroDefinition | undefined {
    return (this.base && EVER.has(name) ? this.base : this.predefined).get(name);
  }

  /** Names that were defined or undefined here so far, apart from those of the prefix. */
  get names(): IterableIterator<string> {
    return this.entries.keys();
  }

  get size(): number {
    return this.entries.size;
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  at(moment: number): Macros {
    return { get: (name) => this.meant(name, moment) };
  }

  meant(name: string, moment: number): MacroDefinition | undefined {
    if (!EVER.has(name)) return this.predefined.get(name);
    let entry = this.entries.get(name);
    while (entry && entry.when > moment) entry = entry.before;
    if (entry) return entry.macro;
    return this.base && moment >= 0 ? this.base.meant(name, moment) : this.predefined.get(name);
  }

  define(macro: MacroDefinition): void {
    this.set(macro.name, macro);
  }

  undefine(name: string): void {
    this.set(name, undefined);
  }

  /** As if all of the other history, which is one of an include prefix, happened now; it replaces one of a shorter prefix. */
  startFrom(other: MacroHistory): void {
    this.base = other;
    this.moment = this.included ? other.moment : MANY;
  }

  /** The same for another target, of which the names here mean the same at all moments. */
  for(predefined: Macros, base: MacroHistory | undefined): MacroHistory {
    const made = new MacroHistory(predefined, false, this.entries);
    made.base = base;
    made.moment = this.moment;
    return made;
  }

  private set(name: string, macro: MacroDefinition | undefined): void {
    EVER.add(name);
    this.entries.set(name, { when: ++this.moment, macro, before: this.entries.get(name) });
  }
}
