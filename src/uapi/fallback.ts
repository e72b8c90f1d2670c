// SPDX-License-Identifier: GPL-2.0-only
// What every UAPI header takes for granted, for a side that has not got it, as one header alone: psABI sizes and ioctl numbers as the
// kernel's own headers have them on the seven targets. No text of the kernel: only what a layout or a value depends on.
import { createHash } from 'node:crypto';
import type { Target } from '../c/target.ts';
import type { HeaderSet, HeaderText } from './model.ts';
import { TARGETS } from './targets.ts';

/** ppc64le's __u64 is long, as asm-generic/int-l64.h has it. */
const INTEGERS = `#ifndef _ASM_TYPES_H
#define _ASM_TYPES_H
typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
#if defined(__powerpc64__) && !defined(__SANE_USERSPACE_TYPES__)
typedef long __s64;
typedef unsigned long __u64;
#else
typedef long long __s64;
typedef unsigned long long __u64;
#endif
#endif
`;

/** Each architecture's asm/posix_types.h over asm-generic/posix_types.h. */
const POSIX = `#ifndef _ASM_POSIX_TYPES_H
#define _ASM_POSIX_TYPES_H
#include <asm/bitsperlong.h>
#if defined(__x86_64__) && defined(__ILP32__)
typedef long long __kernel_long_t;
typedef unsigned long long __kernel_ulong_t;
#else
typedef long __kernel_long_t;
typedef unsigned long __kernel_ulong_t;
#endif
#if defined(__i386__) || defined(__arm__)
typedef unsigned short __kernel_mode_t;
typedef unsigned short __kernel_ipc_pid_t;
typedef unsigned short __kernel_uid_t;
typedef unsigned short __kernel_gid_t;
#else
typedef unsigned int __kernel_mode_t;
typedef int __kernel_ipc_pid_t;
typedef unsigned int __kernel_uid_t;
typedef unsigned int __kernel_gid_t;
#endif
#if defined(__x86_64__) || defined(__aarch64__)
typedef unsigned short __kernel_old_uid_t;
typedef unsigned short __kernel_old_gid_t;
#else
typedef __kernel_uid_t __kernel_old_uid_t;
typedef __kernel_gid_t __kernel_old_gid_t;
#endif
#if defined(__x86_64__) || defined(__powerpc64__)
typedef unsigned long __kernel_old_dev_t;
#elif defined(__i386__) || defined(__arm__) || defined(__s390x__)
typedef unsigned short __kernel_old_dev_t;
#else
typedef unsigned int __kernel_old_dev_t;
#endif
#ifdef __s390x__
typedef unsigned int __kernel_ino_t;
#else
typedef __kernel_ulong_t __kernel_ino_t;
#endif
#if __BITS_PER_LONG == 64
typedef __kernel_ulong_t __kernel_size_t;
typedef __kernel_long_t __kernel_ssize_t;
typedef __kernel_long_t __kernel_ptrdiff_t;
#else
typedef unsigned int __kernel_size_t;
typedef int __kernel_ssize_t;
typedef int __kernel_ptrdiff_t;
#endif
typedef int __kernel_pid_t;
typedef __kernel_long_t __kernel_suseconds_t;
typedef int __kernel_daddr_t;
typedef unsigned int __kernel_uid32_t;
typedef unsigned int __kernel_gid32_t;
typedef unsigned short __kernel_uid16_t;
typedef unsigned short __kernel_gid16_t;
typedef struct { int val[2]; } __kernel_fsid_t;
typedef __kernel_long_t __kernel_off_t;
typedef long long __kernel_loff_t;
typedef __kernel_long_t __kernel_old_time_t;
typedef __kernel_long_t __kernel_time_t;
typedef long long __kernel_time64_t;
typedef __kernel_long_t __kernel_clock_t;
typedef int __kernel_timer_t;
typedef int __kernel_clockid_t;
typedef char *__kernel_caddr_t;
#endif
`;

