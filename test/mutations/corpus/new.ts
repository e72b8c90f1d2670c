// SPDX-License-Identifier: GPL-2.0-only
// What is added: structs and headers that a reviewer sends back, each beside one that passes.
import { all, before, behind, create, drop, type Edit, inside, swap } from '../edit.ts';
import { hurts, IOMMUFD, type Mutation, safe, uapi } from '../mutation.ts';

const NOTE = 'SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note';

/** Adds a struct of iommufd.h that no ioctl takes yet; `members` begin with a tab. */
function struct(members: string, end = '}'): Edit {
  return before(
    '/** * struct iommu_ioas_map -',
    `/**\n * struct iommu_page_stat - Statistics of one page size\n */\nstruct iommu_page_stat {\n${members}\n${end};\n`,
  );
}

function adds(id: string, title: string, members: string, why: string, end?: string): Mutation {
  return hurts(
    id,
    `iommufd.h: a new struct with ${title}`,
    { [IOMMUFD]: struct(members, end) },
    'defect',
    'new',
    why,
    {
      twin: 'new-struct',
    },
  );
}

function header(first: string, body = '\t__u32 code;\n\t__u32 value;'): Edit {
  return create(
    `${first}#ifndef _UAPI_LINUX_LAMP_H\n#define _UAPI_LINUX_LAMP_H\n\n#include <linux/types.h>\n\nstruct lamp_event {\n${body}\n};\n\n#endif /* _UAPI_LINUX_LAMP_H */\n`,
  );
}

