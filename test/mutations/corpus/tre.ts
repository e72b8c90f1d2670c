// SPDX-License-Identifier: GPL-2.0-only
// Exports, includes, and text that means the same.
import { all, before, behind, create, definition, drop, exchange, inside, swap, without } from '../edit.ts';
import { hurts, type Mutation, safe, uapi, VFIO } from '../mutation.ts';

const NOTE = '/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n';
const NVME = uapi('nvme_ioctl.h');
const EDID = 'struct vfio_region_gfx_edid';
const CCW = uapi('vfio_ccw.h');

function guarded(guard: string, body: string): string {
  return `${NOTE}#ifndef ${guard}\n#define ${guard}\n\n#include <linux/types.h>\n\n${body}\n\n#endif\n`;
}

export const tre: readonly Mutation[] = [
  hurts(
    'tre-header-removed',
    'linux/vfio_ccw.h is removed',
    { [uapi('vfio_ccw.h')]: undefined },
    'source-break',
    undefined,
    'Every program that includes it.',
    { twin: 'tre-header-moved' },
  ),
  safe(
    'tre-header-moved',
    'linux/vfio_ccw.h is an include of a new header that has what it had',
    {
      [uapi('vfio_ccw_regions.h')]: (_, read) => read(CCW).replaceAll('_VFIO_CCW_H_', '_VFIO_CCW_REGIONS_H_'),
      [CCW]: create(guarded('_VFIO_CCW_H_', '#include <linux/vfio_ccw_regions.h>')),
    },
    ['additive', 'identical'],
    'A program that includes the old header has every name, and one header more is exported.',
  ),
  hurts(
    'tre-header-not-exported',
    'include/uapi/Kbuild: linux/vfio_zdev.h is no longer exported',
    {
      'include/uapi/Kbuild': (text) => `${text}\nno-export-headers += linux/vfio_zdev.h\n`,
    },
    'source-break',
    undefined,
    'The header is there, and not installed.',
  ),
  safe(
    'same-struct-in-included-header',
    'vfio.h: struct vfio_region_gfx_edid moves to a header that vfio.h includes',
    {
      [uapi('vfio_edid.h')]: (_, read) => guarded('_UAPI_VFIO_EDID_H', definition(EDID, read(VFIO))),
      [VFIO]: all(without(EDID), behind('#include <linux/ioctl.h>', '#include <linux/vfio_edid.h>')),
    },
    ['identical', 'additive'],
    'A program that includes vfio.h has it.',
  ),
  // linux/ioctl.h was dropped here at first, which hurts nobody: who calls ioctl() includes <sys/ioctl.h>, and that has _IO.
  hurts(
    'tre-include-needed',
    'vfio.h does not include linux/types.h',
    { [VFIO]: drop('#include <linux/types.h>') },
    ['source-break', 'undetermined'],
    undefined,
    'A program that included nothing else has no __u32.',
    { twin: 'same-include-unused' },
  ),
  safe(
    'same-include-unused',
    'kvm.h does not include linux/compiler.h',
    { [uapi('kvm.h')]: drop('#include <linux/compiler.h>') },
    'identical',
    'headers_install strips that line.',
  ),
  safe(
    'same-include-more',
    'nvme_ioctl.h includes linux/ioctl.h',
    { [NVME]: behind('#include <linux/types.h>', '#include <linux/ioctl.h>') },
    ['identical', 'additive'],
    'Its requests begin to compile alone.',
  ),
  safe(
    'same-comment-of-member',
    'vfio_region_info: the comment of index says more',
    {
      [VFIO]: inside(
        'struct vfio_region_info',
        swap('/* Region index */', '/* Region index, 0 for BAR 0 */'),
      ),
    },
    'identical',
    'A comment.',
  ),
  safe(
    'same-aligned-u64-spelled',
    'vfio_region_info: __aligned_u64 is spelled with its attribute',
    {
      [VFIO]: inside(
        'struct vfio_region_info',
        swap('__aligned_u64 size;', '__u64\tsize __attribute__((aligned(8)));'),
      ),
    },
    'identical',
    'What linux/types.h defines it as.',
  ),
  safe(
    'same-packed-spelled',
    'ccw_crw_region: __packed is spelled with its attribute',
    {
      [uapi('vfio_ccw.h')]: inside(
        'struct ccw_crw_region',
        swap('} __packed;', '} __attribute__((packed));'),
      ),
    },
    'identical',
    'headers_install does the same.',
  ),
  safe(
    'same-typedef',
    'fuse_attr: uint64_t is unsigned long long where ino is declared',
    { [uapi('fuse.h')]: inside('struct fuse_attr', swap('uint64_t ino;', 'unsigned long long\tino;')) },
    'identical',
    'Another type of the same shape everywhere.',
  ),
  // This was same-typedef at first, labelled identical; gcc says that fuse.h has no __u64 outside of the kernel.
  hurts(
    'tre-type-not-included',
    'fuse_attr: uint64_t is __u64 where ino is declared, and the header includes stdint.h alone',
    { [uapi('fuse.h')]: inside('struct fuse_attr', swap('uint64_t ino;', '__u64\t\tino;')) },
    ['source-break', 'undetermined'],
    undefined,
    'A program that included nothing else does not compile.',
    { twin: 'same-typedef' },
  ),
  safe(
    'same-structs-reordered',
    'nvme_ioctl.h: two structs that do not need each other change places',
    {
      [NVME]: (text, read) =>
        exchange(definition('struct nvme_user_io', text), definition('struct nvme_passthru_cmd', text))(
          text,
          read,
        ),
    },
    'identical',
    'Order of declarations says nothing.',
  ),
  safe(
    'same-struct-group',
    'vfio_irq_info: index and count are a __struct_group',
    {
      [VFIO]: all(
        behind('#include <linux/ioctl.h>', '#include <linux/stddef.h>'),
        inside(
          'struct vfio_irq_info',
          before('__u32 index;', '\t__struct_group(/* no tag */, place, /* no attrs */,'),
          behind('/* Number of IRQs within this index */', '\t);'),
        ),
      ),
    },
    ['identical', 'additive'],
    'Every old name at its old place; one name for both.',
  ),
  safe(
    'same-flexible-by-macro',
    'vfio_irq_set: data[] by __DECLARE_FLEX_ARRAY',
    {
      [VFIO]: all(
        behind('#include <linux/ioctl.h>', '#include <linux/stddef.h>'),
        inside('struct vfio_irq_set', swap('__u8 data[];', '__DECLARE_FLEX_ARRAY(__u8, data);')),
      ),
    },
    'identical',
    'The same array.',
  ),
  safe(
    'same-white-space',
    'nvme_ioctl.h: spaces instead of tabs, and lines end with CR LF',
    { [NVME]: (text) => text.replaceAll('\t', '        ').replaceAll('\n', '\r\n') },
    'identical',
    'White space.',
  ),
  safe(
    'same-attribute-counted-by',
    'vfio_irq_set: data[] is __counted_by(count)',
    {
      [VFIO]: all(
        behind('#include <linux/ioctl.h>', '#include <linux/stddef.h>'),
        inside('struct vfio_irq_set', swap('__u8 data[];', '__u8\tdata[] __counted_by(count);')),
      ),
    },
    'identical',
    'Empty for userspace.',
  ),
  safe(
    'tre-added-declaration',
    'vfio.h: a struct is declared and not defined',
    { [VFIO]: before('struct vfio_info_cap_header {', 'struct vfio_opaque;\n') },
    ['identical', 'additive'],
    'No layout, no name that could be used by value.',
  ),
];
