// SPDX-License-Identifier: GPL-2.0-only
// Macros: values, names, strings, parameters, and what only looks like a change.
import { before, drop, exchange, swap } from '../edit.ts';
import { hurts, type Mutation, safe, uapi, VFIO } from '../mutation.ts';

const X86_KVM = 'arch/x86/include/uapi/asm/kvm.h';

export const mac: readonly Mutation[] = [
  hurts(
    'mac-removed',
    'VFIO_DEVICE_API_CCW_STRING is removed',
    { [VFIO]: drop('#define VFIO_DEVICE_API_CCW_STRING "vfio-ccw"') },
    'source-break',
    'mac',
    'Invisible in DWARF.',
  ),
  hurts(
    'mac-flag-moved',
    'VFIO_REGION_INFO_FLAG_MMAP is bit 4',
    {
      [VFIO]: swap(
        '#define VFIO_REGION_INFO_FLAG_MMAP (1 << 2)',
        '#define VFIO_REGION_INFO_FLAG_MMAP\t(1 << 4)',
      ),
    },
    'binary-break',
    'mac',
    'An old binary reads bit 2.',
    { twin: 'same-macro-expression' },
  ),
  safe(
    'same-macro-expression',
    'VFIO_REGION_INFO_FLAG_CAPS is written 0x8',
    {
      [VFIO]: swap(
        '#define VFIO_REGION_INFO_FLAG_CAPS (1 << 3)',
        '#define VFIO_REGION_INFO_FLAG_CAPS\t(0x8)',
      ),
    },
    'identical',
    'Same value.',
  ),
  hurts(
    'mac-mask-narrowed',
    'VFIO_REGION_TYPE_PCI_VENDOR_MASK is 0x7fff',
    {
      [VFIO]: swap('VFIO_REGION_TYPE_PCI_VENDOR_MASK (0xffff)', 'VFIO_REGION_TYPE_PCI_VENDOR_MASK\t(0x7fff)'),
    },
    'binary-break',
    'mac',
    'Vendors above 0x7fff are cut.',
  ),
  hurts(
    'mac-value-through-macro',
    'VFIO_DEVICE_STATE_V1_SAVING is bit 3, which three other macros and a mask use',
    {
      [VFIO]: swap(
        '#define VFIO_DEVICE_STATE_V1_SAVING (1 << 1)',
        '#define VFIO_DEVICE_STATE_V1_SAVING    (1 << 3)',
      ),
    },
    'binary-break',
    'mac',
    'VFIO_DEVICE_STATE_MASK changes though its text does not.',
  ),
  safe(
    'mac-unsigned-shift',
    'VFIO_REGION_TYPE_PCI_VENDOR_TYPE is 1U << 31 instead of 1 << 31',
    {
      [VFIO]: swap(
        'VFIO_REGION_TYPE_PCI_VENDOR_TYPE (1 << 31)',
        'VFIO_REGION_TYPE_PCI_VENDOR_TYPE\t(1U << 31)',
      ),
    },
    ['identical', 'additive'],
    'The same 32 bits, assigned to a __u32; such changes go in as cleanups of undefined behaviour.',
  ),
  hurts(
    'mac-renamed',
    'VFIO_IRQ_INFO_NORESIZE is renamed',
    { [VFIO]: swap('#define VFIO_IRQ_INFO_NORESIZE (1 << 3)', '#define VFIO_IRQ_INFO_FIXED\t\t(1 << 3)') },
    'source-break',
    'mac',
    'Same value, the old name is gone.',
    { twin: 'mac-renamed-alias' },
  ),
  safe(
    'mac-renamed-alias',
    'VFIO_IRQ_INFO_NORESIZE is renamed and kept as an alias',
    {
      [VFIO]: swap(
        '#define VFIO_IRQ_INFO_NORESIZE (1 << 3)',
        '#define VFIO_IRQ_INFO_FIXED\t\t(1 << 3)\n#define VFIO_IRQ_INFO_NORESIZE\t\tVFIO_IRQ_INFO_FIXED',
      ),
    },
    'additive',
    'Both names, one value.',
  ),
  hurts(
    'mac-function-changed',
    'VIRTIO_PCI_CONFIG_OFF without MSI-X is 16',
    { [uapi('virtio_pci.h')]: swap('((msix_enabled) ? 24 : 20)', '((msix_enabled) ? 24 : 16)') },
    ['binary-break', 'source-break', 'undetermined'],
    'mac',
    'A program compiled anew reads another register.',
    { twin: 'same-function-parameter' },
  ),
  safe(
    'same-function-parameter',
    'VIRTIO_PCI_CONFIG_OFF: the parameter has another name, the body other spaces',
    {
      [uapi('virtio_pci.h')]: swap(
        'VIRTIO_PCI_CONFIG_OFF(msix_enabled) ((msix_enabled) ? 24 : 20)',
        'VIRTIO_PCI_CONFIG_OFF(enabled)\t((enabled)?24:20)',
      ),
    },
    'identical',
    'The same replacement.',
  ),
  hurts(
    'mac-function-to-object',
    'VIRTIO_PCI_CONFIG_OFF takes no parameter any more',
    {
      [uapi('virtio_pci.h')]: swap(
        'VIRTIO_PCI_CONFIG_OFF(msix_enabled) ((msix_enabled) ? 24 : 20)',
        'VIRTIO_PCI_CONFIG_OFF\t24',
      ),
    },
    ['source-break', 'binary-break'],
    'mac',
    'Every use with parentheses fails to compile.',
  ),
  hurts(
    'mac-string-changed',
    'VFIO_DEVICE_API_PCI_STRING is "vfio-pci-core"',
    {
      [VFIO]: swap('VFIO_DEVICE_API_PCI_STRING "vfio-pci"', 'VFIO_DEVICE_API_PCI_STRING\t\t"vfio-pci-core"'),
    },
    ['binary-break', 'behaviour-break'],
    'mac',
    'Old binaries compare what sysfs says with "vfio-pci".',
  ),
  hurts(
    'mac-lost-on-one-arch',
    'VFIO_UPDATE_VADDR is not defined on PowerPC',
    {
      [VFIO]: swap(
        '#define VFIO_UPDATE_VADDR 10',
        '#ifndef __powerpc__\n#define VFIO_UPDATE_VADDR\t\t10\n#endif',
      ),
    },
    'source-break',
    'mac',
    'Looking at x86 alone finds nothing.',
    { targets: ['ppc64le'] },
  ),
  hurts(
    'mac-value-on-one-arch',
    'VFIO_EEH is 11 on s390x',
    {
      [VFIO]: swap(
        '#define VFIO_EEH 5',
        '#ifdef __s390x__\n#define VFIO_EEH\t\t\t11\n#else\n#define VFIO_EEH\t\t\t5\n#endif',
      ),
    },
    'binary-break',
    'mac',
    'Another value on one architecture.',
    { targets: ['s390x'] },
  ),
  safe(
    'mac-count-raised',
    'KVM_NR_IRQCHIPS is 4, with a new chip',
    {
      [X86_KVM]: swap(
        '#define KVM_NR_IRQCHIPS          3',
        '#define KVM_IRQCHIP_SPARE        3\n#define KVM_NR_IRQCHIPS          4',
      ),
    },
    'additive',
    'A count that ends a list of macros, and sizes nothing.',
  ),
  safe(
    'same-suffix',
    'KVM_MEM_READONLY is 1U << 1 instead of 1UL << 1',
    { [uapi('kvm.h')]: swap('#define KVM_MEM_READONLY (1UL << 1)', '#define KVM_MEM_READONLY\t(1U << 1)') },
    ['identical', 'additive'],
    'Same value, in a __u32.',
  ),
  safe(
    'same-guard-renamed',
    'vfio.h: the include guard has another name',
    {
      [VFIO]: swap(
        '#ifndef _UAPIVFIO_H #define _UAPIVFIO_H',
        '#ifndef _UAPI_LINUX_VFIO_H\n#define _UAPI_LINUX_VFIO_H',
      ),
    },
    ['identical', 'additive'],
    'headers_install may rename guards itself.',
  ),
  safe(
    'same-kernel-only',
    'kvm.h: the include in #ifdef __KERNEL__ is gone',
    { [uapi('kvm.h')]: drop('#ifdef __KERNEL__ #include <linux/kvm_types.h> #endif') },
    'identical',
    'headers_install strips it.',
  ),
  hurts(
    'mac-removed-from-user-half',
    'if_link.h: IFLA_PAYLOAD, in #ifndef __KERNEL__, is removed',
    { [uapi('if_link.h')]: drop('#define IFLA_PAYLOAD(n) NLMSG_PAYLOAD(n,sizeof(struct ifinfomsg))') },
    'source-break',
    'mac',
    'The half that only userspace sees.',
    { twin: 'same-kernel-only' },
  ),
  safe(
    'same-macros-reordered',
    'virtio_pci.h: two independent macros change places',
    {
      [uapi('virtio_pci.h')]: exchange(
        '#define VIRTIO_PCI_COMMON_ADM_Q_IDX 60',
        '#define VIRTIO_PCI_COMMON_ADM_Q_NUM 62',
      ),
    },
    'identical',
    'Order says nothing.',
  ),
  safe(
    'same-macro-continued',
    'vfio.h: a mask on three lines is on one',
    {
      [VFIO]: swap(
        '(VFIO_IRQ_SET_DATA_NONE | \\ VFIO_IRQ_SET_DATA_BOOL | \\ VFIO_IRQ_SET_DATA_EVENTFD)',
        '(VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_DATA_BOOL | VFIO_IRQ_SET_DATA_EVENTFD)',
      ),
    },
    'identical',
    'Same tokens.',
  ),
  safe(
    'same-commented-out',
    'vfio.h: a comment that reads like code, and a struct in #if 0',
    {
      [VFIO]: before(
        '/* -------- API for Type1 VFIO IOMMU -------- */',
        '/* #define VFIO_TYPE1_IOMMU 9 */\n#if 0\nstruct vfio_bitmap { __u64 none; };\n#define VFIO_EEH 12\n#endif\n',
      ),
    },
    'identical',
    'Nothing of it is compiled.',
  ),
  safe(
    'same-spaces-in-directives',
    'vfio.h: # define instead of #define',
    { [VFIO]: swap('#define VFIO_TYPE1v2_IOMMU 3', '#  define VFIO_TYPE1v2_IOMMU 3') },
    'identical',
    'Same tokens.',
  ),
  hurts(
    'mac-redefined',
    'vfio.h: VFIO_EEH is undefined and defined anew further below',
    {
      [VFIO]: before(
        '/* -------- API for Type1 VFIO IOMMU -------- */',
        '#undef VFIO_EEH\n#define VFIO_EEH\t12\n',
      ),
    },
    'binary-break',
    'mac',
    'The value at the end of the header counts.',
    { twin: 'same-commented-out' },
  ),
];
