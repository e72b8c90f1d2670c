// SPDX-License-Identifier: GPL-2.0-only

/** What a type is once typedefs are resolved. `size` bytes. */
export type Shape =
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'char' | 'bool' | 'float' | 'pointer'; readonly size: number }
  | { readonly kind: 'struct' | 'union' | 'enum'; readonly name: string; readonly size: number }
  /** `count` undefined is `[]`; 0 is `[0]`. */
  | { readonly kind: 'array'; readonly of: Shape; readonly count: number | undefined; readonly size: number };

/** One member, laid out; those of anonymous structs and unions stand for themselves, with their offset in the whole. */
export interface LaidMember {
  /** Empty for an unnamed bit-field only. */
  readonly name: string;
  /** As declared, without the name. */
  readonly type: string;
  readonly shape: Shape;
  /** Bytes from the start of the whole; of a bit-field its declared type's unit that holds the first bit. */
  readonly offset: number;
  /** Bytes of the declared type; 0 for a flexible array. */
  readonly size: number;
  /** Bits from the start of that unit, in allocation order. */
  readonly bitOffset?: number;
  readonly bits?: number;
  /** Offset of its name in the text. */
  readonly at: number;
  /** The anonymous aggregates around it, outermost first: `union@4`. */
  readonly within: readonly string[];
  /** Of a named member with a struct or union type that has no name. */
  readonly members?: readonly LaidMember[];
}

export interface MemberLayout {
  readonly size: number;
  readonly align: number;
  readonly members: readonly LaidMember[];
}

/** A type with a size. */
export interface SizedType {
  readonly size: number;
  readonly align: number;
  readonly shape: Shape;
  /** Whether an `aligned` decided the alignment, which i386 then does not lower for members. */
  readonly userAlign: boolean;
  /** A record's own layout. */
  readonly layout?: MemberLayout;
}
