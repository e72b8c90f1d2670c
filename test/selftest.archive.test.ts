// SPDX-License-Identifier: GPL-2.0-only
// The patch that adds a test to the tree's own: it builds, passes under its own design, and fails under another.
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { prepareWhole } from '../src/evidence/prepare.ts';
import { suiteTests } from '../src/evidence/suites.ts';
import { runCells } from '../src/guest/cells.ts';
import { findMachine } from '../src/guest/machines.ts';
import { suiteName, suiteOf } from '../src/guest/suite.ts';
import { openTree } from '../src/kernel/open.ts';
import { compose } from '../src/series/generate.ts';
import { writeNeeded } from '../subsystems/vfio/suites/build/kselftest-vfio.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { allVariants, debian, designs, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = 'vfio_pci_msix_mmap_test';

test('trees with vfio selftests get one more as the last patch, found by their text', async () => {
  const last = await Promise.all(
    ['6.12', '7.2'].map(async (series) => {
      const { variants } = await designs(await debian(series));
      return variants.map(({ variant, composition }) => {
        const patch = composition.patches.at(-1);
        return `${series} ${variant.id}: ${patch?.selftest ? [...patch.after.keys()].join(' ') : 'none'}`;
      });
    }),
  );
  expect(last.flat()).toMatchInlineSnapshot(`
    [
      "6.12 opt-in-ioctl: none",
      "6.12 region-flag: none",
      "6.12 new-capability: none",
      "6.12 unconditional-removal: none",
      "6.12 iommu-group-flag: none",
      "6.12 pci-bus-flag: none",
      "7.2 opt-in-ioctl: tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h tools/testing/selftests/vfio/lib/vfio_pci_device.c tools/testing/selftests/vfio/vfio_pci_msix_mmap_test.c tools/testing/selftests/vfio/Makefile",
      "7.2 region-flag: tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h tools/testing/selftests/vfio/lib/vfio_pci_device.c tools/testing/selftests/vfio/vfio_pci_msix_mmap_test.c tools/testing/selftests/vfio/Makefile",
      "7.2 new-capability: tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h tools/testing/selftests/vfio/lib/vfio_pci_device.c tools/testing/selftests/vfio/vfio_pci_msix_mmap_test.c tools/testing/selftests/vfio/Makefile",
      "7.2 unconditional-removal: tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h tools/testing/selftests/vfio/lib/vfio_pci_device.c tools/testing/selftests/vfio/vfio_pci_msix_mmap_test.c tools/testing/selftests/vfio/Makefile",
      "7.2 iommu-group-flag: tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h tools/testing/selftests/vfio/lib/vfio_pci_device.c tools/testing/selftests/vfio/vfio_pci_msix_mmap_test.c tools/testing/selftests/vfio/Makefile",
      "7.2 pci-bus-flag: tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h tools/testing/selftests/vfio/lib/vfio_pci_device.c tools/testing/selftests/vfio/vfio_pci_msix_mmap_test.c tools/testing/selftests/vfio/Makefile",
    ]
  `);
});

test('--no-selftest leaves the patch out, and nothing else', async () => {
  const tree = await debian('7.2');
  const subjects = async (selftest: boolean) => {
    const { variants } = await compose(
      msixMmap,
      tree,
      allVariants().map((one) => ({ ...one, selftest })),
    );
    return variants.map(({ composition }) => composition.patches.map(({ subject }) => subject));
  };
  const [without, made] = [await subjects(false), await subjects(true)];
  expect(without).toEqual(made.map((all) => all.slice(0, -1)));
});

test('that the vfio selftests of a tree do not build is said below the --- of what touches them', async () => {
  const { variants } = await designs(await debian('7.2'));
  const patches = variants.find(({ variant }) => variant.id === 'opt-in-ioctl')?.composition.patches ?? [];
  expect(patches.map(({ subject, note }) => [subject.split(':')[0], note])).toMatchInlineSnapshot(`
    [
      [
        "vfio",
        "The vfio selftests of the base do not build, with this series or without:
    libvfio calls calloc_assert(), and no header that it includes defines it.
    Backport that helper before make TARGETS=vfio.",
      ],
      [
        "vfio/pci",
        undefined,
      ],
      [
        "vfio/pci",
        undefined,
      ],
      [
        "vfio/pci",
        undefined,
      ],
      [
        "vfio",
        "The vfio selftests of the base do not build, with this series or without:
    libvfio calls calloc_assert(), and no header that it includes defines it.
    Backport that helper before make TARGETS=vfio.",
      ],
    ]
  `);
  const made = await debian('7.2');
  const path = 'tools/testing/selftests/vfio/lib/include/libvfio/assert.h';
  const folder = await temporaryFolder();
  await made.export(['Makefile', 'Kbuild', ...msixMmap.reads], folder);
  const header = join(folder, path);
  await writeFile(
    header,
    `${await readFile(header, 'latin1')}\nvoid *calloc_assert(size_t nmemb, size_t size);\n`,
  );
  const mended = await designs(await openTree(folder, testContext()));
  expect(
    mended.variants.flatMap(({ composition }) => composition.patches).filter(({ note }) => note),
  ).toEqual([]);
});

