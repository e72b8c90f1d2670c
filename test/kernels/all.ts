// SPDX-License-Identifier: GPL-2.0-only
// `npm run test:kernels`: a kernel from source for each machine on each tree, and whether it is whole. Arguments, if
// any, name trees and machines: `npm run test:kernels -- 6.12 arm64-64k`. Then the kernels that watch themselves, with designs
// that only they see through; `npm run test:kernels -- debug kcsan` is those alone.
import { readFile } from 'node:fs/promises';
import { sharedKernel } from '../../src/evidence/kernels.ts';
import { findMachine, machineNames } from '../../src/guest/machines.ts';
import { isPlainKernel } from '../../src/kernel/build/boot-image.ts';
import { vfio } from '../../subsystems/vfio/index.ts';
import { debian, SERIES, testContext } from '../support.ts';
import { debugKernels, WATCHED } from './debug.ts';

const words = process.argv.slice(2);
const chosen = <T extends string>(all: readonly T[]) => {
  const named = all.filter((one) => words.includes(one));
  return named.length > 0 ? named : all;
};

let failed = 0;
const watched = WATCHED.filter((config) => words.includes(config));
for (const id of watched.length > 0 ? [] : chosen(await machineNames())) {
  const machine = await findMachine(id);
  if (!machine.kernel.source) continue;
  for (const series of chosen(SERIES)) {
    const since = performance.now();
    const problems: string[] = [];
    let release = '';
    try {
      const kernel = await sharedKernel(
        await debian(series),
        { machine, choice: { way: 'source' }, swap: vfio.modules },
        testContext(),
      );
      release = kernel.release;
      if (!isPlainKernel(await readFile(kernel.image))) problems.push('QEMU cannot start its image');
      if (!kernel.vermagic.startsWith(`${release} `)) problems.push(`vermagic ${kernel.vermagic}`);
      const modules = [...kernel.base, ...kernel.shipped].map(({ name }) => name);
      for (const name of ['vfio', 'vfio_pci', 'vfio_pci_core'])
        if (!modules.includes(name) && !(series === '5.10' && name === 'vfio_pci_core'))
          problems.push(`no module ${name}`);
    } catch (error) {
      problems.push(String(error));
    }
    if (problems.length > 0) failed++;
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    process.stdout.write(
      `${[id, series, release, `${seconds} s`, problems.join('; ') || 'whole'].join('\t')}\n`,
    );
  }
}
if (words.length === 0 || watched.length > 0) failed += await debugKernels(watched);
process.exitCode = failed > 0 ? 1 : 0;
