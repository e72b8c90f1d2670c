// SPDX-License-Identifier: GPL-2.0-only

/** A named part of a file, or a statement that holds others. Lines are 0-based, `to` is behind the last. */
export interface OutlineScope {
  /** `function`, `struct`, `macro`, `branch`, `heading`, … Two scopes are one where kind and name are. */
  readonly kind: string;
  readonly name: string;
  /** For people: `lamp_on()`, `if (!lamp)`. */
  readonly words: string;
  readonly from: number;
  readonly to: number;
}

/** How a file is divided. */
export interface Outline {
  /** What reads it: a grammar, or `headings` where none does. */
  readonly by: string;
  /** Functions, structs, entries: what stands beside each other at the top, in order, without overlap. */
  readonly units: readonly OutlineScope[];
  /**
   * Scopes around lines [from, to), from outside to inside; the unit comes first. Of an insertion (from = to), around the
   * place between two lines.
   */
  around(from: number, to: number): readonly OutlineScope[];
}

/** The unit that holds lines [from, to); for an insertion, that has a line of its own on both sides. */
export function unitAt(units: readonly OutlineScope[], from: number, to: number): OutlineScope | undefined {
  return units.find(
    (unit) => unit.from <= from && to <= unit.to && (to > from || unit.from < from) && from < unit.to,
  );
}
