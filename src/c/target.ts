// SPDX-License-Identifier: GPL-2.0-only

/**
 * The targets that a layout is computed for. x32 is x86-64's instruction set with 4-byte pointers and longs.
 *
 * A new one has its data in src/uapi/targets.ts. Tables that lack it do not compile: its folders of headers
 * (src/uapi/side/asm.ts) and its compiler (src/uapi/compiler/compilers.ts). Other names for it stand in src/cli/targets.ts.
 */
export const TARGET_IDS = ['x86-64', 'i386', 'x32', 'arm64', 'arm', 'ppc64le', 's390x'] as const;
export type TargetId = (typeof TARGET_IDS)[number];

/** The sizes (bytes) and rules of one psABI, as data. Everything that no member says is alike on all Linux targets. */
export interface Abi {
  readonly bigEndian: boolean;
  /** Size and alignment of pointers. */
  readonly pointer: 4 | 8;
  /** Size and alignment of `long`. */
  readonly long: 4 | 8;
  /** Alignment of `long long` and of `double` as struct members: 4 on i386 alone. */
  readonly longLongAlign: 4 | 8;
  readonly doubleAlign: 4 | 8;
  /** Size and alignment of `long double`. */
  readonly longDouble: readonly [size: number, align: number];
  /** Alignment of `__int128`; undefined where the compiler has none. */
  readonly int128Align: 8 | 16 | undefined;
  /** gcc's __BIGGEST_ALIGNMENT__ without options for larger vectors: what `aligned` without a number asks for. */
  readonly biggestAlign: 8 | 16;
  /** Whether plain `char` is signed. */
  readonly charSigned: boolean;
  /** AAPCS and AAPCS64: the type of an unnamed bit-field, of zero width too, counts for the struct's alignment. */
  readonly unnamedBitFieldAligns: boolean;
  /** Bytes of a struct without members: none in GNU C, one in C++. */
  readonly emptyRecord?: 1;
}

/** The x86-64 psABI; the others are told apart from it. */
export const LP64: Abi = {
  bigEndian: false,
  pointer: 8,
  long: 8,
  longLongAlign: 8,
  doubleAlign: 8,
  longDouble: [16, 16],
  int128Align: 16,
  biggestAlign: 16,
  charSigned: true,
  unnamedBitFieldAligns: false,
};

/** What a header is compiled for. */
export interface Target {
  readonly id: TargetId;
  /** Folder below arch/ of a kernel tree: `x86`, `arm64`, `powerpc`, `s390`. */
  readonly arch: string;
  /** Macros that the compiler predefines and UAPI headers ask for: `__x86_64__` → `1`. */
  readonly predefined: Readonly<Record<string, string>>;
  readonly abi: Abi;
}
