// SPDX-License-Identifier: GPL-2.0-only
// What the userspace API of a tree is, as data: what the engine makes, the comparison pairs, the rules read.
import type { Shape } from '../c/layout/layout.ts';
import type { Target, TargetId } from '../c/target.ts';

export type { Shape };

/** Headers of one side, as `make headers_install` would export them, by their installed names. Pure: all text is at hand. */
export interface HeaderSet {
  /** For messages: `debian-6.12`, `/usr/include`. */
  readonly origin: string;
  /** Installed names for a target, sorted: `linux/vfio.h`, `asm/ptrace.h`, `asm-generic/ioctl.h`. */
  names(target: Target): readonly string[];
  /** Undefined where the side has no such header for the target. */
  get(name: string, target: Target): HeaderText | undefined;
}

export interface HeaderText {
  /** As installed: `linux/vfio.h`. */
  readonly name: string;
  /** In the tree: `include/uapi/linux/vfio.h`, `arch/x86/include/uapi/asm/ptrace.h`; the name where it is generated. */
  readonly path: string;
  /** Latin1: an index is a byte offset. The tree's own text; what headers_install would strip is the engine's to skip. */
  readonly text: string;
  /** Made by kbuild and in no tree: a wrapper of asm-generic, a table of system calls, linux/version.h. */
  readonly generated: boolean;
  /** SHA-256 of the text, hex. */
  readonly hash: string;
}

/** A value or a layout that is not known, and why; never guessed, never passed. */
export interface Unknown {
  readonly unknown: string;
}

/** One thing on every target that has it. A target that lacks the thing (a conditional, another arch) is not a key. */
export type On<T> = ReadonlyMap<TargetId, T | Unknown>;

export function isUnknown(value: object | bigint | undefined): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** What every symbol has. */
export interface Declared {
  readonly name: string;
  /** As installed. */
  readonly header: string;
  /** In the tree. */
  readonly path: string;
  /** 1-based, in `path`. */
  readonly line: number;
  /** The declaration as written, from the original text, not folded. */
  readonly text: string;
}

/** One member, laid out. Members of anonymous structs and unions stand here with their offset in the whole. */
export interface ApiMember {
  /** Empty for an unnamed bit-field only. */
  readonly name: string;
  /** As declared, on one line, without the name: `__u32`, `struct vfio_bitmap`, `__u8[16]`, `void *`, `int (*)(int)`. */
  readonly type: string;
  readonly shape: Shape;
  /** Bytes from the start of the whole; of a bit-field its declared type's unit that holds the first bit. */
  readonly offset: number;
  /** Bytes of the (declared) type; 0 for a flexible array. */
  readonly size: number;
  /** Bits from the start of the unit at `offset` in allocation order (from the least significant bit on little-endian targets). */
  readonly bitOffset?: number;
  readonly bits?: number;
  /** 1-based, in the type's `path`. */
  readonly line: number;
  /**
   * The anonymous aggregates around it, outermost first: `union@4`, kind and offset in the whole. Members with the
   * same union in their way, in different arms, overlap on purpose.
   */
  readonly within: readonly string[];
  /** Members of an unnamed struct or union type that is not flattened, since the member has a name. */
  readonly members?: readonly ApiMember[];
}

export interface TypeLayout {
  /** Bytes. */
  readonly size: number;
  readonly align: number;
  readonly members: readonly ApiMember[];
}

export type TypeKind = 'struct' | 'union' | 'enum';

/** A struct, union or enum with a body: by its tag (`struct vfio_region_info`), or by the typedef that names it. */
export interface ApiType extends Declared {
  readonly kind: TypeKind;
  /** Attributes of the type itself as written: packed, aligned(8); `[]` for nearly all. */
  readonly attributes: readonly string[];
  /** Of an enum: size and align of its type, no members. */
  readonly on: On<TypeLayout>;
}

export interface ApiMacro extends Declared {
  /** Undefined for an object-like macro. */
  readonly parameters: readonly string[] | undefined;
  /** Replacement text without comments, on one line. */
  readonly body: string;
  /** The comment that stands on its line or directly above it, as written. */
  readonly comment: string | undefined;
  /** The struct in whose body it is defined: `struct vfio_region_info`, with the member it follows. */
  readonly inside: { readonly type: string; readonly member: string | undefined } | undefined;
  /** Where it is an integer constant expression, its value in C's type; not there where it is none by its form (text, a list, empty). */
  readonly on: On<bigint>;
}

export interface ApiEnumerator extends Declared {
  /** `enum foo`; empty for an enum without a name. */
  readonly enum: string;
  /** Place among its siblings, from 0. */
  readonly index: number;
  readonly siblings: number;
  /** As written; undefined where the value follows from the one before. */
  readonly initialiser: string | undefined;
  readonly on: On<bigint>;
}

