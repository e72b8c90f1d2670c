// SPDX-License-Identifier: GPL-2.0-only
// A driver of USB: it takes the interfaces that it knows, and the bus finds its devices when it does.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { pc } from '../kernel-tests/parts/pc.ts';
import { runCells } from '../src/guest/cells.ts';
import { MachineShape } from '../src/guest/machine.ts';
import { buildInit } from '../src/guest/programs.ts';
import { baseModules, prepareKernel, shippedModules } from '../src/kernel/build.ts';
import type { Binding, ModuleSwap } from '../src/subsystem.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const MACHINE = MachineShape.parse({
  id: 'x86-keyboard',
  title: 'x86-64 PC with a keyboard of USB',
  ...pc(),
  devices: [
    { role: 'host', device: 'qemu-xhci', address: '08.0' },
    { role: 'keyboard', device: 'usb-kbd,bus=host.0,port=1', guest: { bus: 'usb', name: '1-1:1.0' } },
  ],
  kernel: { prebuilt: ['amd64'] },
});
const SWAP: ModuleSwap = { roots: ['usbhid'], further: ['xhci_pci'] };

test('a driver of USB gets its device in each cell, and one that knows none of them is told', async () => {
  const [context, folder] = [testContext(), await temporaryFolder()];
  const platform = { architecture: 'x86_64', flavours: ['amd64'] } as const;
  const kernel = await prepareKernel(await debian('6.1'), platform, SWAP, context);
  const program = join(folder, 'bound');
  await execa('gcc', ['-Wall', '-O2', '-static', '-o', program, join(PROJECT, 'test/binding/bound.c')]);
  const modules = shippedModules(kernel).map(({ path }) => path);
  const boot = async (binding: Binding, output: string) => {
    const guest = {
      init: await buildInit(join(PROJECT, 'kernel-tests/init'), 'x86_64', context),
      base: baseModules(kernel).map(({ path }) => path),
      cells: ['first', 'second'].map((name) => ({ name, modules, contract: '' })),
      tests: [{ name: 'bound', path: program }],
      binding,
      programSeconds: 30,
    };
    const { cells } = await runCells(guest, MACHINE, kernel, { output: join(folder, output) }, context);
    return cells.map(({ observations, failure }) => failure?.code ?? observations.map(({ value }) => value));
  };
  expect(await boot({ kind: 'usb', driver: 'usbhid' }, 'known')).toEqual([['usbhid'], ['usbhid']]);
  expect(await boot({ kind: 'usb', driver: 'lamp' }, 'unknown')).toEqual([
    'DEVICE_REFUSED',
    'DEVICE_REFUSED',
  ]);
});
