// SPDX-License-Identifier: GPL-2.0-only
// What a preprocessed file is made of: who reads it needs no more than this.
import type { MacroDefinition } from '../expand.ts';
import type { MacroHistory } from './history.ts';
import type { Directive, TextBlock } from './scan.ts';
import type { SourceText } from './source.ts';

/** `<a.h>`, `"a.h"`, `#include_next <a.h>`. */
export type IncludeForm = 'angle' | 'quote' | 'next';

/** Where a unit's includes come from. */
export interface IncludeLookup {
  /** Undefined where there is no such file; 'ignored' for what declares nothing that matters. */
  find(name: string, form: IncludeForm, from: SourceText): SourceText | 'ignored' | undefined;
  /** The prefix of these files, kept for all units that begin with them; undefined while it is being made. */
  prefix?(sources: readonly SourceText[]): IncludePrefix | undefined;
  /** The header of the C library that defines a macro: endian.h of __BYTE_ORDER. */
  homeOf?(macro: string): string | undefined;
}

/**
 * Files that a header includes before it says anything itself. Most headers of a tree begin with the same few, which are
 * read once for all of them.
 */
export interface IncludePrefix {
  readonly instances: readonly Instance[];
  readonly macros: MacroHistory;
  readonly missing: readonly string[];
  /** Directives that were read for it. */
  readonly steps: number;
  /** Whether units can share it: it does not stop, and leaves no `#pragma pack` behind. */
  readonly sharable: boolean;
}

/** Text that the target's compiler would read, and the moment at which it does. */
export interface Active {
  readonly block: TextBlock;
  readonly moment: number;
  /** Bytes that `#pragma pack` limits alignment to; 0 for none. */
  readonly pack: number;
}

/** Text of which it is not known whether the compiler would read it. */
export interface Doubtful {
  readonly item: TextBlock | Directive;
  readonly reason: string;
}

/** One inclusion of one file; the first of a unit is the file that it is for. */
export interface Instance {
  readonly source: SourceText;
  /**
   * Offset in the unit's own file of what leads to it, an #include or an #if; -1 for that file itself, and for what
   * stands before all of its text and is shared with other units.
   */
  readonly from: number;
  readonly active: Active[];
  readonly doubtful: Doubtful[];
  /** What the unit's own file defines and does not undefine, by name; of other files nothing is noted. */
  readonly defines: Map<string, { readonly directive: Directive; readonly macro: MacroDefinition }>;
  /** Names as written, in order, existing or not. */
  readonly includes: string[];
}

/** A header as the compiler of one target sees it when nothing else was included before. */
export interface HeaderUnit {
  readonly instances: readonly [Instance, ...Instance[]];
  readonly macros: MacroHistory;
  /** Includes that no file answers. */
  readonly missing: readonly string[];
  /** An #error that is reached, a file that no compiler reads: nothing after it is known. A limit that is passed: nothing at all is. */
  readonly stopped: Stopped | undefined;
  /** Undefined where another target has to read the file itself. */
  readonly dependencies: Dependencies | undefined;
}

export interface Stopped {
  readonly kind: 'error' | 'limit';
  /** Offset in the unit's own file where what is known ends: of the #error, or of the #include that leads to it. */
  readonly own: number;
  readonly source: SourceText;
  readonly at: number;
  readonly reason: string;
}

/** All that the directives of a unit's own file depend on: a target that answers the same reads the same. */
export interface Dependencies {
  /** Of the prefix: nothing else is included. */
  readonly includes: readonly { readonly name: string; readonly form: IncludeForm }[];
  /** Names that the file does not define itself, with what they meant. */
  readonly macros: ReadonlyMap<string, MacroDefinition | undefined>;
  /** Of those, asked before the last include. */
  readonly beforeIncludes: ReadonlySet<string>;
  /** Names that are defined before the first include: the guard. */
  readonly guards: readonly string[];
}

/** Stands for what a macro means where that is not known: no C token is like it. */
export const UNDETERMINED = '\0undetermined';

/** Why nothing more is known of a file: where in another file it stops, too. */
export function stopReason({ source, at, reason }: Omit<Stopped, 'own'>, seenBy: SourceText): string {
  return source === seenBy ? reason : `${source.name}:${source.line(at)}: ${reason}`;
}
