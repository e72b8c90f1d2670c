// SPDX-License-Identifier: GPL-2.0-only
import type { ApiMember, TypeLayout } from '../../../src/uapi/model.ts';

/** A type on one target, before and after. */
export interface Versions {
  readonly was: TypeLayout;
  readonly is: TypeLayout;
  /** Its attributes, where they differ: `packed → none`. */
  readonly attributes: string | undefined;
  /** Whether it is a union, whose members overlap by nature. */
  readonly union: boolean;
  /** Whether the target's char has a sign. */
  readonly charSigned: boolean;
  /** Whether a struct of that name changed by itself. */
  changed(type: string): boolean;
  /** Members of a named type as the side has it, on the target; undefined where they are not known. */
  members(side: 'was' | 'is', type: string): readonly ApiMember[] | undefined;
  /** Where a member of a type stands, in bytes, also of a type of the C library; undefined where that is not known. */
  placeOf(side: 'was' | 'is', type: string, member: string): number | undefined;
  /** A type with its typedefs written out, as the side's header has it. */
  resolved(side: 'was' | 'is', type: string): string;
  /** Whether the header gives an old name to a member by a macro: `#define hue colour`. */
  aliased(old: string, now: string): boolean;
}
