// SPDX-License-Identifier: GPL-2.0-only
import type { MacroDefinition } from '../expand.ts';
import type { Dependencies, IncludeForm, IncludePrefix } from './model.ts';
import type { SourceText } from './source.ts';

/** What is noted of a unit's own file while it is read: what it depends on, and which prefix it begins with. */
export class OwnFile {
  /** Undefined as soon as another target has to read the file itself. */
  private noted:
    | {
        readonly includes: { readonly name: string; readonly form: IncludeForm }[];
        readonly macros: Map<string, MacroDefinition | undefined>;
        readonly beforeIncludes: Set<string>;
        guards: readonly string[];
      }
    | undefined = { includes: [], macros: new Map(), beforeIncludes: new Set(), guards: [] };
  private open = true;
  private sources: readonly SourceText[] = [];
  private shared: IncludePrefix | undefined;

  get dependencies(): Dependencies | undefined {
    return this.noted;
  }

  /** The prefix that was taken over in place of reading its files. */
  get prefix(): IncludePrefix | undefined {
    return this.shared;
  }

  /** Whether nothing but directives was read, and nothing was defined since the first include. */
  get isInPrefix(): boolean {
    return this.open;
  }

  /** The files of the prefix with one more. */
  prefixWith(source: SourceText): readonly SourceText[] {
    return [...this.sources, source];
  }

  endPrefix(): void {
    this.open = false;
  }

  /** Another target may read something else: an include behind the prefix, a condition that nobody can decide. */
  dependsOnMore(): void {
    this.noted = undefined;
  }

  asksMacro(name: string, meaning: MacroDefinition | undefined): void {
    this.noted?.macros.set(name, meaning);
  }

  /** #define and #undef: only a guard stands before the prefix. */
  defines(): void {
    if (this.noted && this.noted.includes.length > 0) this.endPrefix();
  }

  /** @param guards names that are defined so far */
  includes(name: string, form: IncludeForm, guards: Iterable<string>): void {
    if (!this.noted) return;
    if (this.noted.includes.length === 0) this.noted.guards = [...guards];
    this.noted.includes.push({ name, form });
    for (const one of this.noted.macros.keys()) this.noted.beforeIncludes.add(one);
  }

  takeOver(prefix: IncludePrefix, sources: readonly SourceText[]): void {
    this.shared = prefix;
    this.sources = sources;
  }
}

/** Whether the files of a prefix mention none of these names: then they read the same whether those are defined. */
export function isIndependentOf({ instances }: IncludePrefix, names: readonly string[]): boolean {
  return !instances.some(({ source }) => names.some((name) => source.contains(name)));
}
