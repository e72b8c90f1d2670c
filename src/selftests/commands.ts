// SPDX-License-Identifier: GPL-2.0-only

/** What every guest with a userland has: what shells, and scripts of the kernel's selftests, take for granted. */
export const BASE_PACKAGES: readonly string[] = [
  ...['bash', 'dash', 'coreutils', 'findutils', 'diffutils', 'grep', 'sed', 'mawk', 'hostname'],
  ...['procps', 'util-linux', 'mount', 'kmod', 'iproute2', 'libc-bin'],
];

/**
 * Packages that only the scripts of maintainers need, which nobody runs here. With them dpkg, Perl and half a system
 * would come along.
 */
export const PROVIDED_PACKAGES: readonly string[] = [
  ...['dpkg', 'debconf', 'init-system-helpers', 'usrmerge', 'usr-is-merged', 'libpam-runtime', 'adduser'],
  ...[
    'passwd',
    'ucf',
    'sensible-utils',
    'install-info',
    'base-files',
    'base-passwd',
    'debianutils',
    'lsb-base',
  ],
  ...[
    'sysvinit-utils',
    'media-types',
    'mime-support',
    'tzdata',
    'netbase',
    'ca-certificates',
    'libdebconfclient0',
  ],
  // Of iproute2 and mount, for what no test does: Kerberos for NFS, colours, an old database.
  ...['libcap2-bin', 'libpam-cap'],
];

/** Debian's packages by the commands that they have, beside those of `BASE_PACKAGES`, which need not be named. */
const COMMANDS_OF: Readonly<Record<string, readonly string[]>> = {
  arping: ['arping'],
  attr: ['attr', 'getfattr', 'setfattr'],
  acl: ['getfacl', 'setfacl'],
  bc: ['bc'],
  binutils: ['objdump', 'readelf', 'nm', 'strings', 'objcopy', 'addr2line'],
  bpftool: ['bpftool'],
  bsdextrautils: ['hexdump', 'column', 'look'],
  'bridge-utils': ['brctl'],
  conntrack: ['conntrack'],
  cpio: ['cpio'],
  'cgroup-tools': ['cgexec', 'cgcreate'],
  curl: ['curl'],
  dmsetup: ['dmsetup'],
  dosfstools: ['mkfs.vfat', 'mkfs.fat'],
  e2fsprogs: ['mkfs.ext4', 'mkfs.ext2', 'mke2fs', 'chattr', 'lsattr', 'tune2fs', 'debugfs'],
  'btrfs-progs': ['mkfs.btrfs', 'btrfs'],
  xfsprogs: ['mkfs.xfs', 'xfs_io'],
  'squashfs-tools': ['mksquashfs'],
  ebtables: ['ebtables'],
  ethtool: ['ethtool'],
  expect: ['expect'],
  file: ['file'],
  gawk: ['gawk'],
  gzip: ['gzip', 'gunzip', 'zcat'],
  'i2c-tools': ['i2cset', 'i2cget'],
  iperf3: ['iperf3'],
  ipset: ['ipset'],
  iptables: [
    'iptables',
    'ip6tables',
    'iptables-legacy',
    'ip6tables-legacy',
    'iptables-restore',
    'iptables-save',
  ],
  'iputils-ping': ['ping', 'ping6'],
  'iputils-tracepath': ['tracepath'],
  iw: ['iw'],
  jq: ['jq'],
  keyutils: ['keyctl'],
  'libcap2-bin': ['capsh', 'setcap', 'getcap', 'getpcaps'],
  'linux-perf': ['perf'],
  lldpad: ['dcb', 'lldptool'],
  lsof: ['lsof'],
  mausezahn: ['mausezahn'],
  mdadm: ['mdadm'],
  mtools: ['mcopy'],
  ndisc6: ['ndisc6', 'rdisc6'],
  'net-tools': ['ifconfig', 'netstat', 'arp', 'route'],
  'netcat-openbsd': ['nc', 'netcat'],
  'netsniff-ng': ['netsniff-ng'],
  nftables: ['nft'],
  numactl: ['numactl'],
  openssl: ['openssl'],
  'openvswitch-switch': ['ovs-vsctl'],
  perl: ['perl'],
  psmisc: ['killall', 'fuser', 'pstree'],
  python3: ['python3', 'python'],
  quota: ['quota', 'setquota', 'quotaon'],
  rsync: ['rsync'],
  sipcalc: ['sipcalc'],
  smcroute: ['smcrouted', 'smcroutectl'],
  socat: ['socat'],
  strace: ['strace'],
  stress: ['stress'],
  'stress-ng': ['stress-ng'],
  sudo: ['sudo'],
  tar: ['tar'],
  tcpdump: ['tcpdump'],
  teamd: ['teamd', 'teamdctl'],
  time: ['/usr/bin/time'],
  traceroute: ['traceroute', 'traceroute6'],
  'uuid-runtime': ['uuidgen'],
  vim: ['vim'],
  'wireguard-tools': ['wg'],
  'xz-utils': ['xz', 'unxz'],
  zstd: ['zstd', 'unzstd'],
};

const PACKAGE_OF = new Map(
  Object.entries(COMMANDS_OF).flatMap(([name, commands]) => commands.map((command) => [command, name])),
);

/** Debian's package of a command, `nft` → `nftables`; undefined for one that this table does not know. */
export function packageOfCommand(command: string): string | undefined {
  return PACKAGE_OF.get(command);
}

/** Commands that the table knows. */
export const KNOWN_COMMANDS: readonly string[] = [...PACKAGE_OF.keys()];

/** What the scripts of maintainers would make: another name for a program that is there. */
export const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  '/usr/bin/sh': ['dash', 'bash'],
  '/usr/bin/awk': ['gawk', 'mawk'],
  '/usr/bin/nc': ['nc.openbsd', 'nc.traditional'],
  '/usr/bin/netcat': ['nc.openbsd', 'nc.traditional'],
  '/usr/bin/python': ['python3'],
  '/usr/bin/pager': ['more'],
  '/usr/sbin/iptables': ['iptables-nft', 'iptables-legacy'],
  '/usr/sbin/ip6tables': ['ip6tables-nft', 'ip6tables-legacy'],
  '/usr/sbin/iptables-save': ['iptables-nft-save'],
  '/usr/sbin/iptables-restore': ['iptables-nft-restore'],
  '/usr/sbin/ebtables': ['ebtables-nft'],
  '/usr/sbin/arptables': ['arptables-nft'],
};