export const added: readonly Mutation[] = [
  safe(
    'new-struct',
    'iommufd.h: a new struct without fault',
    {
      [IOMMUFD]: struct(
        '\t__aligned_u64 mapped;\n\t__aligned_u64 page_size;\n\t__u32 count;\n\t__u32 __reserved;',
      ),
    },
    'additive',
    'Fixed widths, no holes, alike everywhere.',
  ),
  adds('new-long', 'a long', '\t__aligned_u64 mapped;\n\tunsigned long count;', 'Four bytes or eight.'),
  adds(
    'new-pointer',
    'a pointer',
    '\t__aligned_u64 mapped;\n\tvoid *buffer;',
    'Four bytes or eight; __u64 is the convention.',
  ),
  adds(
    'new-bool',
    'a bool',
    '\t__u32 count;\n\t_Bool huge;\n\t__u8 pad[3];',
    'What other bits of it mean is undefined.',
  ),
  adds(
    'new-enum-member',
    'an enum as member',
    '\t__u32 count;\n\tenum iommufd_ioas_map_flags flags;',
    'Its size is the compiler’s choice.',
  ),
  hurts(
    'new-time',
    'iommufd.h: a new struct with a struct timespec',
    {
      // The include was forgotten at first, and gcc, as a peer, refused the header: that was a second fault.
      [IOMMUFD]: all(
        behind('#include <linux/ioctl.h>', '#include <linux/time.h>'),
        struct('\t__aligned_u64 mapped;\n\tstruct timespec when;'),
      ),
    },
    'defect',
    'new',
    'Two sizes on 32-bit, and none after 2038.',
    { twin: 'new-struct' },
  ),
  adds(
    'new-bit-field',
    'bit-fields',
    '\t__u32 count;\n\t__u32 huge : 1;\n\t__u32 spare : 31;',
    'Their order is the ABI’s.',
  ),
  adds(
    'new-hole',
    'a hole',
    '\t__u32 count;\n\t__aligned_u64 mapped;',
    'Four bytes of kernel stack for whoever forgets them.',
  ),
  adds(
    'new-tail-padding',
    'padding at its end',
    '\t__aligned_u64 mapped;\n\t__u32 count;',
    'The same at the end.',
  ),
  adds(
    'new-unaligned-u64',
    'a __u64 behind one word',
    '\t__u32 count;\n\t__u64 mapped;\n\t__u32 last;',
    'At 4 on i386, at 8 elsewhere; all of iommufd.h says __aligned_u64.',
  ),
  adds('new-kernel-type', 'u32 instead of __u32', '\tu32 count;\n\tu32 last;', 'Userspace has no u32.'),
  adds(
    'new-one-element',
    'an array of one element at its end',
    '\t__u32 count;\n\t__u32 pages[1];',
    'Deprecated: a flexible array is meant.',
  ),
  safe(
    'new-flexible',
    'iommufd.h: a new struct with a flexible array at its end',
    { [IOMMUFD]: struct('\t__u32 count;\n\t__u32 pages[];') },
    'additive',
    'The form that is asked for.',
    { twin: 'new-one-element' },
  ),
  hurts(
    'new-bit-macro',
    'iommufd.h: a new flag defined by BIT()',
    { [IOMMUFD]: before('/** * struct iommu_ioas_map -', '#define IOMMU_PAGE_STAT_HUGE BIT(3)\n') },
    'defect',
    'new',
    'The kernel has BIT(), userspace has not.',
    { twin: 'new-flag' },
  ),
  safe(
    'new-flag',
    'iommufd.h: a new flag defined by a shift',
    { [IOMMUFD]: before('/** * struct iommu_ioas_map -', '#define IOMMU_PAGE_STAT_HUGE (1 << 3)\n') },
    'additive',
    'Of a struct that is to come; no handler has flags of that name.',
  ),
  hurts(
    'new-config',
    'iommufd.h: a new struct in #ifdef CONFIG_IOMMUFD_TEST',
    {
      [IOMMUFD]: before(
        '/** * struct iommu_ioas_map -',
        '#ifdef CONFIG_IOMMUFD_TEST\nstruct iommu_page_stat {\n\t__u32 count;\n};\n#endif\n',
      ),
    },
    'defect',
    'new',
    'Userspace has no CONFIG_.',
  ),
  hurts(
    'new-layout-per-arch',
    'iommufd.h: a new struct with a member on s390x only',
    { [IOMMUFD]: struct('\t__u32 count;\n#ifdef __s390x__\n\t__u32 css;\n#endif\n\t__u32 last;') },
    'defect',
    'new',
    'Another layout on one architecture.',
    { twin: 'new-struct' },
  ),
  safe(
    'new-header',
    'a new header with licence and guard',
    { [uapi('lamp.h')]: header(`/* ${NOTE} */\n`) },
    'additive',
    'Exported by its place.',
  ),
  hurts(
    'new-header-no-spdx',
    'a new header without a licence line',
    { [uapi('lamp.h')]: header('') },
    'defect',
    'new',
    'license-rules.rst.',
    { twin: 'new-header' },
  ),
  hurts(
    'new-header-no-note',
    'a new header without the syscall note',
    { [uapi('lamp.h')]: header(`/* ${NOTE.replace(/ WITH.*/, '')} */\n`) },
    'defect',
    'new',
    'GPL-2.0 alone would reach into userspace.',
    { twin: 'new-header' },
  ),
  hurts(
    'new-fd-without-cloexec',
    'group.c: VFIO_GROUP_GET_DEVICE_FD makes its fd without O_CLOEXEC',
    { 'drivers/vfio/group.c': swap('get_unused_fd_flags(O_CLOEXEC)', 'get_unused_fd_flags(0)') },
    ['defect', 'behaviour-break'],
    undefined,
    'A device fd leaks into every program that the caller runs.',
  ),
  hurts(
    'new-compat-lost',
    'vfio_main.c: the device’s fops have no compat_ioctl',
    {
      'drivers/vfio/vfio_main.c': inside(
        'const struct file_operations vfio_device_fops =',
        drop('.compat_ioctl = compat_ptr_ioctl,'),
      ),
    },
    ['behaviour-break', 'defect'],
    undefined,
    'All ioctls of 32-bit programs fail on a 64-bit kernel.',
  ),
];
