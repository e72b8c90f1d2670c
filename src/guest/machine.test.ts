// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { command, printable } from './command.ts';
import { plan } from './files.ts';
import { fitted, guestDevice, MachineShape, missingConfigs, withFeatures } from './machine.ts';
import { findMachine, machineNames } from './machines.ts';
import { qemuVersion } from './qemu.ts';

const x86 = await findMachine('x86-intel');
const START = {
  accelerator: 'tcg',
  kernel: '/k/vmlinux',
  initrd: '/o/initramfs.cpio',
  serial: { console: '/o/console.log', results: '/o/results.log' },
} as const;

test('every machine is found by its name', async () => {
  for (const name of await machineNames()) expect((await findMachine(name)).id).toBe(name);
});

test('an unknown machine is answered with the nearest names', async () => {
  await expect(findMachine('x86-intle')).rejects.toMatchObject({
    code: 'UNKNOWN_NAME',
    message: '--machine x86-intle: there is no machine called "x86-intle"',
    hint: 'Did you mean x86-intel? Machines: arm64-4k, arm64-64k, ppc64-64k, x86-amd, x86-floppy, x86-intel, x86-intel-noremap, x86-intel-smp, x86-noiommu.',
  });
});

test('the whole command, for copy and paste', () => {
  expect(printable(command(x86, START))).toMatchInlineSnapshot(`
    "qemu-system-x86_64 \\
      -machine q35,accel=tcg \\
      -cpu qemu64,cx16=off \\
      -device intel-iommu,intremap=on \\
      -bios qboot.rom \\
      -m 512 \\
      -nodefaults \\
      -net none \\
      -no-reboot \\
      -display none \\
      -smp 1 \\
      -device e1000e,romfile=,id=e1000e,bus=pcie.0,addr=04.0 \\
      -drive if=none,id=d0,file=null-co://,format=raw \\
      -device nvme,drive=d0,serial=kpw,id=nvme,bus=pcie.0,addr=05.0 \\
      -device edu,dma_mask=0xffffffff,id=plain,bus=pcie.0,addr=06.0 \\
      -drive if=none,id=d1,file=null-co://,format=raw \\
      -device nvme,drive=d1,serial=kpw64k,max_ioqpairs=1000,msix_qsize=2048,id=nvme64k,bus=pcie.0,addr=07.0 \\
      -device qemu-xhci,id=xhci,bus=pcie.0,addr=08.0 \\
      -device virtio-net-pci,romfile=,id=virtio,bus=pcie.0,addr=09.0 \\
      -device vmxnet3,romfile=,id=vmxnet3,bus=pcie.0,addr=0a.0 \\
      -device igb,romfile=,id=igb,bus=pcie.0,addr=0b.0 \\
      -device nvme-subsys,id=subsys0 \\
      -device nvme,serial=kpwsriov,subsys=subsys0,max_ioqpairs=8,msix_qsize=8,sriov_max_vfs=2,sriov_vq_flexible=4,sriov_vi_flexible=2,id=sriov,bus=pcie.0,addr=0c.0 \\
      -device pcie-root-port,x-speed=5,id=unplug-port,chassis=28,bus=pcie.0,addr=1c.0 \\
      -device e1000e,romfile=,id=unplug,bus=unplug-port \\
      -serial file:/o/console.log \\
      -serial file:/o/results.log \\
      -kernel /k/vmlinux \\
      -initrd /o/initramfs.cpio \\
      -append 'intel_iommu=on console=ttyS0 no_timer_check debugpat panic=-1 loglevel=6 printk.time=1 printk.devkmsg=on iomem=relaxed sysctl.kernel.hung_task_timeout_secs=30 slub_debug=FZP,kmalloc-*,filp,pid,vm_area_struct init_on_alloc=0 preempt=full'"
  `);
});

test('a shell gets the terminal', () => {
  const argv = command(x86, { ...START, serial: 'terminal' });
  expect(argv.slice(argv.indexOf('-serial'), argv.indexOf('-kernel'))).toEqual([
    ...['-serial', 'mon:stdio', '-serial', 'null'],
  ]);
});

test('a POSIX shell reads a printed command back as the same arguments', () => {
  const argv = ['printf', '%s\\n', "it's", 'a b', '-x', '$HOME', '', 'intel_iommu=on -quiet', 'a\\b'];
  const out = execFileSync('sh', ['-c', printable(argv)], { encoding: 'utf8' });
  expect(out.split('\n').slice(0, -1)).toEqual(argv.slice(2));
});

