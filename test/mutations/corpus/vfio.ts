// SPDX-License-Identifier: GPL-2.0-only
// VFIO's own conventions: numbers per kind of fd, argsz first, ids once, capabilities with header and version.
import { all, before, behind, inside, swap } from '../edit.ts';
import { hurts, type Mutation, PCI_CORE, safe, VFIO } from '../mutation.ts';

const PLACE = '/* -------- API for Type1 VFIO IOMMU -------- */';
const MEMBERS = '\t__u32\targsz;\n\t__u32\tflags;\n\t__aligned_u64\tfrequency;';
const HANDLER = `static int vfio_pci_ioctl_get_clock(struct vfio_pci_core_device *vdev,
				    struct vfio_device_clock __user *arg)
{
	unsigned long minsz = offsetofend(struct vfio_device_clock, frequency);
	struct vfio_device_clock clock;

	if (copy_from_user(&clock, arg, minsz))
		return -EFAULT;

	if (clock.argsz < minsz || clock.flags)
		return -EINVAL;

	clock.frequency = 0;

	return copy_to_user(arg, &clock, minsz) ? -EFAULT : 0;
}

`;

interface Parts {
  request?: string;
  documented?: string | undefined;
  members?: string;
}

/** A new ioctl of the device, in header and driver: the whole of it right, but for what is handed in. */
function clock({
  request = '_IO(VFIO_TYPE, VFIO_BASE + 22)',
  documented = request,
  members = MEMBERS,
}: Parts = {}) {
  const comment = documented
    ? `/**\n * VFIO_DEVICE_GET_CLOCK - ${documented}\n *\n * Report the frequency of the device's clock.\n *\n * Return: 0 on success, -errno on failure.\n */\n`
    : '';
  const declared = `${comment}struct vfio_device_clock {\n${members}\n};\n#define VFIO_DEVICE_GET_CLOCK\t\t${request}\n`;
  return {
    [VFIO]: before(PLACE, declared),
    [PCI_CORE]: all(
      swap('long vfio_pci_core_ioctl(', `${HANDLER}long vfio_pci_core_ioctl(`),
      swap(
        'case VFIO_DEVICE_GET_INFO: return',
        'case VFIO_DEVICE_GET_CLOCK:\n\t\treturn vfio_pci_ioctl_get_clock(vdev, uarg);\n\tcase VFIO_DEVICE_GET_INFO:\n\t\treturn',
      ),
    ),
  };
}

const twin = { twin: 'vfio-ioctl' };

