// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, testContext } from '../../test/support.ts';
import { decodeTrace, type TracedKernel } from './trace.ts';

const LINES = [
  '[    2.000000] WARNING: CPU: 0 PID: 61 at vfio_pci_core_mmap+0x1a/0x2b0 [vfio_pci_core]',
  '[    2.100000] Code: 90 90 0f 0b',
  '[    2.200000]  vfio_pci_core_mmap+0x1a/0x2b0 [vfio_pci_core]',
];

/** A kernel whose tree has this for a scripts/decode_stacktrace.sh. */
async function kernelWith(script: string): Promise<{ kernel: TracedKernel; own: string }> {
  const folder = await temporaryFolder();
  const symbols = join(folder, 'symbols');
  for (const path of ['tree/scripts', 'tree/build', 'symbols', 'own'])
    await mkdir(join(folder, path), { recursive: true });
  for (const name of ['vmlinux', 'vfio.ko', 'vfio-pci-core.ko']) await writeFile(join(symbols, name), name);
  const own = join(folder, 'own/vfio-pci-core.ko');
  await writeFile(own, 'of the cell');
  await writeFile(join(folder, 'tree/scripts/decode_stacktrace.sh'), script);
  return { kernel: { architecture: 'aarch64', headers: join(folder, 'tree/build'), symbols }, own };
}

test("a trace is handed to the tree's own script, with the modules of the cell before the kernel's", async () => {
  const { kernel, own } = await kernelWith(`
    echo "$CROSS_COMPILE, base path $2"
    for file in "$1" "$3"/*; do echo "$(basename "$file"): $(cat "$file")"; done
    sed 's,+0x1a/0x2b0, (/a/tree/build/../mm/slub.c:9 /tree/drivers/vfio/pci/vfio_pci_core.c:1713),'
  `);
  const decoded = await decodeTrace(LINES, kernel, [own], testContext());
  expect(decoded?.join('\n')).toMatchInlineSnapshot(`
    "aarch64-linux-gnu-, base path auto
    vmlinux: vmlinux
    vfio-pci-core.ko: of the cell
    vfio.ko: vfio.ko
    vmlinux: vmlinux
    [    2.000000] WARNING: CPU: 0 PID: 61 at vfio_pci_core_mmap (mm/slub.c:9 drivers/vfio/pci/vfio_pci_core.c:1713) [vfio_pci_core]
    [    2.200000]  vfio_pci_core_mmap (mm/slub.c:9 drivers/vfio/pci/vfio_pci_core.c:1713) [vfio_pci_core]"
  `);
});

test('nothing comes of a script that fails, or is not there, or of a kernel without debug information', async () => {
  const { kernel, own } = await kernelWith('cat; exit 1');
  const { symbols: _, ...stripped } = (await kernelWith('cat')).kernel;
  const elsewhere = { ...kernel, headers: join(kernel.headers, 'headers') };
  for (const one of [kernel, stripped, elsewhere])
    expect(await decodeTrace(LINES, one, [own], testContext())).toBeUndefined();
});