const TYPES = `#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H
#include <linux/stddef.h>
#include <asm/types.h>
#include <asm/posix_types.h>
typedef int __kernel_key_t;
typedef int __kernel_mqd_t;
typedef struct { unsigned long fds_bits[1024 / (8 * sizeof(long))]; } __kernel_fd_set;
typedef void (*__kernel_sighandler_t)(int);
#ifdef __SIZEOF_INT128__
typedef __int128 __s128 __attribute__((aligned(16)));
typedef unsigned __int128 __u128 __attribute__((aligned(16)));
#endif
#define __bitwise
#define __bitwise__
typedef __u16 __le16;
typedef __u16 __be16;
typedef __u32 __le32;
typedef __u32 __be32;
typedef __u64 __le64;
typedef __u64 __be64;
typedef __u16 __sum16;
typedef __u32 __wsum;
typedef unsigned int __poll_t;
#define __aligned_u64 __u64 __attribute__((aligned(8)))
#define __aligned_s64 __s64 __attribute__((aligned(8)))
#define __aligned_le64 __le64 __attribute__((aligned(8)))
#define __aligned_be64 __be64 __attribute__((aligned(8)))
#endif
`;

const STDDEF = `#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H
#ifdef __cplusplus
#define __struct_group(TAG, NAME, ATTRS, MEMBERS...) \\
	union { \\
		struct { MEMBERS } ATTRS; \\
		struct { MEMBERS } ATTRS NAME; \\
	} ATTRS
#define __DECLARE_FLEX_ARRAY(TYPE, NAME) TYPE NAME[0]
#else
#define __struct_group(TAG, NAME, ATTRS, MEMBERS...) \\
	union { \\
		struct { MEMBERS } ATTRS; \\
		struct TAG { MEMBERS } ATTRS NAME; \\
	} ATTRS
#define __DECLARE_FLEX_ARRAY(TYPE, NAME) \\
	struct { \\
		struct { } __empty_ ## NAME; \\
		TYPE NAME[]; \\
	}
#endif
#define __counted_by(member)
#define __counted_by_le(member)
#define __counted_by_be(member)
#endif
`;

/** powerpc has a bit less for the size, and one bit for each direction. */
const IOCTL = `#ifndef _ASM_IOCTL_H
#define _ASM_IOCTL_H
#ifdef __powerpc64__
#define _IOC_SIZEBITS 13
#define _IOC_DIRBITS 3
#define _IOC_NONE 1U
#define _IOC_READ 2U
#define _IOC_WRITE 4U
#else
#define _IOC_SIZEBITS 14
#define _IOC_DIRBITS 2
#define _IOC_NONE 0U
#define _IOC_WRITE 1U
#define _IOC_READ 2U
#endif
#define _IOC_NRBITS 8
#define _IOC_TYPEBITS 8
#define _IOC_NRSHIFT 0
#define _IOC_TYPESHIFT 8
#define _IOC_SIZESHIFT 16
#define _IOC_DIRSHIFT (16 + _IOC_SIZEBITS)
#define _IOC_NRMASK 255
#define _IOC_TYPEMASK 255
#define _IOC_SIZEMASK ((1 << _IOC_SIZEBITS) - 1)
#define _IOC_DIRMASK ((1 << _IOC_DIRBITS) - 1)
#define _IOC(dir, type, nr, size) \\
	(((dir) << _IOC_DIRSHIFT) | ((size) << _IOC_SIZESHIFT) | ((type) << _IOC_TYPESHIFT) | (nr))
#define _IOC_TYPECHECK(what) (sizeof(what))
#define _IO(type, nr) _IOC(_IOC_NONE, (type), (nr), 0)
#define _IOR(type, nr, what) _IOC(_IOC_READ, (type), (nr), (_IOC_TYPECHECK(what)))
#define _IOW(type, nr, what) _IOC(_IOC_WRITE, (type), (nr), (_IOC_TYPECHECK(what)))
#define _IOWR(type, nr, what) _IOC(_IOC_READ | _IOC_WRITE, (type), (nr), (_IOC_TYPECHECK(what)))
#define _IOR_BAD(type, nr, what) _IOC(_IOC_READ, (type), (nr), sizeof(what))
#define _IOW_BAD(type, nr, what) _IOC(_IOC_WRITE, (type), (nr), sizeof(what))
#define _IOWR_BAD(type, nr, what) _IOC(_IOC_READ | _IOC_WRITE, (type), (nr), sizeof(what))
#define _IOC_DIR(nr) (((nr) >> _IOC_DIRSHIFT) & _IOC_DIRMASK)
#define _IOC_TYPE(nr) (((nr) >> _IOC_TYPESHIFT) & _IOC_TYPEMASK)
#define _IOC_NR(nr) (((nr) >> _IOC_NRSHIFT) & _IOC_NRMASK)
#define _IOC_SIZE(nr) (((nr) >> _IOC_SIZESHIFT) & _IOC_SIZEMASK)
#define IOC_IN (_IOC_WRITE << _IOC_DIRSHIFT)
#define IOC_OUT (_IOC_READ << _IOC_DIRSHIFT)
#define IOC_INOUT ((_IOC_WRITE | _IOC_READ) << _IOC_DIRSHIFT)
#define IOCSIZE_MASK (_IOC_SIZEMASK << _IOC_SIZESHIFT)
#define IOCSIZE_SHIFT (_IOC_SIZESHIFT)
#endif
`;

