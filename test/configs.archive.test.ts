// SPDX-License-Identifier: GPL-2.0-only
// The kernel configs on real trees: configured, which takes seconds, and not built.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyTree } from '../src/compile/prepare.ts';
import { SOURCE } from '../src/compile/source-files.ts';
import { findMachine, machineNames } from '../src/guest/machines.ts';
import { requestedBy } from '../src/kernel/source/configs.ts';
import { configure } from '../src/kernel/source/configure.ts';
import { parseSymbol } from '../src/kernel/source/symbols.ts';
import { targetOf } from '../src/kernel/source/target.ts';
import { partIdentity, writePart } from '../src/kernel/tree-part.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

/** One of each architecture and page size on the oldest tree and the newest; `npm run test:kernels` has the rest. */
const MACHINES = ['x86-intel', 'arm64-64k', 'ppc64-64k'];

async function linked(series: string): Promise<string> {
  const [tree, context] = [await debian(series), testContext()];
  // What compiling patches reads of a tree is also all that kconfig reads.
  const source = await context.cache.entry(`sources/2/${await partIdentity(tree, SOURCE)}`, (folder) =>
    writePart(tree, SOURCE, folder, context, 'test'),
  );
  const folder = join(await temporaryFolder(), 'tree');
  await copyTree(source, folder, context);
  return folder;
}

test.each(['5.10', '7.2'] as const)('every requested symbol is there on %s', async (series) => {
  const folder = await linked(series);
  for (const id of MACHINES) {
    const machine = await findMachine(id);
    const requested = await requestedBy([...(machine.kernel.source ?? []), 'dpdk']);
    const target = targetOf(machine.architecture);
    const config = await configure(folder, { spec: `debian:${series}`, target, requested }, testContext());
    for (const symbol of machine.configs) expect(config).toMatch(new RegExp(`^CONFIG_${symbol}=[ym]$`, 'm'));
  }
});

test('a symbol that a tree has not, or gives only with others, is told with the reason', async () => {
  const folder = await linked('7.2');
  const requested = [
    ...(await requestedBy(['x86-64'])),
    ...['IOMMUFDS=m', 'VFIO_DEVICE_CDEV=y'].map(parseSymbol),
  ];
  const failure = await configure(
    folder,
    { spec: 'debian:7.2', target: targetOf('x86_64'), requested },
    testContext(),
  ).catch((error: unknown) => error);
  expect({ ...(failure as object) }).toMatchInlineSnapshot(`
    {
      "code": "CONFIG_UNMET",
      "detail": "IOMMUFDS=m: this tree has no such symbol. Did you mean IOMMUFD or MMU?
    VFIO_DEVICE_CDEV=y: became n (drivers/vfio/Kconfig:17): needs VFIO (is m) and IOMMUFD (is n)",
      "hint": "Request what it needs as well, mend the name, or leave the symbol away for this tree.",
      "name": "ConfigUnmet",
      "title": "the tree's Kconfig does not give 2 requested symbols on x86_64: IOMMUFDS, VFIO_DEVICE_CDEV",
      "where": "debian:7.2",
    }
  `);
});

test('every machine that can have a kernel from source names configs that there are', async () => {
  for (const name of await machineNames()) {
    const { kernel } = await findMachine(name);
    if (kernel.source) expect((await requestedBy(kernel.source)).length).toBeGreaterThan(40);
  }
});