export type Direction = 'none' | 'read' | 'write' | 'read-write';

export interface Request {
  /** What userspace passes to ioctl(2), 32 bits. */
  readonly value: bigint;
  readonly dir: Direction;
  /** The character's code. */
  readonly type: number;
  readonly nr: number;
  /** Bytes of the argument's type; 0 for _IO. */
  readonly size: number;
}

/** A macro or enumerator whose value is made by _IO, _IOR, _IOW, _IOWR (or the *_BAD forms), directly or through another macro. */
export interface ApiIoctl extends Declared {
  /** Text of the third argument, a type as a rule: `struct kvm_regs`. */
  readonly argument: string | undefined;
  readonly on: On<Request>;
}

/** What a typedef stands for on a target. */
export interface TypedefMeaning {
  /** As declared: `__u32`, `char *`, `struct lamp`; the typedef's own name for a struct without a tag. */
  readonly of: string;
  /** Undefined for a struct, union or enum, whose layout is that of the type, and for a function. */
  readonly shape?: Shape;
}

export interface ApiTypedef extends Declared {
  readonly on: ReadonlyMap<TargetId, TypedefMeaning | Unknown>;
}

/** A function as one target has it. */
export interface FunctionForm {
  /** Its result and the types of its parameters on one line: `__u32 (struct lamp *, int)`; a variable's type. */
  readonly signature: string;
  /** Its code as written, or the value of a variable, without comments; undefined where it is only declared. */
  readonly body: string | undefined;
}

/**
 * A function that a header declares, or defines inline, or a variable: a conditional may give each target a form of its
 * own.
 */
export interface ApiFunction extends Declared, FunctionForm {
  readonly variable?: true;
  /** Those that have it; `signature` and `body` are its form on the first. */
  readonly targets: readonly TargetId[];
  readonly on: ReadonlyMap<TargetId, FunctionForm>;
}

export interface Unresolved {
  readonly header: string;
  readonly name: string;
  /** Why, one sentence. */
  readonly reason: string;
  readonly line: number;
  readonly targets: readonly TargetId[];
  /** Whether it is about all that stands behind the line, since an #error stands there. */
  readonly behind?: boolean;
}

/**
 * Why the compiler refuses a header that nothing is included before: an #error, a file that is no text, an #if without its
 * #endif. What stands in front is known.
 */
export interface ReachedError {
  /** `#error "include linux/lamp.h"`; with file and line where another header holds it. */
  readonly reason: string;
  /** The header that holds it, as installed. */
  readonly header: string;
  /** 1-based, in the header itself: of the #error, or of the #include that leads to it. */
  readonly line: number;
  /** The header's own text from that line on; undefined where nobody can read it. */
  readonly behind: string | undefined;
  readonly targets: readonly TargetId[];
}

/** A name that stands above what declares it: a compiler that reads the header alone refuses it there. */
export interface EarlyUse {
  /** `__u32`, `LAMP_COLOURS`; `struct lamp` where its definition is needed. */
  readonly name: string;
  /** What uses it: `struct room`, `lamp_dim()`. */
  readonly by: string;
  readonly path: string;
  /** 1-based, of the use, or of the #include that leads to it. */
  readonly line: number;
  /** The header that the use stands in, where that is an included one. */
  readonly through?: string;
  /** The header that declares it, and the line in the first header: of the declaration, or of the #include. */
  readonly declared?: { readonly header: string; readonly line: number };
  /** Whether the header includes something that nobody has, which may declare it. */
  readonly doubtful: boolean;
  readonly targets: readonly TargetId[];
}

export interface EarlyQuestion {
  /** Words of the names that matter; all do where it is undefined. */
  readonly among?: ReadonlySet<string>;
  /** Names that are told also where nothing declares them. */
  readonly undeclared?: ReadonlySet<string>;
  /** Whether what stands in included headers is looked at too: in the order in which this header includes them. */
  readonly included: boolean;
}

/** Everything that one header declares itself; what it includes has entries of its own. */
export interface ApiHeader {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly types: readonly ApiType[];
  readonly macros: readonly ApiMacro[];
  readonly enumerators: readonly ApiEnumerator[];
  readonly ioctls: readonly ApiIoctl[];
  readonly typedefs: readonly ApiTypedef[];
  readonly functions: readonly ApiFunction[];
  /** By macro, the names in it that mean nothing to who includes the header alone, on the first target that has the macro. */
  undeclared(): ReadonlyMap<string, readonly string[]>;
  /** Names that are used above what declares them. */
  early(question: EarlyQuestion): readonly EarlyUse[];
  /**
   * A type, or a function's signature, with all typedefs written out, as a target has it: `struct foo *` of `foo_t`. To
   * be compared; the type itself where the target has no such header.
   */
  resolved(type: string, target: TargetId): string;
  /** How a target lays out a struct or union that the header declares or includes; undefined where none is known. */
  layout(type: string, target: TargetId): TypeLayout | undefined;
  /** What an expression means at the header's end, on the targets where it is an integer constant or not known. */
  value(expression: string): On<bigint>;
  readonly unresolved: readonly Unresolved[];
  /** One for each place at which the header ends on some targets; `[]` for nearly all. */
  readonly errors: readonly ReachedError[];
  /** Installed names of what it includes itself, existing or not. */
  readonly includes: readonly string[];
  /** Names that it, or what it includes, includes and that the side has not. */
  readonly missing: readonly string[];
}

