// SPDX-License-Identifier: GPL-2.0-only
// Layout of vfio.h's structs. All of them but the capabilities begin with argsz and are passed by _IO(), so that no
// request number tells old from new.
import { all, before, behind, drop, exchange, inside, swap, without } from '../edit.ts';
import { hurts, type Mutation, PCI_CORE, safe, VFIO } from '../mutation.ts';

const CDEV = 'drivers/vfio/device_cdev.c';
const BIND = 'struct vfio_device_bind_iommufd';
const TOKEN = '\t__aligned_u64\ttoken_uuid_ptr;';
const FLAG_TOKEN = '#define VFIO_DEVICE_BIND_FLAG_TOKEN\t(1 << 0)';
const INFO = 'struct vfio_device_info';

export const layVfio: readonly Mutation[] = [
  hurts(
    'lay-member-moved',
    'vfio_region_info: index and cap_offset change places',
    {
      [VFIO]: inside(
        'struct vfio_region_info',
        exchange('__u32 index; /* Region index */', '__u32 cap_offset;'),
      ),
    },
    'binary-break',
    'lay',
    'An old binary asks for region cap_offset.',
    { twin: 'same-comment-of-member' },
  ),
  hurts(
    'lay-member-narrowed',
    'vfio_region_info: size is 32 bits',
    { [VFIO]: inside('struct vfio_region_info', swap('__aligned_u64 size;', '__u32\tsize;')) },
    'binary-break',
    'lay',
    'offset stays where it is by its alignment; four bytes of size are gone.',
    { twin: 'same-aligned-u64-spelled' },
  ),
  hurts(
    'lay-member-widened',
    'vfio_irq_info: count is 64 bits',
    { [VFIO]: inside('struct vfio_irq_info', swap('__u32 count;', '__aligned_u64\tcount;')) },
    'binary-break',
    'lay',
    'count moves from 12 to 16 and the struct grows by 8 in the middle of what handlers demand.',
  ),
  hurts(
    'lay-member-inserted',
    'vfio_irq_info: a member before count',
    { [VFIO]: inside('struct vfio_irq_info', before('__u32 count;', '\t__u32\tkind;')) },
    'binary-break',
    'lay',
    'argsz allows growth at the end only; count moves.',
    { twin: 'lay-argsz-grown-by-flag' },
  ),
  hurts(
    'lay-member-removed',
    'vfio_irq_set: start is gone',
    { [VFIO]: inside('struct vfio_irq_set', drop('__u32 start;')) },
    'binary-break',
    'lay',
    'count and data move up.',
  ),
  hurts(
    'lay-tail-reserved-removed',
    'vfio_device_gfx_plane_info: the last reserved word is gone, the padding keeps the size',
    { [VFIO]: inside('struct vfio_device_gfx_plane_info', drop('__u32 reserved;')) },
    'source-break',
    'lay',
    'The aligned 64-bit member pads the struct to the same size everywhere: nothing moves, a name is gone.',
  ),
  hurts(
    'lay-member-renamed',
    'vfio_region_info: cap_offset is renamed',
    { [VFIO]: inside('struct vfio_region_info', swap('cap_offset;', 'first_cap;')) },
    'source-break',
    'lay',
    'Same bytes. DPDK carries a workaround for exactly such a renaming in this struct.',
    { twin: 'lay-member-renamed-alias' },
  ),
  safe(
    'lay-member-renamed-alias',
    'vfio_region_info: cap_offset has a second name in a union',
    {
      [VFIO]: inside(
        'struct vfio_region_info',
        swap('__u32 cap_offset;', 'union {\n\t\t__u32\tcap_offset;\n\t\t__u32\tfirst_cap;\n\t};'),
      ),
    },
    'additive',
    'Both names at the old place.',
  ),
  hurts(
    'lay-sign-changed',
    'vfio_irq_set: start is signed',
    { [VFIO]: inside('struct vfio_irq_set', swap('__u32 start;', '__s32\tstart;')) },
    'source-break',
    'lay',
    'Same bytes for an old binary; a program compiled anew compares otherwise.',
  ),
  hurts(
    'lay-nested-grown',
    'vfio_bitmap grows, which sits at the end of another struct',
    { [VFIO]: inside('struct vfio_bitmap', behind('/* one bit per page */', '\t__u64        order;')) },
    'binary-break',
    'lay',
    'It has no size of its own; the handler refuses data[] that is shorter than sizeof.',
  ),
  hurts(
    'lay-array-element-grown',
    'vfio_pci_dependent_device grows, the element of devices[]',
    {
      [VFIO]: inside(
        'struct vfio_pci_dependent_device',
        behind('/* Use PCI_SLOT/PCI_FUNC */', '\t__u32\tdomain;'),
      ),
    },
    'binary-break',
    'lay',
    'An old binary walks the array with the old stride.',
    { twin: 'lay-union-arm-in-element' },
  ),
  safe(
    'lay-union-arm-in-element',
    'vfio_pci_dependent_device: a third name in the union',
    {
      [VFIO]: inside('struct vfio_pci_dependent_device', behind('__u32 devid;', '\t\t__u32\tcookie;')),
    },
    'additive',
    'An arm no larger than the others.',
  ),
  hurts(
    'lay-sparse-area-grown',
    'vfio_region_sparse_mmap_area grows, the element of areas[] in a capability',
    {
      [VFIO]: inside(
        'struct vfio_region_sparse_mmap_area',
        behind("/* Size of mmap'able area */", '\t__aligned_u64\tattributes;'),
      ),
    },
    'binary-break',
    'lay',
    'nr_areas counts elements of another size.',
  ),
  // Labelled additive-proven at first: the layout is, and the label forgot that nobody can ask for the member.
  hurts(
    'lay-argsz-grown-proven',
    'vfio_device_bind_iommufd grows at its end, the handler demands what it demanded',
    { [VFIO]: inside(BIND, behind('__u32 out_devid;', TOKEN)) },
    'defect',
    'new',
    'minsz is offsetofend(…, out_devid): old binaries pass. An old kernel ignores the rest in silence, and no flag tells.',
  ),
  // Labelled additive-proven alone at first: the flag itself is a plain addition.
  safe(
    'lay-argsz-grown-by-flag',
    'the same growth, read where a new flag says so and argsz reaches it',
    {
      [VFIO]: inside(BIND, behind('__u32 flags;', FLAG_TOKEN), behind('__u32 out_devid;', TOKEN)),
      [CDEV]: inside(
        'vfio_df_ioctl_bind_iommufd',
        swap(
          'if (bind.argsz < minsz || bind.flags || bind.iommufd < 0) return -EINVAL;',
          `if (bind.argsz < minsz || bind.flags & ~VFIO_DEVICE_BIND_FLAG_TOKEN || bind.iommufd < 0)
		return -EINVAL;

	if (bind.flags & VFIO_DEVICE_BIND_FLAG_TOKEN) {
		unsigned long xend = offsetofend(struct vfio_device_bind_iommufd, token_uuid_ptr);

		if (bind.argsz < xend)
			return -EINVAL;
		if (copy_from_user((void *)&bind + minsz, (void __user *)arg + minsz, xend - minsz))
			return -EFAULT;
	}`,
        ),
      ),
    },
    ['additive', 'additive-proven'],
    'A second copy, guarded by argsz and a flag that old kernels refuse.',
  ),
  hurts(
    'lay-argsz-grown-minsz',
    'the same growth, and the handler demands the new member of everybody',
    {
      [VFIO]: inside(BIND, behind('__u32 out_devid;', TOKEN)),
      [CDEV]: inside(
        'vfio_df_ioctl_bind_iommufd',
        swap('vfio_device_bind_iommufd, out_devid);', 'vfio_device_bind_iommufd, token_uuid_ptr);'),
      ),
    },
    'binary-break',
    'lay',
    'Every old binary gets EINVAL.',
    { twin: 'lay-argsz-grown-by-flag' },
  ),
  hurts(
    'lay-argsz-grown-sizeof',
    'vfio_irq_info grows and the handler demands sizeof',
    {
      [VFIO]: inside(
        'struct vfio_irq_info',
        behind('/* Number of IRQs within this index */', '\t__u32\tkind;'),
      ),
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_irq_info',
        swap('offsetofend(struct vfio_irq_info, count)', 'sizeof(struct vfio_irq_info)'),
      ),
    },
    'binary-break',
    'lay',
    'As before, by sizeof instead of a member.',
  ),
  // As lay-argsz-grown-proven.
  hurts(
    'lay-argsz-grown-output',
    'vfio_device_info grows at its end; the handler returns as much as argsz holds',
    { [VFIO]: inside(INFO, behind('__u32 pad;', '\t__aligned_u64\tdevice_id;')) },
    'defect',
    'new',
    'minsz of the copy in is offsetofend(…, num_irqs), of the copy out min(argsz, sizeof): the layout is safe. An old kernel leaves the member as it was.',
  ),
  // Labelled undetermined alone at first; as lay-argsz-grown-proven.
  hurts(
    'lay-argsz-grown-elsewhere',
    'vfio_device_gfx_plane_info grows; its handlers are drivers that are not at hand',
    {
      [VFIO]: inside(
        'struct vfio_device_gfx_plane_info',
        behind('__u32 reserved;', '\t__aligned_u64 modifiers;'),
      ),
    },
    ['undetermined', 'defect'],
    undefined,
    'It has argsz; whether i915 and the samples keep their minsz is not to be seen here.',
  ),
  // Labelled without the defect at first: a reviewer may ask for the flag that says whether 0 is an answer.
  safe(
    'lay-output-pad-used',
    'vfio_device_info: pad, returned zero so far, has a meaning',
    { [VFIO]: inside(INFO, swap('__u32 pad;', '__u32\tnuma_hint;')) },
    ['additive', 'additive-proven', 'undetermined', 'defect'],
    'Using a reserved field is no break; an old kernel returns 0 in it.',
  ),
  hurts(
    'lay-reserved-unchecked',
    'vfio_device_ioeventfd: reserved, which nobody demanded to be zero, is read',
    {
      [VFIO]: inside('struct vfio_device_ioeventfd', swap('__u32 reserved;', '__u32\tcookie;')),
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_ioeventfd',
        swap(
          'offsetofend(struct vfio_device_ioeventfd, fd)',
          'offsetofend(struct vfio_device_ioeventfd, cookie)',
        ),
      ),
    },
    ['binary-break', 'behaviour-break', 'undetermined'],
    undefined,
    'Old binaries may have passed argsz to the end of fd, or anything in reserved.',
    { twin: 'lay-reserved-checked' },
  ),
  hurts(
    'lay-i386-only',
    'vfio_iommu_type1_info_cap_migration: pgsize_bitmap is aligned to 8',
    {
      [VFIO]: inside(
        'struct vfio_iommu_type1_info_cap_migration',
        swap('__u64 pgsize_bitmap;', '__aligned_u64\tpgsize_bitmap;'),
      ),
    },
    'binary-break',
    'lay',
    'It was at 12 on i386 and at 16 everywhere else.',
    { targets: ['i386'], twin: 'lay-aligned-without-move' },
  ),
  safe(
    'lay-aligned-without-move',
    'vfio_iommu_type1_dma_map: iova is aligned to 8 where it is already',
    { [VFIO]: inside('struct vfio_iommu_type1_dma_map', swap('__u64 iova;', '__aligned_u64\tiova;')) },
    ['identical', 'additive'],
    'No offset and no size changes anywhere; mainline made this very change as none.',
  ),
  hurts(
    'lay-pointer-to-u64',
    'vfio_bitmap: data is an integer instead of a pointer',
    { [VFIO]: inside('struct vfio_bitmap', swap('__u64 __user *data;', '__u64\tdata;')) },
    'binary-break',
    'lay',
    'Four bytes more where pointers have four; source break elsewhere.',
    { targets: ['i386', 'x32', 'arm'] },
  ),
  hurts(
    'lay-packed-added',
    'vfio_iommu_type1_info_cap_migration is packed',
    {
      [VFIO]: inside(
        'struct vfio_iommu_type1_info_cap_migration',
        swap('/* in bytes */ };', '/* in bytes */\n} __attribute__((packed));'),
      ),
    },
    'binary-break',
    'lay',
    'The hole after flags closes. i386 has none there.',
    { targets: ['x86-64', 'x32', 'arm64', 'arm', 'ppc64le', 's390x'] },
  ),
  hurts(
    'lay-packed-prefix',
    'the same, with the attribute before the tag',
    {
      [VFIO]: swap(
        'struct vfio_iommu_type1_info_cap_migration {',
        'struct __attribute__((packed)) vfio_iommu_type1_info_cap_migration {',
      ),
    },
    'binary-break',
    'lay',
    'tree-sitter reads this position as a function, without an error.',
  ),
  hurts(
    'lay-pragma-pack',
    'the same, by #pragma pack around it',
    {
      [VFIO]: all(
        swap(
          'struct vfio_iommu_type1_info_cap_migration {',
          '#pragma pack(push, 1)\nstruct vfio_iommu_type1_info_cap_migration {',
        ),
        swap(
          'struct vfio_iommu_type1_info_dma_avail {',
          '#pragma pack(pop)\nstruct vfio_iommu_type1_info_dma_avail {',
        ),
      ),
    },
    'binary-break',
    'lay',
    'Nothing of the struct’s own text changes.',
  ),
  hurts(
    'lay-one-arch',
    'vfio_irq_info: index and count change places on 32-bit Arm',
    {
      [VFIO]: inside(
        'struct vfio_irq_info',
        before('__u32 index;', '#ifdef __arm__\n\t__u32\tcount;\n\t__u32\tindex;\n#else'),
        behind('/* Number of IRQs within this index */', '#endif'),
      ),
    },
    'binary-break',
    'lay',
    'A conditional per architecture inside the struct.',
    { targets: ['arm'] },
  ),
  hurts(
    'lay-type-removed',
    'struct vfio_region_info_cap_nvlink2_lnkspd, of a capability no longer provided, is removed',
    {
      [VFIO]: without('struct vfio_region_info_cap_nvlink2_lnkspd'),
    },
    'source-break',
    'lay',
    'No kernel fills it; a program that names it does not compile. check-uapi.sh hides removed structs.',
  ),
  hurts(
    'lay-size-unknown',
    'vfio_region_gfx_edid: an array sized by a macro that no header has',
    {
      [VFIO]: inside(
        'struct vfio_region_gfx_edid',
        before('__u32 max_xres;', '\t__u32 spare[VFIO_EDID_SPARE_WORDS];'),
      ),
    },
    ['undetermined', 'binary-break'],
    undefined,
    'The layout cannot be known; it must not be passed as equal.',
  ),
];
