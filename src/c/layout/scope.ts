// SPDX-License-Identifier: GPL-2.0-only
import type { EnumType, RecordType, Typedef } from '../declare/type.ts';
import type { UnknownValue } from '../expression.ts';

/** What names mean at the end of a unit. Undefined: declared nowhere; unknown: declared by text that is not understood. */
export interface NameScope {
  /** `struct foo`. */
  tag(name: string): RecordType | EnumType | UnknownValue | undefined;
  typedef(name: string): Typedef | UnknownValue | undefined;
  enumerator(name: string): { readonly enum: EnumType; readonly index: number } | undefined;
  /** Why a name that is declared nowhere is not known: an include that is missing; undefined where nothing is. */
  readonly excuse: string | undefined;
}
