// SPDX-License-Identifier: GPL-2.0-only

/**
 * What UAPI headers take from the C library, for glibc's ABI on the seven targets: POSIX's names with the sizes that
 * the psABIs give them. No text of any C library: only what a layout or a value depends on. `long` has size_t's size
 * everywhere.
 */
const STDDEF = `
typedef unsigned long size_t;
typedef long ptrdiff_t;
typedef int wchar_t;
#define offsetof(type, member) __builtin_offsetof(type, member)
#define NULL ((void *)0)
`;

/** What including any glibc header makes known. */
const FEATURES = `
#define __GLIBC__ 2
#define __GLIBC_MINOR__ 36
#define __USE_MISC 1
#define __USE_POSIX 1
`;

const ENDIAN = `${FEATURES}
#define __LITTLE_ENDIAN 1234
#define __BIG_ENDIAN 4321
#define __PDP_ENDIAN 3412
#define __BYTE_ORDER __BYTE_ORDER__
#define LITTLE_ENDIAN __LITTLE_ENDIAN
#define BIG_ENDIAN __BIG_ENDIAN
#define PDP_ENDIAN __PDP_ENDIAN
#define BYTE_ORDER __BYTE_ORDER
`;

const STDINT = `${FEATURES}
typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t;
typedef long long int64_t;
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;
typedef long intptr_t;
typedef unsigned long uintptr_t;
typedef long long intmax_t;
typedef unsigned long long uintmax_t;
#define INT8_MIN (-128)
#define INT8_MAX (127)
#define UINT8_MAX (255)
#define INT16_MIN (-32767-1)
#define INT16_MAX (32767)
#define UINT16_MAX (65535)
#define INT32_MIN (-2147483647-1)
#define INT32_MAX (2147483647)
#define UINT32_MAX (4294967295U)
#define INT64_MIN (-9223372036854775807LL-1)
#define INT64_MAX (9223372036854775807LL)
#define UINT64_MAX (18446744073709551615ULL)
#define INTMAX_MAX INT64_MAX
#define UINTMAX_MAX UINT64_MAX
#if __SIZEOF_POINTER__ == 8
#define INTPTR_MAX INT64_MAX
#define UINTPTR_MAX UINT64_MAX
#define PTRDIFF_MAX INT64_MAX
#define SIZE_MAX UINT64_MAX
#else
#define INTPTR_MAX INT32_MAX
#define UINTPTR_MAX UINT32_MAX
#define PTRDIFF_MAX INT32_MAX
#define SIZE_MAX UINT32_MAX
#endif
`;

const LIMITS = `${FEATURES}
#define CHAR_BIT 8
#define SCHAR_MIN (-128)
#define SCHAR_MAX 127
#define UCHAR_MAX 255
#define SHRT_MIN (-32768)
#define SHRT_MAX 32767
#define USHRT_MAX 65535
#define INT_MIN (-INT_MAX - 1)
#define INT_MAX 2147483647
#define UINT_MAX (INT_MAX * 2U + 1U)
#ifdef __LP64__
#define LONG_MAX 9223372036854775807L
#else
#define LONG_MAX 2147483647L
#endif
#define LONG_MIN (-LONG_MAX - 1L)
#define ULONG_MAX (LONG_MAX * 2UL + 1UL)
#define LLONG_MAX 9223372036854775807LL
#define LLONG_MIN (-LLONG_MAX - 1LL)
#define ULLONG_MAX (LLONG_MAX * 2ULL + 1ULL)
`;

/** time_t is long; x32's is 64 bits wide. */
const TYPES = `${FEATURES}
#ifndef KPW_LIBC_TYPES
#define KPW_LIBC_TYPES
#include <stddef.h>
#if defined(__x86_64__) && defined(__ILP32__)
typedef long long time_t;
typedef long long suseconds_t;
typedef long long off_t;
typedef unsigned long long ino_t;
#else
typedef long time_t;
typedef long suseconds_t;
typedef long off_t;
typedef unsigned long ino_t;
#endif
typedef long ssize_t;
typedef int pid_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef unsigned int mode_t;
typedef unsigned int id_t;
typedef unsigned long long dev_t;
typedef int key_t;
typedef int clockid_t;
typedef void *timer_t;
typedef char *caddr_t;
typedef int daddr_t;
typedef long long loff_t;
typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t;
typedef long long int64_t;
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef unsigned char u_int8_t;
typedef unsigned short u_int16_t;
typedef unsigned int u_int32_t;
typedef unsigned long long u_int64_t;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
struct timeval { time_t tv_sec; suseconds_t tv_usec; };
struct timespec {
  time_t tv_sec;
#if defined(__x86_64__) && defined(__ILP32__)
  long long tv_nsec;
#else
  long tv_nsec;
#endif
};
#endif
`;

