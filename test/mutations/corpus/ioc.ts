// SPDX-License-Identifier: GPL-2.0-only
// ioctl numbers: value, direction, argument, collisions, removal.
import { all, behind, drop, inside, swap } from '../edit.ts';
import { hurts, type Mutation, PCI_CORE, safe, uapi, VFIO } from '../mutation.ts';

const NVME = uapi('nvme_ioctl.h');
const IOEVENTFD_CASE = 'case VFIO_DEVICE_IOEVENTFD: return vfio_pci_ioctl_ioeventfd(vdev, uarg);';

export const ioc: readonly Mutation[] = [
  hurts(
    'ioc-number-changed',
    'NVME_IOCTL_RESET is 0x4a',
    { [NVME]: swap("#define NVME_IOCTL_RESET _IO('N', 0x44)", "#define NVME_IOCTL_RESET\t_IO('N', 0x4a)") },
    'binary-break',
    'ioc',
    'Old binaries get ENOTTY.',
    { twin: 'same-request-spelled' },
  ),
  safe(
    'same-request-spelled',
    'NVME_IOCTL_RESET: the number is decimal, the character its code',
    { [NVME]: swap("#define NVME_IOCTL_RESET _IO('N', 0x44)", '#define NVME_IOCTL_RESET\t_IO(0x4E, 68)') },
    'identical',
    'Same request.',
  ),
  hurts(
    'ioc-direction-changed',
    'NVME_IOCTL_SUBMIT_IO is _IOWR',
    { [NVME]: swap("_IOW('N', 0x42, struct nvme_user_io)", "_IOWR('N', 0x42, struct nvme_user_io)") },
    'binary-break',
    'ioc',
    'The direction is two bits of the number.',
  ),
  hurts(
    'ioc-argument-changed',
    'NVME_IOCTL_IO64_CMD takes the struct without a result',
    {
      [NVME]: swap(
        "#define NVME_IOCTL_IO64_CMD _IOWR('N', 0x48, struct nvme_passthru_cmd64)",
        "#define NVME_IOCTL_IO64_CMD\t_IOWR('N', 0x48, struct nvme_uring_cmd)",
      ),
    },
    'binary-break',
    'ioc',
    'Another size in the number.',
  ),
  hurts(
    'ioc-type-macro-changed',
    "UINPUT_IOCTL_BASE is 'u'",
    { [uapi('uinput.h')]: swap("#define UINPUT_IOCTL_BASE 'U'", "#define UINPUT_IOCTL_BASE\t'u'") },
    'binary-break',
    undefined,
    'All requests of the header are renumbered by one line.',
  ),
  // Labelled for 32-bit Arm too at first, where linux/kvm.h has not been exported since 5.7.
  hurts(
    'ioc-long-to-u64',
    'KVM_MEMORY_ENCRYPT_OP takes __u64 instead of unsigned long',
    { [uapi('kvm.h')]: swap('_IOWR(KVMIO, 0xba, unsigned long)', '_IOWR(KVMIO, 0xba, __u64)') },
    'binary-break',
    'ioc',
    'Same number where long has eight bytes, another elsewhere.',
    { targets: ['i386', 'x32'] },
  ),
  hurts(
    'ioc-duplicate',
    'nvme_ioctl.h: a new request with the number of another',
    {
      [NVME]: behind(
        "#define NVME_IOCTL_SUBSYS_RESET _IO('N', 0x45)",
        "#define NVME_IOCTL_SANITIZE\t_IO('N', 0x46)",
      ),
    },
    'defect',
    'ioc',
    'It is NVME_IOCTL_RESCAN: one switch cannot have both.',
    { twin: 'ioc-added' },
  ),
  safe(
    'ioc-added',
    'nvme_ioctl.h: a new request with a free number',
    {
      [NVME]: behind(
        "#define NVME_IOCTL_SUBSYS_RESET _IO('N', 0x45)",
        "#define NVME_IOCTL_SANITIZE\t_IO('N', 0x4a)",
      ),
    },
    'additive',
    'Nothing else has it.',
  ),
  hurts(
    'ioc-removed',
    'VFIO_DEVICE_IOEVENTFD is removed from header and driver',
    {
      [VFIO]: drop('#define VFIO_DEVICE_IOEVENTFD _IO(VFIO_TYPE, VFIO_BASE + 16)'),
      [PCI_CORE]: inside('vfio_pci_core_ioctl', drop(IOEVENTFD_CASE)),
    },
    'binary-break',
    undefined,
    'Old binaries get ENOTTY, new ones do not compile.',
  ),
  hurts(
    'ioc-removed-from-header',
    'PERF_EVENT_IOC_PAUSE_OUTPUT is removed from the header',
    { [uapi('perf_event.h')]: drop("#define PERF_EVENT_IOC_PAUSE_OUTPUT _IOW('$', 9, __u32)") },
    ['binary-break', 'source-break'],
    'ioc',
    'What the kernel does with the number is not at hand; no name is left to do it with.',
  ),
  safe(
    'ioc-renamed-alias',
    'NVME_IOCTL_RESCAN is renamed and kept as an alias',
    {
      [NVME]: swap(
        "#define NVME_IOCTL_RESCAN _IO('N', 0x46)",
        "#define NVME_IOCTL_RESCAN_NS\t_IO('N', 0x46)\n#define NVME_IOCTL_RESCAN\tNVME_IOCTL_RESCAN_NS",
      ),
    },
    'additive',
    'Both names, one number, and it is no collision.',
  ),
  hurts(
    'ioc-renamed',
    'NVME_IOCTL_RESCAN is renamed',
    {
      [NVME]: swap(
        "#define NVME_IOCTL_RESCAN _IO('N', 0x46)",
        "#define NVME_IOCTL_RESCAN_NS\t_IO('N', 0x46)",
      ),
    },
    'source-break',
    undefined,
    'The number lives on under another name, so old binaries work.',
    { twin: 'ioc-renamed-alias' },
  ),
  safe(
    'same-request-by-helper',
    'nvme_ioctl.h: the character has a name',
    {
      [NVME]: all(
        swap(
          "#define NVME_IOCTL_ID _IO('N', 0x40)",
          "#define NVME_IOCTL_MAGIC\t'N'\n#define NVME_IOCTL_ID\t\t_IO(NVME_IOCTL_MAGIC, 0x40)",
        ),
        swap("_IOW('N', 0x42, struct nvme_user_io)", '_IOW(NVME_IOCTL_MAGIC, 0x42, struct nvme_user_io)'),
      ),
    },
    'additive',
    'Same requests; one name more.',
  ),
  safe(
    'same-request-argument',
    'VIDIOC_OVERLAY takes __s32 instead of int',
    { [uapi('videodev2.h')]: swap("_IOW('V', 14, int)", "_IOW('V', 14, __s32)") },
    'identical',
    'Same number, same shape.',
  ),
];
