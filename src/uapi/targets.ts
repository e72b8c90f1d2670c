// SPDX-License-Identifier: GPL-2.0-only
// The targets, as data. Macros are gcc 12's own (`gcc -dM -E -x c /dev/null`), of which the UAPI headers of 5.10 to 7.2 ask
// for some; facts of the ABIs are checked against the same compilers in the tests.
import { type Abi, LP64, type Target, type TargetId } from '../c/target.ts';

/** What every Linux target's gcc defines alike. What <endian.h> and other libc headers define is not predefined. */
const EVERYWHERE = {
  __STDC__: '1',
  __STDC_HOSTED__: '1',
  __STDC_VERSION__: '201710L',
  __GNUC__: '12',
  __GNUC_MINOR__: '2',
  __GNUC_PATCHLEVEL__: '0',
  __ELF__: '1',
  __linux__: '1',
  __linux: '1',
  linux: '1',
  __gnu_linux__: '1',
  __unix__: '1',
  __unix: '1',
  unix: '1',
  __CHAR_BIT__: '8',
  __SCHAR_MAX__: '0x7f',
  __SHRT_MAX__: '0x7fff',
  __INT_MAX__: '0x7fffffff',
  __LONG_LONG_MAX__: '0x7fffffffffffffffLL',
  __ORDER_LITTLE_ENDIAN__: '1234',
  __ORDER_BIG_ENDIAN__: '4321',
  __ORDER_PDP_ENDIAN__: '3412',
  __SIZEOF_SHORT__: '2',
  __SIZEOF_INT__: '4',
  __SIZEOF_LONG_LONG__: '8',
  __SIZEOF_FLOAT__: '4',
  __SIZEOF_DOUBLE__: '8',
  __INT8_TYPE__: 'signed char',
  __INT16_TYPE__: 'short int',
  __INT32_TYPE__: 'int',
  __UINT8_TYPE__: 'unsigned char',
  __UINT16_TYPE__: 'short unsigned int',
  __UINT32_TYPE__: 'unsigned int',
} as const;

/** What an ABI says of itself in macros. */
function described(abi: Abi): Record<string, string> {
  const long = abi.long === 8;
  const wide = abi.pointer === 8 ? 'long ' : '';
  const order = abi.bigEndian ? '__ORDER_BIG_ENDIAN__' : '__ORDER_LITTLE_ENDIAN__';
  return {
    __LONG_MAX__: long ? '0x7fffffffffffffffL' : '0x7fffffffL',
    __SIZEOF_LONG__: String(abi.long),
    __SIZEOF_POINTER__: String(abi.pointer),
    __SIZEOF_SIZE_T__: String(abi.pointer),
    __SIZEOF_PTRDIFF_T__: String(abi.pointer),
    __SIZEOF_LONG_DOUBLE__: String(abi.longDouble[0]),
    __BIGGEST_ALIGNMENT__: String(abi.biggestAlign),
    __INT64_TYPE__: long ? 'long int' : 'long long int',
    __UINT64_TYPE__: long ? 'long unsigned int' : 'long long unsigned int',
    __SIZE_TYPE__: `${wide}unsigned int`,
    __UINTPTR_TYPE__: `${wide}unsigned int`,
    __PTRDIFF_TYPE__: `${wide}int`,
    __INTPTR_TYPE__: `${wide}int`,
    __BYTE_ORDER__: order,
    __FLOAT_WORD_ORDER__: order,
    ...(long ? { __LP64__: '1', _LP64: '1' } : {}),
    ...(abi.int128Align === undefined ? {} : { __SIZEOF_INT128__: '16' }),
    ...(abi.charSigned ? {} : { __CHAR_UNSIGNED__: '1' }),
  };
}

function target(id: TargetId, arch: string, abi: Abi, macros: Readonly<Record<string, string>>): Target {
  return { id, arch, predefined: { ...EVERYWHERE, ...described(abi), ...macros }, abi };
}

const ILP32 = { __ILP32__: '1', _ILP32: '1' };
const X86_64 = { __x86_64__: '1', __x86_64: '1', __amd64__: '1', __amd64: '1' };

/** All targets in the order of TARGET_IDS; gnueabihf is the arm that distributions build. */
export const TARGETS: readonly Target[] = [
  target('x86-64', 'x86', LP64, X86_64),
  target(
    'i386',
    'x86',
    // System V ABI, Intel386: 8-byte scalars align at 4 in structs, long double is 12 bytes.
    {
      ...LP64,
      pointer: 4,
      long: 4,
      longLongAlign: 4,
      doubleAlign: 4,
      longDouble: [12, 4],
      int128Align: undefined,
    },
    { ...ILP32, __i386__: '1', __i386: '1', i386: '1' },
  ),
  target('x32', 'x86', { ...LP64, pointer: 4, long: 4 }, { ...ILP32, ...X86_64 }),
  target(
    'arm64',
    'arm64',
    { ...LP64, charSigned: false, unnamedBitFieldAligns: true },
    { __aarch64__: '1', __AARCH64EL__: '1', __ARM_ARCH: '8' },
  ),
  target(
    'arm',
    'arm',
    {
      ...LP64,
      pointer: 4,
      long: 4,
      longDouble: [8, 8],
      int128Align: undefined,
      biggestAlign: 8,
      charSigned: false,
      unnamedBitFieldAligns: true,
    },
    { __arm__: '1', __ARMEL__: '1', __ARM_EABI__: '1', __thumb__: '1', __thumb2__: '1', __ARM_ARCH: '7' },
  ),
  target(
    'ppc64le',
    'powerpc',
    { ...LP64, charSigned: false },
    {
      __powerpc64__: '1',
      __PPC64__: '1',
      __powerpc__: '1',
      __PPC__: '1',
      __LITTLE_ENDIAN__: '1',
      _LITTLE_ENDIAN: '1',
      _CALL_ELF: '2',
      __VSX__: '1',
    },
  ),
  target(
    's390x',
    's390',
    { ...LP64, bigEndian: true, longDouble: [16, 8], int128Align: 8, biggestAlign: 8, charSigned: false },
    { __s390x__: '1', __s390__: '1', __zarch__: '1' },
  ),
];