const TIME = `#include <sys/types.h>
#ifndef KPW_LIBC_TIME
#define KPW_LIBC_TIME
struct itimerval { struct timeval it_interval; struct timeval it_value; };
struct itimerspec { struct timespec it_interval; struct timespec it_value; };
struct timezone { int tz_minuteswest; int tz_dsttime; };
#endif
`;

const SOCKET = `#include <sys/types.h>
#ifndef KPW_LIBC_SOCKET
#define KPW_LIBC_SOCKET
typedef unsigned short sa_family_t;
typedef unsigned int socklen_t;
struct iovec { void *iov_base; size_t iov_len; };
struct sockaddr { sa_family_t sa_family; char sa_data[14]; };
struct sockaddr_storage {
  sa_family_t ss_family;
  char __ss_padding[128 - sizeof(sa_family_t) - sizeof(unsigned long)];
  unsigned long __ss_align;
};
struct msghdr {
  void *msg_name; socklen_t msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
  void *msg_control; size_t msg_controllen; int msg_flags;
};
enum { MSG_OOB = 1, MSG_PEEK = 2, MSG_FIN = 0x200 };
#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_PPPOX 24
#define PF_UNSPEC AF_UNSPEC
#define PF_INET AF_INET
#define PF_INET6 AF_INET6
#define PF_PPPOX AF_PPPOX
#endif
`;

const IN = `#include <sys/socket.h>
#ifndef _NETINET_IN_H
#define _NETINET_IN_H 1
typedef unsigned short in_port_t;
typedef unsigned int in_addr_t;
struct in_addr { in_addr_t s_addr; };
struct sockaddr_in {
  sa_family_t sin_family; in_port_t sin_port; struct in_addr sin_addr; unsigned char sin_zero[8];
};
struct in6_addr { union { unsigned char u6_addr8[16]; unsigned short u6_addr16[8]; unsigned int u6_addr32[4]; } u; };
struct sockaddr_in6 {
  sa_family_t sin6_family; in_port_t sin6_port; unsigned int sin6_flowinfo; struct in6_addr sin6_addr;
  unsigned int sin6_scope_id;
};
#endif
`;

/** By the name between the marks of #include. */
export const LIBC: Readonly<Record<string, string>> = {
  'stddef.h': STDDEF,
  'stdint.h': STDINT,
  'inttypes.h': STDINT,
  'stdbool.h': '#define bool _Bool\n#define true 1\n#define false 0\n',
  'limits.h': LIMITS,
  'sys/types.h': TYPES,
  'time.h': TIME,
  'sys/time.h': TIME,
  'sys/socket.h': SOCKET,
  'netinet/in.h': IN,
  'string.h': `${FEATURES}#include <stddef.h>\n`,
  'stdlib.h': `${FEATURES}#include <stddef.h>\n`,
  'unistd.h': TYPES,
  'errno.h': FEATURES,
  'endian.h': ENDIAN,
  'fcntl.h': '#include <sys/types.h>\n#include <asm/fcntl.h>\n',
  'sys/ioctl.h': '#include <sys/types.h>\n#include <asm/ioctls.h>\n#include <linux/ioctl.h>\n',
  'netinet/if_ether.h': '#include <linux/if_ether.h>\n',
};

/** All that a program can have included before. */
export const EVERYTHING = `
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <fcntl.h>
#include <linux/types.h>
#include <linux/ioctl.h>
#include <linux/const.h>
#include <linux/bits.h>
#include <linux/sockios.h>
#include <linux/limits.h>
#include <limits.h>
#include <asm/errno.h>
#include <asm/param.h>
`;