const CONST = `#ifndef _LINUX_CONST_H
#define _LINUX_CONST_H
#define __AC(number, suffix) (number##suffix)
#define _AC(number, suffix) __AC(number, suffix)
#define _AT(type, number) ((type)(number))
#define _UL(number) (_AC(number, UL))
#define _ULL(number) (_AC(number, ULL))
#define _BITUL(bit) (_UL(1) << (bit))
#define _BITULL(bit) (_ULL(1) << (bit))
#define __ALIGN_KERNEL(number, to) __ALIGN_KERNEL_MASK(number, (__typeof__(number))(to) - 1)
#define __ALIGN_KERNEL_MASK(number, mask) (((number) + (mask)) & ~(mask))
#define __KERNEL_DIV_ROUND_UP(number, by) (((number) + (by) - 1) / (by))
#endif
`;

const BITS = `#ifndef _LINUX_BITS_H
#define _LINUX_BITS_H
#include <linux/const.h>
#include <asm/bitsperlong.h>
#define __GENMASK(high, low) \\
	(((~_UL(0)) - (_UL(1) << (low)) + 1) & (~_UL(0) >> (__BITS_PER_LONG - 1 - (high))))
#define __GENMASK_ULL(high, low) \\
	(((~_ULL(0)) - (_ULL(1) << (low)) + 1) & (~_ULL(0) >> (__BITS_PER_LONG_LONG - 1 - (high))))
#endif
`;

const BITS_PER_LONG = `#ifndef _ASM_BITSPERLONG_H
#define _ASM_BITSPERLONG_H
#define __BITS_PER_LONG (8 * __SIZEOF_LONG__)
#define __BITS_PER_LONG_LONG 64
#endif
`;

/** `__swab32()` and its forms for a pointer (p) and in place (s). */
const SWAB = `#ifndef _LINUX_SWAB_H
#define _LINUX_SWAB_H
#include <linux/types.h>
#include <linux/stddef.h>
#include <asm/bitsperlong.h>
#define __swab16(x) ((__u16)(((__u16)(x) << 8) | ((__u16)(x) >> 8)))
#define __swahw32(x) ((__u32)(((__u32)(x) << 16) | ((__u32)(x) >> 16)))
#define __swahb32(x) ((__u32)((((__u32)(x) & 0xff00ffU) << 8) | (((__u32)(x) >> 8) & 0xff00ffU)))
#define __swab32(x) __swahw32(__swahb32(x))
#define __swab64(x) ((__u64)(((__u64)__swab32((__u64)(x) & 0xffffffffU) << 32) | __swab32((__u64)(x) >> 32)))
#if __BITS_PER_LONG == 64
#define __swab(x) __swab64(x)
#else
#define __swab(x) __swab32(x)
#endif
${['swab16', 'swab32', 'swab64', 'swahw32', 'swahb32']
  .map((name) => `#define __${name}p(p) __${name}(*(p))\n#define __${name}s(p) (*(p) = __${name}(*(p)))\n`)
  .join('')}#endif
`;

/** Conversions between the CPU's order and another: of one that is its own they give what they are given. */
function conversions(order: 'le' | 'be', own: boolean): string {
  return [16, 32, 64]
    .map((bits) => {
      const swapped = (type: string) =>
        own ? `((__${type}${bits})(x))` : `((__${type}${bits})__swab${bits}(x))`;
      const [to, from] = [`cpu_to_${order}${bits}`, `${order}${bits}_to_cpu`];
      return `#define __constant_${to}(x) ${swapped(order)}
