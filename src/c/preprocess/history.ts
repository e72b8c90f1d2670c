// SPDX-License-Identifier: GPL-2.0-only
import type { MacroDefinition, Macros } from '../expand.ts';

interface Entry {
  readonly when: number;
  readonly macro: MacroDefinition | undefined;
  readonly before: Entry | undefined;
}

/** What each name meant as a macro at every moment of a unit, so that text can be expanded later, where it is asked for. */
export class MacroHistory implements Macros {
  private readonly entries = new Map<string, Entry>();
  private moment = 0;

  constructor(private readonly predefined: Macros) {}

  /** Now: after the last define or undef. */
  get now(): number {
    return this.moment;
  }

  /** What the name means now. */
  get(name: string): MacroDefinition | undefined {
    const entry = this.entries.get(name);
    return entry ? entry.macro : this.predefined.get(name);
  }

  at(moment: number): Macros {
    return { get: (name) => this.meant(name, moment) };
  }

  meant(name: string, moment: number): MacroDefinition | undefined {
    let entry = this.entries.get(name);
    while (entry && entry.when > moment) entry = entry.before;
    return entry ? entry.macro : this.predefined.get(name);
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