/** What g++ refuses of a header, or reads otherwise than gcc. */
export interface CxxProblem {
  /** A word of C++ as a name; anything else that is an error there. */
  readonly kind: 'keyword' | 'refused';
  /** `struct lamp.private`. */
  readonly symbol: string;
  /** 1-based, in the header. */
  readonly line: number;
  /** `private is a word of C++`, `a flexible array member in a union`. */
  readonly text: string;
}

/** A header as C++, on the first target. */
export interface CxxHeader {
  readonly problems: readonly CxxProblem[];
  /** Whether anything that it includes, at any depth, could be laid out otherwise than in C: by its text alone. */
  readonly mayMove: boolean;
  /** Where its structs and unions have their members there, by name; those that are known. */
  readonly layouts: ReadonlyMap<string, CxxLayout>;
}

/** Bytes. */
export interface CxxLayout {
  readonly size: number;
  readonly offsets: ReadonlyMap<string, number>;
  /** Whether it ends in a flexible array, `[]`. */
  readonly open: boolean;
  /** What the first target lays out in C, where that is known: by one reading, without a second opinion. */
  readonly plain?: { readonly size: number; readonly offsets: ReadonlyMap<string, number> };
}

/** One side, evaluated header by header on demand; what was evaluated is kept. */
export interface Api {
  readonly headers: HeaderSet;
  readonly targets: readonly Target[];
  /** Undefined where no target has it. */
  header(name: string): ApiHeader | undefined;
  /** A header as if on some targets nothing stood behind the #error that it ends at. Read anew each time. */
  upToError(name: string, targets: ReadonlySet<TargetId>): ApiHeader | undefined;
  /** A text that includes headers, as one of them. Read anew each time. */
  program(text: string): ApiHeader;
  /** Read anew each time that it is asked for; undefined where no first target has it, or it cannot be read. */
  cxx(name: string): CxxHeader | undefined;
  /** A type as the given header sees it: its own, else that of what it includes. */
  type(name: string, from: string): ApiType | undefined;
}

/** One name on both sides. At least one side is there. */
export interface Pair<T> {
  readonly name: string;
  readonly header: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** A header whose text differs, or whose meaning does because something that it includes changed. */
export interface HeaderPair extends Pair<ApiHeader> {
  readonly textChanged: boolean;
}

/** A type that is declared or laid out differently. */
export interface TypePair extends Pair<ApiType> {
  /**
   * Where the declaration itself is the same on both sides: the types, typedefs and macros in it that differ.
   * `struct vfio_bitmap`, `VFIO_NAME_MAX`.
   */
  readonly inheritedFrom?: readonly string[];
}

/**
 * What differs between two sides. Names that mean the same on both are in no list. A name that moved to a header which
 * the first one includes is one pair, of two headers: `before.header` and `after.header` tell.
 */
export interface Comparison {
  readonly targets: readonly Target[];
  readonly before: Api;
  readonly after: Api;
  /** Names of the headers whose text differs on some target. */
  readonly texts: ReadonlySet<string>;
  /** Those of them that differ in more than comments and white space. */
  readonly code: ReadonlySet<string>;
  /** Names of the headers that may differ, by their texts and what they include: nothing is evaluated for it. */
  readonly reach: ReadonlySet<string>;
  /** Whether a header is one of them. */
  reaches(name: string): boolean;
  readonly headers: readonly HeaderPair[];
  readonly types: readonly TypePair[];
  readonly macros: readonly Pair<ApiMacro>[];
  readonly enumerators: readonly Pair<ApiEnumerator>[];
  readonly ioctls: readonly Pair<ApiIoctl>[];
  /** Of headers whose own code differs; what a name in it means elsewhere is that name's difference. */
  readonly typedefs: readonly Pair<ApiTypedef>[];
  readonly functions: readonly Pair<ApiFunction>[];
  /** Could not be told to be equal: on either side undetermined, and its text or what it uses differs. */
  readonly unresolved: readonly Pair<Unresolved>[];
}
