// SPDX-License-Identifier: GPL-2.0-only

/** A device that QEMU has ready, as a driver of Linux asks for it. */
export interface Part {
  /** Its role in a machine. */
  readonly role: string;
  /** The bus of Linux that it is on. */
  readonly bus: 'pci' | 'usb' | 'platform' | 'virtio' | 'scsi';
  /** As the file `modalias` of the guest's sysfs has it. */
  readonly alias: string;
  /** Value of -device; undefined where the PC has it without being asked. */
  readonly device?: string;
  /** Arguments that the device refers to. */
  readonly backend?: readonly string[];
  /** What the guest's sysfs calls it, where no address of PCI says that. */
  readonly name?: string;
  /** The device that it is plugged into, by QEMU's name; the part finds it as `host`. */
  readonly host?: string;
  /** Modules of Linux that make its bus. */
  readonly further?: readonly string[];
  /** The first QEMU that has it. */
  readonly since?: string;
}

const drive = (id: string) => ['-drive', `if=none,id=${id},file=null-co://,format=raw`];
const medium = (id: string) => ['-drive', `if=none,id=${id},file=null-co://,format=raw,read-only=on`];
const chardev = (...ids: string[]) => ids.flatMap((id) => ['-chardev', `null,id=${id}`]);

const pci = (
  role: string,
  device: string,
  ids: string,
  backend?: readonly string[],
  since?: string,
): Part => ({
  ...{ role, bus: 'pci', device, alias: `pci:${ids}` },
  ...(backend ? { backend } : {}),
  ...(since ? { since } : {}),
});

/** Vendor, device, both of the subsystem, class: read from each by test/parts.test.ts. */
const OF_PCI: readonly Part[] = [
  pci('i6300esb', 'i6300esb', 'v00008086d000025ABsv00001AF4sd00001100bc08sc80i00'),
  pci('pvpanic', 'pvpanic-pci', 'v00001B36d00000011sv00001AF4sd00001100bc08sc80i00'),
  pci('testdev', 'pci-testdev', 'v00001B36d00000005sv00001AF4sd00001100bc00scFFi00'),
  pci('edu', 'edu', 'v00001234d000011E8sv00001AF4sd00001100bc00scFFi00'),
  pci('xhci', 'qemu-xhci', 'v00001B36d0000000Dsv00001AF4sd00001100bc0Csc03i30'),
  pci('ehci', 'usb-ehci', 'v00008086d000024CDsv00001AF4sd00001100bc0Csc03i20'),
  pci('uhci', 'piix3-usb-uhci', 'v00008086d00007020sv00001AF4sd00001100bc0Csc03i00'),
  pci('ohci', 'pci-ohci', 'v0000106Bd0000003Fsv00001AF4sd00001100bc0Csc03i10'),
  pci('nvme', 'nvme,drive=d0,serial=kpw', 'v00001B36d00000010sv00001AF4sd00001100bc01sc08i02', drive('d0')),
  pci('ahci', 'ich9-ahci', 'v00008086d00002922sv00001AF4sd00001100bc01sc06i01'),
  pci('ide', 'piix4-ide', 'v00008086d00007111sv00001AF4sd00001100bc01sc01i80'),
  pci('sdhci', 'sdhci-pci', 'v00001B36d00000007sv00001AF4sd00001100bc08sc05i01'),
  pci('am53c974', 'am53c974', 'v00001022d00002020sv00001AF4sd00001100bc01sc00i00'),
  pci('lsi53c895a', 'lsi53c895a', 'v00001000d00000012sv00000000sd00001000bc01sc00i00'),
  pci('lsi53c810', 'lsi53c810', 'v00001000d00000001sv00000000sd00001000bc01sc00i00'),
  pci('megasas', 'megasas', 'v00001000d00000060sv00001000sd00001013bc01sc04i00'),
  pci('mptsas', 'mptsas1068', 'v00001000d00000054sv00001000sd00008000bc01sc00i00'),
  pci('pvscsi', 'pvscsi', 'v000015ADd000007C0sv000015ADsd000007C0bc01sc00i00'),
  pci('e1000', 'e1000,romfile=', 'v00008086d0000100Esv00001AF4sd00001100bc02sc00i00'),
  pci('e1000e', 'e1000e,romfile=', 'v00008086d000010D3sv00008086sd00000000bc02sc00i00'),
  pci('igb', 'igb,romfile=', 'v00008086d000010C9sv00008086sd00000000bc02sc00i00', undefined, '8.0'),
  pci('i82557b', 'i82557b,romfile=', 'v00008086d00001229sv00001AF4sd00001100bc02sc00i00'),
  pci('ne2k', 'ne2k_pci,romfile=', 'v000010ECd00008029sv00001AF4sd00001100bc02sc00i00'),
  pci('pcnet', 'pcnet,romfile=', 'v00001022d00002000sv00000000sd00000000bc02sc00i00'),
  pci('rocker', 'rocker,name=rocker,len-ports=0', 'v00001B36d00000006sv00001AF4sd00001100bc02sc80i00'),
  pci('rtl8139', 'rtl8139,romfile=', 'v000010ECd00008139sv00001AF4sd00001100bc02sc00i00'),
  pci('tulip', 'tulip', 'v00001011d00000019sv0000103Csd0000104Fbc02sc00i00'),
  pci('vmxnet3', 'vmxnet3,romfile=', 'v000015ADd000007B0sv000015ADsd000007B0bc02sc00i00'),
  pci('serial', 'pci-serial,chardev=c0', 'v00001B36d00000002sv00001AF4sd00001100bc07sc00i02', chardev('c0')),
  pci('tpci200', 'tpci200', 'v00001498d000030C8sv00001498sd0000300Abc06sc80i00'),
  pci('ac97', 'AC97', 'v00008086d00002415sv00001AF4sd00001100bc04sc01i00'),
  pci('es1370', 'ES1370', 'v00001274d00005000sv00004942sd00004C4Cbc04sc01i00'),
  pci('hda', 'intel-hda', 'v00008086d00002668sv00001AF4sd00001100bc04sc03i00'),
  pci('vga', 'VGA', 'v00001234d00001111sv00001AF4sd00001100bc03sc00i00'),
  pci('bochs', 'bochs-display', 'v00001234d00001111sv00001AF4sd00001100bc03sc80i00'),
  pci('cirrus', 'cirrus-vga', 'v00001013d000000B8sv00001AF4sd00001100bc03sc00i00'),
  pci('qxl', 'qxl', 'v00001B36d00000100sv00001AF4sd00001100bc03sc80i00'),
  pci('vmware', 'vmware-svga', 'v000015ADd00000405sv000015ADsd00000405bc03sc00i00'),
];

