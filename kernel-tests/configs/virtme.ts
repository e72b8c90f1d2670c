// SPDX-License-Identifier: GPL-2.0-only
// What virtme-ng boots a kernel with: the host's files by 9p, its console and its script by virtio. For the benchmark.

export default [
  // Without block devices the kernel does not look for what is called /dev/root (init/do_mounts.c).
  'BLOCK=y',
  'NET=y',
  'UNIX=y',
  'INET=y',
  'VIRTIO_MENU=y',
  'VIRTIO_PCI=y',
  'VIRTIO_CONSOLE=y',
  'NET_9P=y',
  'NET_9P_VIRTIO=y',
  'NETWORK_FILESYSTEMS=y',
  '9P_FS=y',
  'OVERLAY_FS=y',
  // Its init is a shell script, with namespaces for what it runs.
  'NAMESPACES=y',
  'PID_NS=y',
  'FHANDLE=y',
  'SIGNALFD=y',
  'INOTIFY_USER=y',
] as const;