#define __constant_${from}(x) ${swapped('u')}
#define __${to}(x) __constant_${to}(x)
#define __${from}(x) __constant_${from}(x)
#define __${to}p(p) __${to}(*(p))
#define __${from}p(p) __${from}(*(p))
#define __${to}s(p) (*(p) = __${to}(*(p)))
#define __${from}s(p) (*(p) = __${from}(*(p)))
`;
    })
    .join('');
}

/** Headers ask whether a name is defined, so that just one of each pair is. */
const BYTEORDER = `#ifndef _ASM_BYTEORDER_H
#define _ASM_BYTEORDER_H
#include <linux/types.h>
#include <linux/stddef.h>
#include <linux/swab.h>
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define __BIG_ENDIAN 4321
#define __BIG_ENDIAN_BITFIELD
${conversions('le', false)}${conversions('be', true)}#else
#define __LITTLE_ENDIAN 1234
#define __LITTLE_ENDIAN_BITFIELD
${conversions('le', true)}${conversions('be', false)}#endif
#define __constant_htonl(x) __constant_cpu_to_be32(x)
#define __constant_ntohl(x) __constant_be32_to_cpu(x)
#define __constant_htons(x) __constant_cpu_to_be16(x)
#define __constant_ntohs(x) __constant_be16_to_cpu(x)
#endif
`;

const LIMITS = `#ifndef _LINUX_LIMITS_H
#define _LINUX_LIMITS_H
#define NR_OPEN 1024
#define NGROUPS_MAX 65536
#define ARG_MAX 131072
#define LINK_MAX 127
#define MAX_CANON 255
#define MAX_INPUT 255
#define NAME_MAX 255
#define PATH_MAX 4096
#define PIPE_BUF 4096
#define XATTR_NAME_MAX 255
#define XATTR_SIZE_MAX 65536
#define XATTR_LIST_MAX 65536
#define RTSIG_MAX 32
#endif
`;

const also = (name: string) => `#include <${name}>\n`;

/** By installed name. */
export const FALLBACK: ReadonlyMap<string, string> = new Map([
  ['linux/types.h', TYPES],
  ['linux/posix_types.h', also('linux/types.h')],
  ['linux/stddef.h', STDDEF],
  ['linux/ioctl.h', also('asm/ioctl.h')],
  ['linux/const.h', CONST],
  ['linux/bits.h', BITS],
  ['linux/limits.h', LIMITS],
  ['linux/swab.h', SWAB],
  ['asm/types.h', INTEGERS],
  ['asm/posix_types.h', POSIX],
  ['asm/ioctl.h', IOCTL],
  ['asm/bitsperlong.h', BITS_PER_LONG],
  ['asm/byteorder.h', BYTEORDER],
  ['asm-generic/ioctl.h', also('asm/ioctl.h')],
]);

const TEXTS: ReadonlyMap<string, HeaderText> = new Map(
  [...FALLBACK].map(([name, text]) => {
    const hash = createHash('sha256').update(text).digest('hex');
    return [name, { name, path: name, text, generated: true, hash }];
  }),
);

/**
 * Headers with the fallback for what they lack of it, under none of their names: all of it where there is no
 * linux/types.h, else asm/ alone, as in a kernel's include/uapi.
 */
class FallingBack implements HeaderSet {
  constructor(private readonly own: HeaderSet) {}

  get origin(): string {
    return this.own.origin;
  }

  names(target: Target): readonly string[] {
    return this.own.names(target);
  }

  get(name: string, target: Target): HeaderText | undefined {
    const own = this.own.get(name, target);
    if (own || !TEXTS.has(name)) return own;
    const wanted = name.startsWith('asm/') || this.own.get('linux/types.h', target) === undefined;
    return wanted ? TEXTS.get(name) : undefined;
  }
}

/** @param has the targets that are asked for */
export function fallingBack(
  own: HeaderSet,
  has: (target: Target) => boolean,
): { readonly headers: HeaderSet; readonly fallsBack: boolean } {
  const lacks = (name: string) =>
    TARGETS.some((target) => has(target) && own.get(name, target) === undefined);
  const fallsBack = lacks('linux/types.h') || lacks('asm/types.h');
  return { headers: fallsBack ? new FallingBack(own) : own, fallsBack };
}

/** What to tell of sides that fall back; undefined where none does. */
export function fallbackNote(sides: readonly { readonly spec: string; readonly fallsBack?: boolean }[]) {
  const specs = [...new Set(sides.filter(({ fallsBack }) => fallsBack).map(({ spec }) => spec))];
  if (specs.length === 0) return undefined;
  const verb = specs.length === 1 ? 'comes' : 'come';
  return `${specs.join(' and ')} ${verb} without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them`;
}
