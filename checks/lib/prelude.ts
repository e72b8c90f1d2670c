// SPDX-License-Identifier: GPL-2.0-only
// Headers that every sample may include: the names that UAPI headers rely on, said in as few words as will do.

const TYPES = `#ifndef SAMPLE_TYPES_H
#define SAMPLE_TYPES_H
typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __le16;
typedef __u16 __be16;
typedef __u32 __le32;
typedef __u32 __be32;
typedef __u64 __le64;
typedef __u64 __be64;
typedef unsigned int __poll_t;
typedef long __kernel_long_t;
typedef unsigned long __kernel_ulong_t;
typedef __kernel_ulong_t __kernel_size_t;
typedef __kernel_long_t __kernel_old_time_t;
typedef long long __kernel_time64_t;
typedef long long __kernel_loff_t;
typedef int __kernel_pid_t;
#define __aligned_u64 __u64 __attribute__((aligned(8)))
#define __aligned_s64 __s64 __attribute__((aligned(8)))
#define __aligned_le64 __le64 __attribute__((aligned(8)))
#define __aligned_be64 __be64 __attribute__((aligned(8)))
#define __packed __attribute__((packed))
#endif
`;

const STDDEF = `#ifndef SAMPLE_STDDEF_H
#define SAMPLE_STDDEF_H
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
#define __counted_by(member)
#endif
`;

const IOCTL = `#ifndef SAMPLE_IOCTL_H
#define SAMPLE_IOCTL_H
#define _IOC_NRSHIFT 0
#define _IOC_TYPESHIFT 8
#define _IOC_SIZESHIFT 16
#define _IOC_DIRSHIFT 30
#define _IOC_NRMASK 255
#define _IOC_TYPEMASK 255
#define _IOC_SIZEMASK 16383
#define _IOC_DIRMASK 3
#define _IOC_NONE 0U
#define _IOC_WRITE 1U
#define _IOC_READ 2U
#define _IOC(dir, type, nr, size) (((dir) << 30) | ((size) << 16) | ((type) << 8) | (nr))
#define _IO(type, nr) _IOC(_IOC_NONE, (type), (nr), 0)
#define _IOR(type, nr, what) _IOC(_IOC_READ, (type), (nr), (sizeof(what)))
#define _IOW(type, nr, what) _IOC(_IOC_WRITE, (type), (nr), (sizeof(what)))
#define _IOWR(type, nr, what) _IOC(_IOC_READ | _IOC_WRITE, (type), (nr), (sizeof(what)))
#endif
`;

/** By installed name. */
export const PRELUDE: ReadonlyMap<string, string> = new Map([
  ['linux/types.h', TYPES],
  ['linux/stddef.h', STDDEF],
  ['linux/ioctl.h', IOCTL],
]);