test('make -C tools/testing/selftests TARGETS=vfio builds it in a tree with the series applied', async () => {
  const folder = await temporaryFolder();
  const { variants } = await designs(await debian('7.2'));
  await writeNeeded(await debian('7.2'), folder, 'selftests', testContext());
  const texts = variants.find(({ variant }) => variant.id === 'opt-in-ioctl')?.composition.edited.texts;
  for (const [path, text] of texts ?? [])
    if (/^tools\/|^include\/uapi\//.test(path)) await writeFile(join(folder, path), text, 'latin1');
  await mkdir(join(folder, 'installed/linux'), { recursive: true });
  for (const name of ['vfio.h', 'iommufd.h', 'stddef.h'])
    await copyFile(join(folder, 'include/uapi/linux', name), join(folder, 'installed/linux', name));
  const ours = join(PROJECT, 'kernel-tests/kselftest-vfio');
  const options = [
    `KHDR_INCLUDES=-isystem ${join(folder, 'installed')}`,
    // The tree's own lack, not the patch's: lacking.h says which. And uuid.h, where the host has none.
    `EXTRA_CFLAGS=-I${ours} -include ${join(ours, 'lacking.h')} -DLACKS_CALLOC_ASSERT`,
    'LDLIBS=',
    `LDFLAGS=-Wl,--unresolved-symbols=ignore-in-object-files`,
  ];
  await execa('make', ['-C', join(folder, 'tools/testing/selftests'), 'TARGETS=vfio', ...options]);
  const made = await readdir(join(folder, 'tools/testing/selftests/vfio'));
  expect(made.filter((name) => name.endsWith('_test'))).toContain(PROGRAM);
});

/** What the selftests of some designs say on the kernels of all, a line each: `KERNEL: test of DESIGN: …`. */
async function verdicts(machineId: string, ofDesigns: RegExp, role = 'nvme'): Promise<string[]> {
  const machine = await findMachine(machineId);
  const made = await designs(await debian('7.2'));
  const request = { designs: made, machine, out: await temporaryFolder(), project: PROJECT };
  const [{ guest, kernel }] = await prepareWhole({ ...request, suites: ['kselftest-vfio'] }, testContext());
  // Of each design its own program with one device, under the design's name: nvme has its table in the middle of the BAR.
  const programs = guest.cells.flatMap(({ name, suites = [] }) =>
    suites
      .filter((one) => suiteOf(one.name)?.program === PROGRAM && suiteOf(one.name)?.role === role)
      .filter(() => ofDesigns.test(name))
      .map(({ path }) => ({ name: suiteName({ suite: 's', program: name, role }), path })),
  );
  const cells = guest.cells.map(({ name, modules, contract }) => ({ name, modules, contract }));
  const output = join(request.out, 'guest');
  const report = await runCells(
    { ...guest, tests: [], suites: programs, cells },
    machine,
    kernel,
    { output },
    testContext(),
  );
  const all = report.cells.map(({ cell, programs: ran }) => {
    const tests = suiteTests(ran);
    return programs.map(({ name }) => {
      const own = tests.filter(({ program }) => program === suiteOf(name)?.program);
      const failed = new Set(
        own
          .filter(({ status }) => status === 'FAIL' || status === 'ERROR')
          .map(({ name: test }) => test.split('.').at(-1)),
      );
      const passed = own.filter(({ status }) => status === 'PASS').length;
      return `${cell}: test of ${suiteOf(name)?.program}: ${failed.size === 0 ? `${passed} passed` : `fails ${[...failed].join(', ')}`}`;
    });
  });
  return all.flat();
}

test('in a guest the selftest of each design passes under its own kernel, and fails under the others', async () => {
  const failing = await verdicts('x86-intel', /./);
  expect(failing).toMatchInlineSnapshot(`
    [
      "baseline: test of opt-in-ioctl: fails capabilities, map_table, map_whole, dma_buf, opt_in, opt_in_dma_buf, opt_in_probe, opt_in_shared, opt_in_wrong, opt_in_withdrawn, opt_in_reopened",
      "baseline: test of region-flag: fails region_info",
      "baseline: test of new-capability: 16 passed",
      "baseline: test of unconditional-removal: 16 passed",
      "baseline: test of iommu-group-flag: 16 passed",
      "prerequisite: test of opt-in-ioctl: fails opt_in, opt_in_dma_buf, opt_in_probe, opt_in_shared, opt_in_wrong, opt_in_withdrawn, opt_in_reopened",
      "prerequisite: test of region-flag: fails region_info, capabilities, map_table, map_whole, dma_buf",
      "prerequisite: test of new-capability: fails capabilities, map_table, map_whole, dma_buf",
      "prerequisite: test of unconditional-removal: fails capabilities, map_table, map_whole, dma_buf",
      "prerequisite: test of iommu-group-flag: fails capabilities, map_table, map_whole, dma_buf",
      "opt-in-ioctl: test of opt-in-ioctl: 30 passed",
      "opt-in-ioctl: test of region-flag: fails region_info, capabilities, map_table, map_whole, dma_buf",
      "opt-in-ioctl: test of new-capability: fails capabilities, map_table, map_whole, dma_buf",
      "opt-in-ioctl: test of unconditional-removal: fails capabilities, map_table, map_whole, dma_buf",
      "opt-in-ioctl: test of iommu-group-flag: fails capabilities, map_table, map_whole, dma_buf",
      "region-flag: test of opt-in-ioctl: fails capabilities, map_table, map_whole, dma_buf, opt_in, opt_in_dma_buf, opt_in_probe, opt_in_shared, opt_in_wrong, opt_in_withdrawn, opt_in_reopened",
      "region-flag: test of region-flag: 16 passed",
      "region-flag: test of new-capability: 16 passed",
      "region-flag: test of unconditional-removal: 16 passed",
      "region-flag: test of iommu-group-flag: 16 passed",
      "new-capability: test of opt-in-ioctl: fails capabilities, map_table, map_whole, dma_buf, opt_in, opt_in_dma_buf, opt_in_probe, opt_in_shared, opt_in_wrong, opt_in_withdrawn, opt_in_reopened",
      "new-capability: test of region-flag: fails region_info",
      "new-capability: test of new-capability: 16 passed",
      "new-capability: test of unconditional-removal: 16 passed",
      "new-capability: test of iommu-group-flag: 16 passed",
      "unconditional-removal: test of opt-in-ioctl: fails capabilities, map_table, map_whole, dma_buf, opt_in, opt_in_dma_buf, opt_in_probe, opt_in_shared, opt_in_wrong, opt_in_withdrawn, opt_in_reopened",
      "unconditional-removal: test of region-flag: fails region_info",
      "unconditional-removal: test of new-capability: 16 passed",
      "unconditional-removal: test of unconditional-removal: 16 passed",
      "unconditional-removal: test of iommu-group-flag: 16 passed",
      "iommu-group-flag: test of opt-in-ioctl: fails capabilities, map_table, map_whole, dma_buf, opt_in, opt_in_dma_buf, opt_in_probe, opt_in_shared, opt_in_wrong, opt_in_withdrawn, opt_in_reopened",
      "iommu-group-flag: test of region-flag: fails region_info",
      "iommu-group-flag: test of new-capability: 16 passed",
      "iommu-group-flag: test of unconditional-removal: 16 passed",
      "iommu-group-flag: test of iommu-group-flag: 16 passed",
    ]
  `);
});

// Where MSIs are isolated such a design does what the unchanged kernel does; here it has to do otherwise.
test('where no MSIs are isolated, the test of a design that asks for that fails on the unchanged kernel', async () => {
  const failing = await verdicts('x86-intel-noremap', /^iommu-group-flag$/);
  expect(failing).toMatchInlineSnapshot(`
    [
      "baseline: test of iommu-group-flag: fails capabilities, map_table, map_whole, dma_buf",
      "prerequisite: test of iommu-group-flag: 16 passed",
      "opt-in-ioctl: test of iommu-group-flag: 16 passed",
      "region-flag: test of iommu-group-flag: fails capabilities, map_table, map_whole, dma_buf",
      "new-capability: test of iommu-group-flag: fails capabilities, map_table, map_whole, dma_buf",
      "unconditional-removal: test of iommu-group-flag: fails capabilities, map_table, map_whole, dma_buf",
      "iommu-group-flag: test of iommu-group-flag: 16 passed",
    ]
  `);
});

test('a device without a table has nothing to opt in to', async () => {
  const said = await verdicts('x86-intel', /^opt-in-ioctl$/, 'plain');
  expect(said.filter((line) => line.startsWith('opt-in-ioctl:'))).toMatchInlineSnapshot(`
    [
      "opt-in-ioctl: test of opt-in-ioctl: 1 passed",
    ]
  `);
});
