// SPDX-License-Identifier: GPL-2.0-only
import type { MacroDefinition, Macros } from '../expand.ts';

interface Entry {
  readonly when: number;
  readonly macro: MacroDefinition | undefined;
  readonly before: Entry | undefined;
}

/** More moments than a unit can have. */
const BEFORE = -1_000_000_000;

/** What each name meant as a macro at every moment of a unit, so that text can be expanded later, where it is asked for. */
export class MacroHistory implements Macros {
  private readonly entries = new Map<string, Entry>();
  private base: MacroHistory | undefined;

  /** @param moment the first moment; those of a unit come before all of a history that it may take on, which start at 0 */
  constructor(
    private readonly predefined: Macros,
    private moment = BEFORE,
  ) {}

  /** Now: after the last define or undef. */
  get now(): number {
    return this.moment;
  }

  /** What the name means now. */
  get(name: string): MacroDefinition | undefined {
    const entry = this.entries.get(name);
    return entry ? entry.macro : (this.base ?? this.predefined).get(name);
  }

  /** Names that were defined or undefined here so far. */
  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  get isAlone(): boolean {
    return this.base === undefined;
  }

  /** As if all of the other history, which started at 0 and knows none of the names here, happened now. */
  takeOn(other: MacroHistory): void {
    this.base = other;
    this.moment = other.moment;
  }

  at(moment: number): Macros {
    return { get: (name) => this.meant(name, moment) };
  }

  meant(name: string, moment: number): MacroDefinition | undefined {
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

  private set(name: string, macro: MacroDefinition | undefined): void {
    this.entries.set(name, { when: ++this.moment, macro, before: this.entries.get(name) });
  }
}