test('the plan names the devices of the machine', () => {
  const guest = { init: '/i', base: [], cells: [], tests: [], programSeconds: 90 };
  const parameters = [{ module: 'vfio_iommu_type1', options: 'allow_unsafe_interrupts=1' }];
  expect(plan({ ...guest, parameters }, x86, { cells: ['baseline', 'region-flag'] })).toMatchInlineSnapshot(`
    "timeout 90
    results /dev/ttyS1
    environment KPW_MACHINE x86-intel
    environment KPW_ISOLATES_MSI yes
    environment KPW_FOREIGN_MSI not-emulated
    environment KPW_IOMMU type1
    device e1000e pci 0000:00:04.0
    device nvme pci 0000:00:05.0
    device plain pci 0000:00:06.0
    device nvme64k pci 0000:00:07.0
    device xhci pci 0000:00:08.0
    device virtio pci 0000:00:09.0
    device vmxnet3 pci 0000:00:0a.0
    device igb pci 0000:00:0b.0
    device sriov pci 0000:00:0c.0
    device unplug pci 0000:01:00.0
    parameter vfio_iommu_type1 allow_unsafe_interrupts=1
    cell baseline
    cell region-flag
    "
  `);
});

test('two devices cannot have one role or one address', () => {
  const [device] = x86.devices;
  const result = MachineShape.safeParse({ ...x86, devices: [device, device] });
  expect(result.error?.issues.map(({ message }) => message)).toEqual([
    'two devices have the same role',
    'two devices have the same address',
  ]);
});

test('a device behind a port is on a bus of its own, numbered in the order of the ports', () => {
  const [device] = x86.devices;
  if (!device) throw new Error('a machine without devices');
  const devices = [
    device,
    { ...device, role: 'second', address: '1d.0', port: true },
    { ...device, role: 'first', address: '1c.0', port: true },
  ];
  expect(devices.map((each) => guestDevice({ devices }, each)?.name)).toEqual([
    '0000:00:04.0',
    '0000:02:00.0',
    '0000:01:00.0',
  ]);
});

test('an older QEMU runs the machine without the devices that it does not have', () => {
  const roles = (version: string) => fitted(x86, version).left.map(({ role }) => role);
  expect([roles('7.2.22'), roles('8.0.0'), roles('10.0.2')]).toEqual([['igb'], [], []]);
  expect(fitted(x86, '7.2.22').machine.devices.map(({ role }) => role)).not.toContain('igb');
});

test.each(
  await machineNames(),
)('%s starts with the same console, results and devices as it says', async (name) => {
  const machine = await findMachine(name);
  const argv = command(machine, START).join(' ');
  expect(argv).toContain(START.serial.results);
  expect(argv).toContain(START.serial.console);
  for (const { role } of machine.devices) expect(argv).toMatch(new RegExp(`id=${role}(,| |$)`));
});

test('what a kernel lacks for a machine', () => {
  const config = x86.configs.map((symbol) => `CONFIG_${symbol}=y`).join('\n');
  expect(missingConfigs(x86, config)).toEqual([]);
  expect(missingConfigs(x86, config.replace('CONFIG_PCI_MSI=y', '# CONFIG_PCI_MSI is not set'))).toEqual([
    'PCI_MSI',
  ]);
});

test('a QEMU that is not there is named with its package', async () => {
  const machine = { ...x86, qemu: { binary: 'qemu-system-nowhere', package: 'qemu-system-x86' } };
  await expect(qemuVersion(machine, { signal: new AbortController().signal })).rejects.toMatchObject({
    code: 'HOST_LACKS',
    title: 'there is no qemu-system-nowhere on this host',
    hint: 'Install it: sudo apt-get install --no-install-recommends qemu-system-x86',
  });
});

test('what a suite wants of the CPU is in the command, and with KVM the host has it or not', () => {
  const wanted = withFeatures(x86, ['ssse3', 'sse4.2']);
  expect(wanted.accelerators.tcg).toEqual([
    ...['-machine', 'q35,accel=tcg'],
    ...['-cpu', 'qemu64,cx16=off,ssse3=on,sse4.2=on'],
  ]);
  expect(wanted.accelerators.kvm).toEqual(x86.accelerators.kvm);
  expect(withFeatures(x86, [])).toEqual(x86);
});

test('every machine whose architecture has a probe has a way for KVM, with the host’s own CPU', async () => {
  const ways = await Promise.all(
    (await machineNames()).map(async (name) => {
      const { architecture, accelerators } = await findMachine(name);
      return `${architecture} ${accelerators.kvm?.join(' ') ?? 'none'}`;
    }),
  );
  expect([...new Set(ways)].sort()).toMatchInlineSnapshot(`
    [
      "aarch64 -machine virt,accel=kvm,iommu=smmuv3,gic-version=3 -cpu host",
      "ppc64le none",
      "x86_64 -machine q35,accel=kvm,kernel-irqchip=split -cpu host",
    ]
  `);
});
