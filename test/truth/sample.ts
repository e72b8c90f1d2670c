// SPDX-License-Identifier: GPL-2.0-only

/** Headers that together have every construct, by what each was taken for. */
const CONSTRUCTS: Readonly<Record<string, readonly string[]>> = {
  'bit-fields by byte order': [
    'linux/ip.h',
    'linux/tcp.h',
    'linux/if_pppox.h',
    'linux/cdrom.h',
    'linux/igmp.h',
  ],
  'bit-fields of several widths': [
    'linux/perf_event.h',
    'linux/bpf.h',
    'linux/usbdevice_fs.h',
    'linux/atmbr2684.h',
  ],
  'packed, aligned, #pragma pack': [
    'linux/btrfs.h',
    'linux/btrfs_tree.h',
    'linux/usb/ch9.h',
    'linux/usb/audio.h',
    'linux/hyperv.h',
    'linux/virtio_pci.h',
    'linux/virtio_ring.h',
    'linux/fd.h',
    'linux/qnx4_fs.h',
    'linux/dvb/frontend.h',
  ],
  'anonymous aggregates': [
    'linux/videodev2.h',
    'linux/kvm.h',
    'linux/io_uring.h',
    'linux/landlock.h',
    'linux/cec.h',
  ],
  'struct groups, flexible arrays': [
    'linux/virtio_net.h',
    'linux/ethtool.h',
    'linux/cxl_mem.h',
    'linux/pkt_cls.h',
    'linux/if_packet.h',
    'linux/fuse.h',
  ],
  'long, pointers, time types': [
    'linux/input.h',
    'linux/stat.h',
    'linux/signal.h',
    'linux/shm.h',
    'linux/timex.h',
    'linux/fb.h',
    'linux/uinput.h',
    'linux/utime.h',
    'sound/asound.h',
    'sound/asequencer.h',
  ],
  'the architecture': [
    'asm/kvm.h',
    'asm/ptrace.h',
    'asm/sigcontext.h',
    'asm/stat.h',
    'asm/termbits.h',
    'asm/unistd.h',
    'asm-generic/siginfo.h',
    'asm/msgbuf.h',
  ],
  'libc in the way': [
    'linux/in.h',
    'linux/in6.h',
    'linux/if.h',
    'linux/socket.h',
    'linux/netfilter/x_tables.h',
  ],
  'requests of many kinds': [
    'drm/drm.h',
    'drm/i915_drm.h',
    'linux/fs.h',
    'linux/dm-ioctl.h',
    'linux/userfaultfd.h',
    'linux/nvme_ioctl.h',
    'linux/ipmi.h',
    'rdma/rdma_user_ioctl.h',
    'mtd/ubi-user.h',
    'scsi/scsi_netlink.h',
  ],
  'constants of many forms': [
    'linux/v4l2-controls.h',
    'linux/nl80211.h',
    'linux/rtnetlink.h',
    'linux/keyctl.h',
    'linux/elf.h',
    'linux/wireless.h',
    'linux/swab.h',
    'linux/can.h',
  ],
};

const NAMES = new Set(Object.values(CONSTRUCTS).flat());

export function isInSample(name: string): boolean {
  return NAMES.has(name) || /^linux\/(vfio|iommufd)\w*\.h$/.test(name);
}
