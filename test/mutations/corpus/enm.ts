// SPDX-License-Identifier: GPL-2.0-only
// Enumerators: implicit values, fixed and growing ends, aliases, exchange with macros.
import { all, before, behind, drop, exchange, inside, swap } from '../edit.ts';
import { hurts, IOMMUFD, type Mutation, PCI_CORE, safe, uapi, VFIO } from '../mutation.ts';

export const enm: readonly Mutation[] = [
  safe(
    'enm-appended',
    'io_uring_op: an operation before IORING_OP_LAST',
    { [uapi('io_uring.h')]: behind('IORING_OP_LISTEN,', '\tIORING_OP_EPOLL_PEEK,') },
    'additive',
    'The end of the list is there to move.',
  ),
  hurts(
    'enm-inserted',
    'io_uring_op: an operation in the middle',
    { [uapi('io_uring.h')]: before('IORING_OP_TEE,', '\tIORING_OP_EPOLL_PEEK,') },
    'binary-break',
    'enm',
    'Every operation behind it has another number.',
    { twin: 'enm-appended' },
  ),
  safe(
    'enm-netlink-appended',
    'if_link.h: an attribute before __IFLA_MAX',
    { [uapi('if_link.h')]: behind('IFLA_DPLL_PIN,', '\tIFLA_LANE_COUNT,') },
    'additive',
    'IFLA_MAX, a macro, moves with it as it is meant to.',
  ),
  hurts(
    'enm-netlink-inserted',
    'if_link.h: an attribute in the middle',
    { [uapi('if_link.h')]: behind('IFLA_DEVLINK_PORT,', '\tIFLA_LANE_COUNT,') },
    'binary-break',
    'enm',
    'The three behind it move.',
    { twin: 'enm-netlink-appended' },
  ),
  hurts(
    'enm-removed-renumbers',
    'tunable_id: ETHTOOL_TX_COPYBREAK is removed',
    { [uapi('ethtool.h')]: drop('ETHTOOL_TX_COPYBREAK,') },
    'binary-break',
    'enm',
    'The two behind it have another number.',
  ),
  hurts(
    'enm-removed-explicit',
    'fuse_opcode: FUSE_TMPFILE is removed, all values are explicit',
    { [uapi('fuse.h')]: drop('FUSE_TMPFILE = 51,') },
    'source-break',
    'enm',
    'No other value changes.',
  ),
  hurts(
    'enm-value-changed',
    'fuse_opcode: FUSE_SYNCFS is 53',
    { [uapi('fuse.h')]: swap('FUSE_SYNCFS = 50,', 'FUSE_SYNCFS\t\t= 53,') },
    'binary-break',
    'enm',
    'A daemon compiled before knows 50.',
    { twin: 'same-enumerator-expression' },
  ),
  safe(
    'same-enumerator-expression',
    'iommufd_ioas_map_flags: 1 << 2 is written 0x4',
    { [IOMMUFD]: swap('IOMMU_IOAS_MAP_READABLE = 1 << 2,', 'IOMMU_IOAS_MAP_READABLE = 0x4,') },
    'identical',
    'Same value.',
  ),
  safe(
    'same-enumerators-explicit',
    'VFIO’s CCW IRQ indexes are given the values that they have',
    {
      [VFIO]: all(
        swap('VFIO_CCW_IO_IRQ_INDEX,', 'VFIO_CCW_IO_IRQ_INDEX = 0,'),
        swap('VFIO_CCW_CRW_IRQ_INDEX,', 'VFIO_CCW_CRW_IRQ_INDEX = 1,'),
      ),
    },
    'identical',
    'Same values.',
  ),
  hurts(
    'enm-fixed-end-moved',
    'vfio.h: a region index before VFIO_PCI_NUM_REGIONS, which is raised from its fixed 9',
    {
      [VFIO]: all(
        behind('VFIO_PCI_VGA_REGION_INDEX,', '\tVFIO_PCI_EXT_REGION_INDEX,'),
        swap('VFIO_PCI_NUM_REGIONS = 9', 'VFIO_PCI_NUM_REGIONS = 10'),
      ),
    },
    'binary-break',
    undefined,
    'The comment says fixed: device-specific regions begin at 9.',
    { twin: 'enm-open-end-moved' },
  ),
  safe(
    'enm-open-end-moved',
    'vfio.h: an IRQ index before VFIO_CCW_NUM_IRQS',
    { [VFIO]: behind('VFIO_CCW_REQ_IRQ_INDEX,', '\tVFIO_CCW_DOWN_IRQ_INDEX,') },
    'additive',
    'The number of IRQs is asked of the kernel; nothing behind it in the list.',
  ),
  hurts(
    'enm-region-index-shifted',
    'vfio.h: a region index before VGA',
    { [VFIO]: before('VFIO_PCI_CONFIG_REGION_INDEX,', '\tVFIO_PCI_EXT_REGION_INDEX,') },
    'binary-break',
    undefined,
    'CONFIG and VGA are fixed ABI; the count stays 9 and hides it.',
  ),
  safe(
    'enm-state-appended',
    'vfio_device_mig_state: a state before VFIO_DEVICE_STATE_NR',
    { [VFIO]: behind('VFIO_DEVICE_STATE_PRE_COPY_P2P = 7,', '\tVFIO_DEVICE_STATE_PAUSED = 8,') },
    'additive',
    'NR moves as it is meant to. 7.2 calls the whole range open.',
  ),
  hurts(
    'enm-renamed',
    'bpf_map_type: BPF_MAP_TYPE_ARENA is renamed',
    {
      [uapi('bpf.h')]: swap(
        'BPF_MAP_TYPE_ARENA, __MAX_BPF_MAP_TYPE',
        'BPF_MAP_TYPE_SPARSE,\n\t__MAX_BPF_MAP_TYPE',
      ),
    },
    'source-break',
    'enm',
    'Same value under another name.',
    { twin: 'enm-renamed-alias' },
  ),
  safe(
    'enm-renamed-alias',
    'bpf_map_type: BPF_MAP_TYPE_ARENA is renamed and kept as an alias',
    {
      [uapi('bpf.h')]: swap(
        'BPF_MAP_TYPE_ARENA, __MAX_BPF_MAP_TYPE',
        'BPF_MAP_TYPE_SPARSE,\n\tBPF_MAP_TYPE_ARENA = BPF_MAP_TYPE_SPARSE,\n\t__MAX_BPF_MAP_TYPE',
      ),
    },
    'additive',
    'Both names, one value, and the end does not move.',
  ),
  safe(
    'same-alias-turned',
    'if_link.h: of two names of one value the other is the alias now',
    {
      [uapi('if_link.h')]: swap(
        'IFLA_IF_NETNSID, IFLA_TARGET_NETNSID = IFLA_IF_NETNSID,',
        'IFLA_TARGET_NETNSID,\n\tIFLA_IF_NETNSID = IFLA_TARGET_NETNSID,',
      ),
    },
    'identical',
    'No value changes.',
  ),
  safe(
    'enm-to-macro-same',
    'iommufd.h: IOMMUFD_CMD_FAULT_QUEUE_ALLOC is a macro of the same value',
    {
      [IOMMUFD]: all(
        drop('IOMMUFD_CMD_FAULT_QUEUE_ALLOC = 0x8e,'),
        before('/** * struct iommu_destroy -', '#define IOMMUFD_CMD_FAULT_QUEUE_ALLOC\t0x8e\n'),
      ),
    },
    ['identical', 'additive'],
    'Every use compiles to the same.',
  ),
  hurts(
    'enm-to-macro-other',
    'the same, with another value',
    {
      [IOMMUFD]: all(
        drop('IOMMUFD_CMD_FAULT_QUEUE_ALLOC = 0x8e,'),
        before('/** * struct iommu_destroy -', '#define IOMMUFD_CMD_FAULT_QUEUE_ALLOC\t0x8f\n'),
      ),
    },
    'binary-break',
    undefined,
    'The request number moves with it.',
    { twin: 'enm-to-macro-same' },
  ),
  hurts(
    'enm-conditional',
    'bpf_map_type: one of the implicit enumerators is left out on s390x',
    {
      [uapi('bpf.h')]: swap(
        'BPF_MAP_TYPE_DEVMAP, BPF_MAP_TYPE_SOCKMAP,',
        'BPF_MAP_TYPE_DEVMAP,\n#ifndef __s390x__\n\tBPF_MAP_TYPE_SOCKMAP,\n#endif',
      ),
    },
    'binary-break',
    'enm',
    'All behind it are renumbered on one architecture.',
    { targets: ['s390x'] },
  ),
  safe(
    'enm-bit-appended',
    'perf_event_sample_format: a bit, and the non-ABI end moves to the next',
    {
      [uapi('perf_event.h')]: swap(
        'PERF_SAMPLE_MAX = 1U << 25,',
        'PERF_SAMPLE_LANES = 1U << 25,\n\tPERF_SAMPLE_MAX = 1U << 26,',
      ),
    },
    'additive',
    'PERF_SAMPLE_MAX says of itself that it is no ABI.',
  ),
  hurts(
    'enm-bits-exchanged',
    'iommufd_ioas_map_flags: WRITEABLE and READABLE change places',
    { [IOMMUFD]: exchange('IOMMU_IOAS_MAP_WRITEABLE = 1', 'IOMMU_IOAS_MAP_READABLE = 1') },
    'binary-break',
    'enm',
    'A read-only mapping of an old binary is write-only now.',
    { twin: 'same-enumerators-reordered' },
  ),
  safe(
    'same-enumerators-reordered',
    'iommufd_option_ops: the two lines change places with their values',
    { [IOMMUFD]: exchange('IOMMU_OPTION_OP_SET = 0,', 'IOMMU_OPTION_OP_GET = 1,') },
    'identical',
    'Explicit values: the order says nothing.',
  ),
  safe(
    'enm-index-produced',
    'vfio.h: an IRQ index before VFIO_PCI_NUM_IRQS, and the driver answers for it',
    {
      [VFIO]: behind('VFIO_PCI_REQ_IRQ_INDEX,', '\tVFIO_PCI_WAKE_IRQ_INDEX,'),
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_irq_info',
        behind('case VFIO_PCI_REQ_IRQ_INDEX:', '\tcase VFIO_PCI_WAKE_IRQ_INDEX:'),
      ),
    },
    'additive',
    'VFIO_PCI_NUM_IRQS is asked of the kernel, unlike VFIO_PCI_NUM_REGIONS.',
  ),
];
