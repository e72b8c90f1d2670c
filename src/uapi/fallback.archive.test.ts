// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { debian } from '../../test/support.ts';
import { apiOf } from './api.ts';
import { FALLBACK, fallingBack } from './fallback.ts';
import { TextFiles } from './headers/files.ts';
import { isUnknown, type On } from './model.ts';
import { OneHeader } from './side/one-header.ts';
import { overlay } from './side/overlay.ts';
import { sideOfTree } from './side/tree.ts';
import { TARGETS } from './targets.ts';

const TEXT = [...FALLBACK.values()].join('');
const TYPES = [
  ...TEXT.matchAll(/(?:typedef .*?|#define )\(?\*?(\b__(?!BITS)\w+)(?:\)\(int\))?(?:;$| __\w+64)/gm),
]
  .map(([, name]) => name)
  .filter((name, at, all) => all.indexOf(name) === at && !/128/.test(name ?? ''));

/** Every type, every constant and every kind of request that the fallback knows. */
const PROBE = `#include <linux/types.h>
#include <linux/ioctl.h>
#include <linux/bits.h>
#include <linux/limits.h>
#include <asm/byteorder.h>
${TYPES.map((type, at) => `struct probe_${type} { char at_${at}; ${type} it; };`).join('\n')}
struct probe_order {
#if defined(__LITTLE_ENDIAN_BITFIELD) && defined(__LITTLE_ENDIAN) && !defined(__BIG_ENDIAN)
	__u8 little;
#elif defined(__BIG_ENDIAN_BITFIELD) && defined(__BIG_ENDIAN) && !defined(__LITTLE_ENDIAN)
	__u16 big;
#endif
};
#define PROBE_IO _IO('p', 1)
#define PROBE_IOR _IOR('p', 2, struct probe___u64)
#define PROBE_IOW _IOW('p', 3, __u16)
#define PROBE_IOWR _IOWR('p', 4, __kernel_long_t)
#define PROBE_BAD _IOWR_BAD('p', 5, __u32)
#define PROBE_PARTS (_IOC_DIR(PROBE_IOR) + _IOC_TYPE(PROBE_IOR) + _IOC_NR(PROBE_IOR) + _IOC_SIZE(PROBE_IOR))
#define PROBE_OLD (IOC_IN + IOC_OUT + IOC_INOUT + IOCSIZE_MASK + IOCSIZE_SHIFT)
#define PROBE_BITS (_BITUL(3) + _BITULL(40) + __GENMASK(7, 4) + __GENMASK_ULL(40, 1) + __BITS_PER_LONG)
#define PROBE_SWAPPED (__swab16(0x1234) + __swab32(0x12345678) + __swab64(0x123456789aULL) + __swahw32(0x12345678) + __swahb32(0x12345678))
#define PROBE_LE (__cpu_to_le16(0x1234) + __le32_to_cpu(0x12345678) + __cpu_to_le64(0x123456789aULL))
#define PROBE_BE (__cpu_to_be16(0x1234) + __be32_to_cpu(0x12345678) + __constant_cpu_to_be64(0x123456789aULL))
#define PROBE_NET (__constant_htonl(0x12345678) + __constant_ntohs(0x1234))
#define PROBE_LIMITS (NR_OPEN + NGROUPS_MAX + ARG_MAX + LINK_MAX + MAX_CANON + MAX_INPUT + NAME_MAX + RTSIG_MAX)
#define PROBE_NAMES (PATH_MAX + PIPE_BUF + XATTR_NAME_MAX + XATTR_SIZE_MAX + XATTR_LIST_MAX)
#define PROBE_ROUND (__ALIGN_KERNEL(13, 8) + __KERNEL_DIV_ROUND_UP(13, 8))
`;

function said<T>(on: On<T>, text: (value: T) => string): string {
  return [...on]
    .map(([id, value]) => `${id} ${isUnknown(value as object) ? 'unknown' : text(value as T)}`)
    .join(', ');
}

test('what the fallback says of types and requests is what the headers of debian:6.12 say, on every target', async () => {
  const alone = fallingBack(
    new OneHeader(
      'alone',
      { name: 'linux/probe.h', path: 'probe.h' },
      new TextFiles(new Map([['probe.h', PROBE]])),
    ),
    () => true,
  );
  const tree = await sideOfTree(await debian('6.12'));
  const within = overlay(tree, new Map([['include/uapi/linux/probe.h', PROBE]]));
  const [one, other] = [alone.headers, within.headers].map((headers) => {
    const header = apiOf(headers, TARGETS).header('linux/probe.h');
    return [
      ...(header?.types ?? []).map(
        ({ name, on }) => `${name}: ${said(on, ({ size, align }) => `${size}/${align}`)}`,
      ),
      ...(header?.macros ?? []).map(({ name, on }) => `${name}: ${said(on, String)}`),
    ];
  });
  expect(one).toEqual(other);
  expect(one?.join('\n')).not.toContain('unknown');
  expect(TYPES.join(' ')).toMatchInlineSnapshot(
    `"__kernel_key_t __kernel_mqd_t __kernel_fd_set __kernel_sighandler_t __le16 __be16 __le32 __be32 __u64 __sum16 __wsum __poll_t __aligned_u64 __aligned_s64 __aligned_le64 __aligned_be64 __s8 __u8 __s16 __u16 __s32 __u32 __s64 __kernel_long_t __kernel_ulong_t __kernel_mode_t __kernel_ipc_pid_t __kernel_uid_t __kernel_gid_t __kernel_old_uid_t __kernel_old_gid_t __kernel_old_dev_t __kernel_ino_t __kernel_size_t __kernel_ssize_t __kernel_ptrdiff_t __kernel_pid_t __kernel_suseconds_t __kernel_daddr_t __kernel_uid32_t __kernel_gid32_t __kernel_uid16_t __kernel_gid16_t __kernel_fsid_t __kernel_off_t __kernel_loff_t __kernel_old_time_t __kernel_time_t __kernel_time64_t __kernel_clock_t __kernel_timer_t __kernel_clockid_t __kernel_caddr_t"`,
  );
});
