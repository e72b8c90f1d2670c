// SPDX-License-Identifier: GPL-2.0-only
// Layout in other headers: sized requests, endianness, bit-fields, architectures, reserved space.
import { behind, drop, inside, swap } from '../edit.ts';
import { hurts, IOMMUFD, type Mutation, safe, uapi } from '../mutation.ts';

const X86_KVM = 'arch/x86/include/uapi/asm/kvm.h';
const FSCRYPT = uapi('fscrypt.h');
const CLONE = 'struct btrfs_ioctl_clone_range_args';

export const layOthers: readonly Mutation[] = [
  hurts(
    'lay-sized-request-grown',
    'kvm_userspace_memory_region grows, the argument of an _IOW',
    {
      [uapi('kvm.h')]: inside(
        'struct kvm_userspace_memory_region',
        behind('/* start of the userspace allocated memory */', '\t__u64 attributes;'),
      ),
    },
    'binary-break',
    undefined,
    'The size is in the request number: old binaries get ENOTTY.',
    { twin: 'lay-kvm-pad-used' },
  ),
  safe(
    'lay-kvm-pad-used',
    'kvm_userspace_memory_region2: one of fourteen words of pad2 has a name',
    {
      [uapi('kvm.h')]: inside(
        'struct kvm_userspace_memory_region2',
        swap('__u64 pad2[14];', '__u64 memfd_flags;\n\t__u64 pad2[13];'),
      ),
    },
    ['additive', 'undetermined'],
    'Using a reserved field is no break; whether old kernels demanded zero is not to be seen without virt/.',
  ),
  hurts(
    'lay-array-shortened',
    'v4l2_capability: reserved[3] becomes reserved[2]',
    { [uapi('videodev2.h')]: inside('struct v4l2_capability', swap('reserved[3];', 'reserved[2];')) },
    'binary-break',
    undefined,
    'VIDIOC_QUERYCAP has the size in its number.',
    { twin: 'lay-v4l2-reserved-used' },
  ),
  safe(
    'lay-v4l2-reserved-used',
    'v4l2_capability: a word of reserved[3] has a name',
    {
      [uapi('videodev2.h')]: inside(
        'struct v4l2_capability',
        swap('__u32 reserved[3];', '__u32\tsubdev_caps;\n\t__u32\treserved[2];'),
      ),
    },
    ['additive', 'undetermined'],
    'Same size; the kernel fills the struct.',
  ),
  hurts(
    'lay-union-grown',
    'v4l2_format: an arm of the union larger than all others',
    {
      [uapi('videodev2.h')]: inside(
        'struct v4l2_format',
        behind('/* user-defined */', '\t\t__u8\traw_more[256];'),
      ),
    },
    'binary-break',
    undefined,
    'fmt grows, and with it VIDIOC_G_FMT and VIDIOC_S_FMT.',
    { twin: 'lay-union-arm' },
  ),
  safe(
    'lay-union-arm',
    'v4l2_format: an arm of the union smaller than the largest',
    {
      [uapi('videodev2.h')]: inside(
        'struct v4l2_format',
        behind('/* user-defined */', '\t\t__u32\traw_words[50];'),
      ),
    },
    'additive',
    '200 bytes as before, and no stricter alignment.',
  ),
  hurts(
    'lay-typedef-narrowed',
    'v4l2_std_id is 32 bits',
    { [uapi('videodev2.h')]: swap('typedef __u64 v4l2_std_id;', 'typedef __u32 v4l2_std_id;') },
    'binary-break',
    undefined,
    'Structs and requests change whose own text does not.',
    { twin: 'same-typedef' },
  ),
  hurts(
    'lay-byte-order',
    'virtio_pci_cap: offset is big-endian',
    { [uapi('virtio_pci.h')]: inside('struct virtio_pci_cap', swap('__le32 offset;', '__be32 offset;')) },
    ['binary-break', 'behaviour-break'],
    'lay',
    'Same size, same sign; the bytes mean another number. DWARF has only the typedef’s name.',
  ),
  hurts(
    'lay-bit-field-inserted',
    'perf_event_attr: a flag before freq, the reserved bits shrink',
    {
      [uapi('perf_event.h')]: inside(
        'struct perf_event_attr',
        swap('freq : 1, /* use freq', 'defer :  1,\n\t\t\t\tfreq           :  1, /* use freq'),
        swap('__reserved_1 : 26;', '__reserved_1   : 25;'),
      ),
    },
    'binary-break',
    'lay',
    'Every flag behind it moves by one bit; size and byte offsets stay.',
    { twin: 'lay-bit-field-from-reserved' },
  ),
  safe(
    'lay-bit-field-from-reserved',
    'perf_event_attr: a flag takes the first of the reserved bits',
    {
      [uapi('perf_event.h')]: inside(
        'struct perf_event_attr',
        swap('__reserved_1 : 26;', 'defer          :  1,\n\t\t\t\t__reserved_1   : 25;'),
      ),
    },
    ['additive', 'undetermined'],
    'How perf has grown for fifteen years.',
  ),
  hurts(
    'lay-big-endian-only',
    'iphdr: version and ihl change places where bit-fields are big-endian',
    {
      [uapi('ip.h')]: inside('struct iphdr', swap('__u8 version:4, ihl:4;', '__u8\tihl:4,\n\t\tversion:4;')),
    },
    'binary-break',
    'lay',
    'Seen on s390x alone.',
    { targets: ['s390x'] },
  ),
  hurts(
    'lay-x86-64-only',
    'epoll_event is no longer packed on x86-64',
    { [uapi('eventpoll.h')]: swap('#define EPOLL_PACKED __attribute__((packed))', '#define EPOLL_PACKED') },
    'binary-break',
    'lay',
    'Packed through a macro that is defined for one architecture.',
    { targets: ['x86-64', 'x32'] },
  ),
  hurts(
    'lay-size-by-macro',
    'KVM_NR_INTERRUPTS is 512, which sizes a bitmap in kvm_sregs',
    { [X86_KVM]: swap('#define KVM_NR_INTERRUPTS 256', '#define KVM_NR_INTERRUPTS 512') },
    'binary-break',
    undefined,
    'The struct is in asm/kvm.h, the requests in linux/kvm.h.',
    { twin: 'same-macro-expression' },
  ),
  hurts(
    'lay-macro-in-struct',
    'ccw_io_region: ORB_AREA_SIZE, defined inside the struct, is 16',
    { [uapi('vfio_ccw.h')]: swap('#define ORB_AREA_SIZE 12', '#define ORB_AREA_SIZE 16') },
    'binary-break',
    undefined,
    'Everything behind orb_area moves.',
  ),
  hurts(
    'lay-one-element-to-flexible',
    'isst_if_cpu_maps: cpu_map[1] becomes cpu_map[]',
    { [uapi('isst_if.h')]: inside('struct isst_if_cpu_maps', swap('cpu_map[1];', 'cpu_map[];')) },
    ['source-break', 'binary-break'],
    'lay',
    'sizeof loses an element, and programs compute with it; the request carries a pointer’s size, so an old binary is not hurt.',
    { twin: 'lay-one-element-beside-flexible' },
  ),
  safe(
    'lay-one-element-beside-flexible',
    'isst_if_cpu_maps: a flexible array beside cpu_map[1], in a union',
    {
      [uapi('isst_if.h')]: inside(
        'struct isst_if_cpu_maps',
        swap(
          'struct isst_if_cpu_map cpu_map[1];',
          'union {\n\t\tstruct isst_if_cpu_map cpu_map[1];\n\t\t__DECLARE_FLEX_ARRAY(struct isst_if_cpu_map, cpu_maps);\n\t};',
        ),
      ),
    },
    ['additive', 'identical'],
    'The kernel’s way to end [1] without moving sizeof.',
  ),
  safe(
    'lay-zero-to-flexible',
    'bpf_raw_tracepoint_args: args[0] becomes args[]',
    {
      [uapi('bpf.h')]: inside(
        'struct bpf_raw_tracepoint_args',
        swap('__u64 args[0];', '__DECLARE_FLEX_ARRAY(__u64, args);'),
      ),
    },
    ['identical', 'additive'],
    'Same size and offset.',
  ),
  hurts(
    'lay-iommufd-minsize',
    'iommu_option grows and the table of ioctls demands the new member',
    {
      [IOMMUFD]: inside('struct iommu_option', behind('__aligned_u64 val64;', '\t__aligned_u64 mask64;')),
      'drivers/iommu/iommufd/main.c': swap(
        'struct iommu_option, val64)',
        'struct iommu_option,\n\t\t mask64)',
      ),
    },
    'binary-break',
    'lay',
    'min_size of the table rises: old binaries get EINVAL.',
    { twin: 'lay-iommufd-grown' },
  ),
  safe(
    'lay-iommufd-grown',
    'iommu_option grows, the table of ioctls demands what it demanded',
    {
      [IOMMUFD]: inside('struct iommu_option', behind('__aligned_u64 val64;', '\t__aligned_u64 mask64;')),
    },
    'additive-proven',
    'copy_struct_from_user with min_size up to val64: the third idiom.',
  ),
  safe(
    'lay-reserved-checked',
    'iommu_ioas_map: __reserved, which the handler demanded to be zero, has a meaning',
    {
      [IOMMUFD]: inside('struct iommu_ioas_map', swap('__u32 __reserved;', '__u32 pasid;')),
      'drivers/iommu/iommufd/ioas.c': inside(
        'iommufd_ioas_map',
        swap('cmd->__reserved)', 'cmd->pasid > U16_MAX)'),
      ),
    },
    ['additive', 'additive-proven'],
    'Old kernels refuse what they do not know; old binaries pass zero.',
  ),
  hurts(
    'lay-fuse-inserted',
    'fuse_open_out: a member before the last one',
    { [uapi('fuse.h')]: inside('struct fuse_open_out', behind('uint64_t fh;', '\tuint64_t\tcookie;')) },
    'binary-break',
    'lay',
    'A reply on /dev/fuse has the length of the struct; no ioctl is near.',
  ),
  hurts(
    'lay-72-argsz-grown-gated',
    '7.2: vfio_device_attach_iommufd_pt: pasid goes back out, below the guarded copy',
    {
      'include/uapi/linux/vfio.h': inside(
        'struct vfio_device_attach_iommufd_pt',
        swap('__u32 pt_id;', '__u32\tpt_id;\n\t__u32\tgroup_id;'),
      ),
    },
    'binary-break',
    'lay',
    'pasid, that binaries of 7.2 know at 12, moves to 16, though every copy is guarded.',
    { tree: '7.2' },
  ),
  hurts(
    'lay-members-dropped-declarator',
    'kvm_segment: avl is gone from a list of declarators',
    { [X86_KVM]: inside('struct kvm_segment', drop(', avl')) },
    'binary-break',
    'lay',
    'unusable and padding move up a byte; the size stays 24 by its tail.',
    { twin: 'same-declarators-split' },
  ),
  safe(
    'same-declarators-split',
    'kvm_segment: the list of declarators is two declarations',
    {
      [X86_KVM]: inside(
        'struct kvm_segment',
        swap('present, dpl, db, s, l, g, avl;', 'present, dpl, db, s;\n\t__u8  l, g, avl;'),
      ),
    },
    'identical',
    'Nothing moves.',
  ),
  hurts(
    'lay-size-by-macro-no-ioctl',
    'fscrypt_key: FSCRYPT_MAX_KEY_SIZE is 32, which sizes raw',
    { [FSCRYPT]: swap('#define FSCRYPT_MAX_KEY_SIZE 64', '#define FSCRYPT_MAX_KEY_SIZE\t\t32') },
    'binary-break',
    undefined,
    'The payload of a key: size moves up on every architecture, and no request number tells.',
    { twin: 'same-size-without-macro' },
  ),
  safe(
    'same-size-without-macro',
    'fscrypt_key: raw has 64 elements by the number, the macro stays',
    { [FSCRYPT]: inside('struct fscrypt_key', swap('raw[FSCRYPT_MAX_KEY_SIZE];', 'raw[64];')) },
    // Labelled identical alone at first: tools/include/uapi has a copy of this header, which is stale then.
    ['identical', 'additive'],
    'The same array.',
  ),
  hurts(
    'lay-members-dropped-declarator-first',
    'btrfs_ioctl_clone_range_args: src_offset is gone from a list of two declarators',
    { [uapi('btrfs.h')]: inside(CLONE, swap('__u64 src_offset, src_length;', '__u64 src_length;')) },
    'binary-break',
    undefined,
    'What follows moves up, and the size in the request number with it.',
    { twin: 'same-two-declarators-split' },
  ),
  safe(
    'same-two-declarators-split',
    'btrfs_ioctl_clone_range_args: the list of two declarators is two declarations',
    {
      [uapi('btrfs.h')]: inside(
        CLONE,
        swap('__u64 src_offset, src_length;', '__u64 src_offset;\n\t__u64 src_length;'),
      ),
    },
    'identical',
    'Nothing moves.',
  ),
];
