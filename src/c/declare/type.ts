// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';

export type Basic =
  | 'void'
  | 'bool'
  | 'char'
  | 'signed char'
  | 'unsigned char'
  | 'short'
  | 'unsigned short'
  | 'int'
  | 'unsigned int'
  | 'long'
  | 'unsigned long'
  | 'long long'
  | 'unsigned long long'
  | '__int128'
  | 'unsigned __int128'
  | 'float'
  | 'double'
  | 'long double';

/** A type as declared: nothing is looked up and nothing has a size yet, so it is the same on every target. */
export type CType =
  | { readonly kind: 'basic'; readonly name: Basic }
  | { readonly kind: 'record'; readonly record: RecordType }
  | { readonly kind: 'enum'; readonly enum: EnumType }
  /** `struct foo` without a body. */
  | { readonly kind: 'tag'; readonly tag: 'struct' | 'union' | 'enum'; readonly name: string }
  /** A typedef's name. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'pointer'; readonly to: CType }
  /** Without a length `[]`. */
  | { readonly kind: 'array'; readonly of: CType; readonly length: readonly Token[] | undefined }
  | { readonly kind: 'function' }
  | { readonly kind: 'typeof'; readonly tokens: readonly Token[] }
  /** Read, and beyond what can be laid out: `_Complex`, a vector. */
  | { readonly kind: 'strange'; readonly reason: string };

/** GNU attributes, C11's _Alignas. */
export interface Attributes {
  readonly packed: boolean;
  /** The arguments of each `aligned`; no tokens for `aligned` alone, the target's largest. */
  readonly aligned: readonly (readonly Token[])[];
  /** As written, without underscores: `packed`, `aligned(8)`. */
  readonly texts: readonly string[];
  /** One that changes a layout in a way that is not known here, or that is not known at all. */
  readonly strange: string | undefined;
}

export const NO_ATTRIBUTES: Attributes = { packed: false, aligned: [], texts: [], strange: undefined };

export function joinedAttributes(one: Attributes, other: Attributes): Attributes {
  if (one === NO_ATTRIBUTES) return other;
  if (other === NO_ATTRIBUTES) return one;
  return {
    packed: one.packed || other.packed,
    aligned: [...one.aligned, ...other.aligned],
    texts: [...one.texts, ...other.texts],
    strange: one.strange ?? other.strange,
  };
}

export interface MemberDeclaration {
  /** Undefined for an anonymous struct or union, and for an unnamed bit-field. */
  readonly name: string | undefined;
  readonly type: CType;
  readonly bits: readonly Token[] | undefined;
  readonly attributes: Attributes;
  /** As declared, without the name, on one line. */
  readonly text: string;
  /** Offset of the name, or of the declaration where it has none. */
  readonly at: number;
}

export interface RecordType {
  readonly tag: 'struct' | 'union';
  readonly name: string | undefined;
  readonly members: readonly MemberDeclaration[];
  readonly attributes: Attributes;
  /** What `#pragma pack` limits alignment to, in bytes, where it is closed; 0 for none. */
  readonly pack: number;
  /** Of the keyword. */
  readonly start: number;
  /** Past the brace, or the attributes behind it. */
  readonly end: number;
}

export interface EnumeratorDeclaration {
  readonly name: string;
  readonly value: readonly Token[] | undefined;
  readonly at: number;
}

export interface EnumType {
  readonly name: string | undefined;
  readonly enumerators: readonly EnumeratorDeclaration[];
  readonly attributes: Attributes;
  readonly start: number;
  readonly end: number;
}

export interface Typedef {
  readonly name: string;
  readonly type: CType;
  readonly attributes: Attributes;
  readonly start: number;
  readonly end: number;
}

/** A function or a variable, declared or defined. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly variable?: true;
  /** Its result and the types of its parameters; see signature.ts. */
  readonly signature: string;
  /** Names of its parameters, of those that have one. */
  readonly parameters: readonly string[];
  /** Between its braces, or behind its `=`; undefined for a prototype and for a variable without a value. */
  readonly body: readonly Token[] | undefined;
  readonly start: number;
  readonly end: number;
}

export interface DeclarationProblem {
  /** Tag or name that cannot be laid out; empty where none could be read. */
  readonly name: string;
  readonly reason: string;
  readonly at: number;
}

/** A struct or union, or an enum, with the typedef that names it where it has no tag. */
export interface NamedType {
  /** `struct foo`; of a type without a tag its typedef's name. */
  readonly name: string;
  readonly type: RecordType | EnumType;
  /** Of the declaration that it begins: a typedef's keyword. */
  readonly start: number;
  readonly end: number;
}

/** What one file's text declares. */
export interface Declarations {
  /** In order, those within others too. */
  readonly types: readonly NamedType[];
  readonly tags: ReadonlyMap<string, RecordType | EnumType>;
  readonly typedefs: ReadonlyMap<string, Typedef>;
  /** By name: the last definition, else the last prototype. */
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  /** Of all enums in order. */
  readonly enums: readonly EnumType[];
  readonly enumerators: ReadonlyMap<string, { readonly enum: EnumType; readonly index: number }>;
  readonly problems: readonly DeclarationProblem[];
  /** Which tokens, from and up to, are declarations with a struct or union body. */
  readonly bodies: readonly { readonly from: number; readonly to: number }[];
  /** Names that problems touch: `struct foo`, `foo_t`. */
  readonly broken: ReadonlyMap<string, string>;
}

export function isRecord(type: RecordType | EnumType): type is RecordType {
  return 'members' in type;
}