const virtio = (role: string, device: string, id: number, backend?: readonly string[]): Part => ({
  ...{ role, bus: 'virtio', device, further: ['virtio_pci'] },
  alias: `virtio:d${id.toString(16).toUpperCase().padStart(8, '0')}v00001AF4`,
  ...(backend ? { backend } : {}),
});

/** By the numbers of include/uapi/linux/virtio_ids.h. */
const OF_VIRTIO: readonly Part[] = [
  virtio('net', 'virtio-net-pci,romfile=', 1),
  virtio('disk', 'virtio-blk-pci,drive=d0', 2, drive('d0')),
  virtio('console', 'virtio-serial-pci', 3),
  virtio('rng', 'virtio-rng-pci', 4),
  virtio('balloon', 'virtio-balloon-pci', 5),
  virtio('scsi', 'virtio-scsi-pci', 8),
  virtio('gpu', 'virtio-gpu-pci', 16),
  virtio('keyboard', 'virtio-keyboard-pci', 18),
  virtio('crypto', 'virtio-crypto-pci,cryptodev=y0', 20, ['-object', 'cryptodev-backend-builtin,id=y0']),
  virtio('iommu', 'virtio-iommu-pci', 23),
];

/** On an xhci: what is fit for USB 3 is found on its second bus. */
const usb = (role: string, device: string, alias: string, more: Partial<Part> = {}): Part => ({
  ...{ role, bus: 'usb', alias: `usb:${alias}`, host: 'qemu-xhci', further: ['xhci_pci'] },
  ...{ device: `${device},bus=host.0,port=1`, name: '1-1:1.0', ...more },
});

const OF_USB: readonly Part[] = [
  usb('keyboard', 'usb-kbd', 'v0627p0001d0000dc00dsc00dp00ic03isc01ip01in00'),
  usb('mouse', 'usb-mouse', 'v0627p0001d0000dc00dsc00dp00ic03isc01ip02in00'),
  usb('tablet', 'usb-tablet', 'v0627p0001d0000dc00dsc00dp00ic03isc00ip00in00'),
  usb('wacom', 'usb-wacom-tablet', 'v056Ap0000d4210dc00dsc00dp00ic03isc01ip02in00'),
  usb('storage', 'usb-storage,drive=d0', 'v46F4p0001d0000dc00dsc00dp00ic08isc06ip50in00', {
    backend: drive('d0'),
    name: '2-1:1.0',
  }),
  usb('serial', 'usb-serial,chardev=c0', 'v0403p6001d0400dc00dsc00dp00icFFiscFFipFFin00', {
    backend: chardev('c0'),
  }),
  usb('net', 'usb-net,netdev=n0', 'v0525pA4A2d0000dc02dsc00dp00ic02isc02ipFFin00', {
    backend: ['-netdev', 'hubport,id=n0,hubid=0'],
  }),
  usb('hub', 'usb-hub', 'v0409p55AAd0101dc09dsc00dp00ic09isc00ip00in00'),
];

const OTHERS: readonly Part[] = [
  { role: 'pvpanic', bus: 'platform', alias: 'acpi:QEMU0001:', device: 'pvpanic', name: 'QEMU0001:00' },
  { role: 'fwcfg', bus: 'platform', alias: 'acpi:QEMU0002:', name: 'QEMU0002:00' },
  {
    ...{ role: 'cdrom', bus: 'scsi', alias: 'scsi:t-0x05', host: 'virtio-scsi-pci' },
    ...{
      device: 'scsi-cd,bus=host.0,drive=d0',
      backend: medium('d0'),
      further: ['virtio_pci', 'virtio_scsi'],
    },
  },
  {
    ...{ role: 'disk', bus: 'scsi', alias: 'scsi:t-0x00', host: 'virtio-scsi-pci' },
    ...{
      device: 'scsi-hd,bus=host.0,drive=d0',
      backend: drive('d0'),
      further: ['virtio_pci', 'virtio_scsi'],
    },
  },
];

/** Those that a PC can have without anything of the host's: no sockets, no files, no devices. */
export const PARTS: readonly Part[] = [...OF_PCI, ...OF_VIRTIO, ...OF_USB, ...OTHERS];

/**
 * The parts that a driver takes.
 *
 * @param aliases of its module, as modinfo prints them: `pci:v00008086d000025ABsv*sd*bc*sc*i*`
 */
export function partsFor(aliases: readonly string[]): Part[] {
  const patterns = aliases.map(patternOf);
  return PARTS.filter(({ alias }) => patterns.some((pattern) => pattern.test(alias)));
}

/** A pattern of fnmatch(3), as modprobe takes it; `acpi*:QEMU0001:*` is of any table. */
function patternOf(alias: string): RegExp {
  const text = alias
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`);
}