export const vfio: readonly Mutation[] = [
  safe(
    'vfio-ioctl',
    'a new device ioctl, 22, done as VFIO does it',
    clock(),
    'additive',
    'Number, doc, argsz, flags, minsz, errno.',
  ),
  safe(
    'vfio-ioctl-direction-in-comment',
    'the same, its comment says _IOR as 26 of 30 do',
    clock({ documented: '_IOR(VFIO_TYPE, VFIO_BASE + 22, struct vfio_device_clock)' }),
    'additive',
    'VFIO’s own style.',
  ),
  hurts(
    'vfio-not-io',
    'the same as _IOR with a size',
    clock({ request: '_IOR(VFIO_TYPE, VFIO_BASE + 22, struct vfio_device_clock)' }),
    'defect',
    undefined,
    'VFIO passes argsz, so that structs can grow.',
    twin,
  ),
  hurts(
    'vfio-number-used',
    'the same with 17, VFIO_DEVICE_FEATURE’s',
    clock({ request: '_IO(VFIO_TYPE, VFIO_BASE + 17)' }),
    'defect',
    undefined,
    'One kind of fd, one number.',
    twin,
  ),
  hurts(
    'vfio-number-of-iommufd',
    'the same with 29, in the block of iommufd',
    clock({ request: '_IO(VFIO_TYPE, VFIO_BASE + 29)' }),
    'defect',
    undefined,
    'iommufd begins at 0x80 with the same character.',
    twin,
  ),
  hurts(
    'vfio-undocumented',
    'the same without a comment',
    clock({ documented: '' }),
    'defect',
    undefined,
    'Every VFIO ioctl has its paragraph.',
    twin,
  ),
  hurts(
    'vfio-documented-otherwise',
    'the same, its comment says 23',
    clock({ documented: '_IO(VFIO_TYPE, VFIO_BASE + 23)' }),
    'defect',
    'vfio',
    'Another number.',
    twin,
  ),
  hurts(
    'vfio-argsz-not-first',
    'the same, argsz behind flags',
    clock({ members: '\t__u32\tflags;\n\t__u32\targsz;\n\t__aligned_u64\tfrequency;' }),
    'defect',
    undefined,
    'argsz and flags first, in this order.',
    twin,
  ),
  hurts(
    'vfio-flag-bit-twice',
    'VFIO_REGION_INFO_FLAG_COHERENT on the bit of FLAG_CAPS, produced by the driver',
    {
      [VFIO]: behind('/* Region supports mmap */', '#define VFIO_REGION_INFO_FLAG_COHERENT\t(1 << 3)'),
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_region_info',
        swap(
          'info.size = 0xc0000;',
          'info.size = 0xc0000;\n\t\tinfo.flags |= VFIO_REGION_INFO_FLAG_COHERENT;',
        ),
      ),
    },
    'defect',
    'vfio',
    'Old binaries take it for capabilities.',
    { twin: 'vfio-flag-bit' },
  ),
  safe(
    'vfio-flag-bit',
    'VFIO_REGION_INFO_FLAG_COHERENT on a free bit, produced by the driver',
    {
      [VFIO]: behind(
        '#define VFIO_REGION_INFO_FLAG_CAPS (1 << 3) /* Info supports caps */',
        '#define VFIO_REGION_INFO_FLAG_COHERENT\t(1 << 4) /* Region is coherent */',
      ),
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_region_info',
        swap(
          'if (vdev->bar_mmap_supported[info.index]) {',
          'if (pdev->untrusted)\n\t\t\tinfo.flags |= VFIO_REGION_INFO_FLAG_COHERENT;\n\t\tif (vdev->bar_mmap_supported[info.index]) {',
        ),
      ),
    },
    'additive',
    'Output flags are there to grow.',
  ),
  hurts(
    'vfio-capability-id-retired',
    'a region capability with the id of NVLINK2_SSATGT, which is no longer provided',
    { [VFIO]: before(PLACE, '#define VFIO_REGION_INFO_CAP_COHERENCY\t4\n') },
    'defect',
    'vfio',
    'Old binaries read the retired layout.',
  ),
  hurts(
    'vfio-feature-index-twice',
    'a device feature with the index of BUS_MASTER',
    { [VFIO]: before(PLACE, '#define VFIO_DEVICE_FEATURE_CLOCK 10\n') },
    'defect',
    'vfio',
    'One index, one feature.',
  ),
  hurts(
    'vfio-extension-twice',
    'an extension with the number of VFIO_UPDATE_VADDR',
    {
      [VFIO]: behind(
        '#define VFIO_UPDATE_VADDR 10',
        '\n/* Supports huge mappings */\n#define VFIO_HUGE_MAP\t\t\t10',
      ),
    },
    'defect',
    'vfio',
    'CHECK_EXTENSION answers for the other.',
  ),
  hurts(
    'vfio-extension-reserved',
    '7.2: an extension with the reserved number 6',
    { [VFIO]: behind('#define VFIO_SPAPR_TCE_v2_IOMMU 7', '\n#define VFIO_HUGE_MAP\t\t\t6') },
    'defect',
    'vfio',
    '__VFIO_RESERVED_TYPE1_NESTING_IOMMU says that it must stay unused.',
    { tree: '7.2' },
  ),
  hurts(
    'vfio-region-type-retired',
    'a region type with the number of MIGRATION_DEPRECATED',
    {
      [VFIO]: behind(
        '#define VFIO_REGION_TYPE_MIGRATION_DEPRECATED (3)',
        '#define VFIO_REGION_TYPE_FIRMWARE\t\t(3)',
      ),
    },
    'defect',
    'vfio',
    'Old binaries look for a migration region.',
  ),
  hurts(
    'vfio-capability-without-header',
    'a region capability whose struct does not begin with the header',
    {
      [VFIO]: before(
        PLACE,
        '#define VFIO_REGION_INFO_CAP_COHERENCY\t6\n\nstruct vfio_region_info_cap_coherency {\n\t__u32\tflags;\n\t__u32\treserved;\n};\n',
      ),
    },
    'defect',
    'vfio',
    'The chain cannot be walked past it.',
  ),
  hurts(
    'vfio-capability-changed',
    'vfio_region_info_cap_type grows, its version stays 1',
    {
      [VFIO]: inside(
        'struct vfio_region_info_cap_type',
        behind('/* type specific */', '\t__u32 owner;\n\t__u32 reserved;'),
      ),
    },
    ['defect', 'binary-break'],
    undefined,
    'A new binary cannot tell an old kernel’s capability from a new one.',
    { twin: 'vfio-capability-new-version' },
  ),
  safe(
    'vfio-capability-new-version',
    'vfio_region_info_cap_type grows, and the driver says version 2',
    {
      // The comment said 1 still in the first version of this mutation, which was not the twin that it was meant to be.
      [VFIO]: all(
        swap(
          'defines version 1 of this capability. */ #define VFIO_REGION_INFO_CAP_TYPE 2',
          'defines version 2 of this capability.\n */\n#define VFIO_REGION_INFO_CAP_TYPE\t2',
        ),
        inside(
          'struct vfio_region_info_cap_type',
          behind('/* type specific */', '\t__u32 owner;\n\t__u32 reserved;'),
        ),
      ),
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_region_info',
        swap('.header.version = 1', '.header.version = 2'),
      ),
    },
    ['additive', 'additive-proven', 'undetermined'],
    'The chain’s own way to grow: next says where the following one is.',
  ),
];
