// SPDX-License-Identifier: GPL-2.0-only
// Coverage of changed lines on Debian's own kernels, in real guests.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { writeCoverage } from '../src/cli/coverage.ts';
import { runDesigns } from '../src/evidence/run.ts';
import type { CellEvidence } from '../src/evidence/schema.ts';
import { findMachine } from '../src/guest/machines.ts';
import { unpack } from '../src/kernel/build/kernel-packages.ts';
import { cachedDeb, forHost } from '../src/kernel/debian/archive.ts';
import { lineShare } from '../src/report/coverage.ts';
import { compose } from '../src/series/generate.ts';
import { optInIoctl } from '../templates/msix-mmap/variants/opt-in-ioctl.ts';
import { brokenTopic, brokenVariant } from './broken-variant.ts';
import { ALL, debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const DRIVER = 'drivers/vfio/pci/vfio_pci_core.c';
const INDEX = '\tif (index >= VFIO_PCI_ROM_REGION_INDEX)\n';

/** A sound design with a block that nobody gets to, an operand too, and a line for another configuration. */
const idle = {
  ...brokenVariant({
    name: 'idle',
    of: optInIoctl,
    elsewhere: [
      DRIVER,
      INDEX,
      `${[
        '\tif (vma->vm_start == 77 || (vma->vm_end == 78 &&',
        '\t\t\t\t      vma->vm_pgoff))',
        '\t\treturn -ENXIO;',
        '#ifdef CONFIG_KPW_NEVER',
        '\tindex = 1;',
        '#endif',
      ].join('\n')}\n${INDEX}`,
    ],
  }),
  id: 'idle',
};

async function ran(series: string, machineId: string, coverage: boolean) {
  const tree = await debian(series);
  const designs = await compose(brokenTopic, tree, [{ variant: idle, parameters: { via: 'ioctl' } }]);
  const machine = await findMachine(machineId);
  const out = await temporaryFolder();
  // Where instructions are emulated for longest, the five programs that tell designs apart do.
  const quick = machineId !== 'x86-intel';
  return runDesigns({ designs, machine, out, project: PROJECT, jobs: 1, quick, coverage }, testContext());
}

const told = ({ name, verdict, tests }: CellEvidence) => [
  `${name} ${verdict}`,
  ...tests.map(({ program, name: test, status }) => `${program} ${test} ${status}`),
];

function lines({ coverage }: CellEvidence): string[] {
  return (coverage?.lines ?? []).map(({ text, state, by, branches }) => {
    const tests = new Set(by.map((at) => coverage?.moments[at]?.program).filter(Boolean));
    const ways = branches.map(({ way, by: taken }) => `${way} ${taken.length > 0 ? 'taken' : 'never'}`);
    return [text, state, tests.size > 0 ? 'by programs' : '', ...ways].filter(Boolean).join(' | ');
  });
}

const RUNS = [
  ['7.2', 'ppc64-64k'],
  ['6.1', 'x86-intel'],
  ['6.12', 'arm64-4k'],
] as const;

test.each(ALL ? RUNS : RUNS.slice(0, 1))(
  'on %s, %s, the lines that tests reach are told from those that none does, and verdicts are those of any run',
  async (series, machine) => {
    const plain = await ran(series, machine, false);
    const { evidence, folder } = await ran(series, machine, true);
    expect(plain.evidence.cells.map(({ verdict, failure }) => failure ?? verdict)).toEqual([
      'PASS',
      'PASS',
      'PASS',
    ]);
    expect(evidence.cells.map(told)).toEqual(plain.evidence.cells.map(told));
    expect(plain.evidence.cells.map(({ coverage }) => coverage)).toEqual([undefined, undefined, undefined]);

    const [baseline, prerequisite, design] = evidence.cells;
    if (!prerequisite?.coverage || !design?.coverage) throw new Error('no coverage');
    expect(baseline?.coverage).toBeUndefined();
    expect(design.coverage).not.toHaveProperty('undetermined');
    expect(design.coverage).not.toHaveProperty('lost');
    const all = lines(design);
    // Mappings begin and end with pages.
    expect(all.filter((line) => /77|vm_pgoff\)\)|ENXIO|index = 1/.test(line))).toMatchInlineSnapshot(`
      [
        "if (vma->vm_start == 77 || (vma->vm_end == 78 && | reached | by programs | right taken | right never | true never | false taken",
        "vma->vm_pgoff)) | missed",
        "return -ENXIO; | missed",
        "index = 1; | absent",
      ]
    `);
    // The opt-in refuses a flag, which is a bare return; where five programs ran, others would try it.
    const refusals = all.filter((line) => /^return -EINVAL/.test(line));
    expect(refusals.length).toBeGreaterThan(0);
    if (evidence.quick === undefined) expect(refusals.filter((line) => line.includes('missed'))).toEqual([]);
    // Each interrupt, each mapping: most of a patch that tests are about.
    const { reached, all: count } = lineShare(prerequisite.coverage);
    expect(reached / count).toBeGreaterThan(0.7);
    for (const { blocks, reached: seen } of design.coverage.modules) {
      expect(seen).toBeGreaterThan(0);
      expect(seen).toBeLessThan(blocks);
    }
    // Init code runs as the module is loaded, and nothing else does then.
    const steps = design.coverage.moments.flatMap(({ step }) => step ?? []);
    expect(steps).toEqual(['start', 'load vfio_pci_core', 'load vfio_pci', 'bind', 'unbind', 'unload']);

    await writeCoverage(evidence, folder);
    const own = join(folder, 'coverage', design.name);
    const { said, html } = await lcovOf(own);
    expect(said).toContain(
      `${lineShare(design.coverage).reached} of ${lineShare(design.coverage).all} lines`,
    );
    expect(html).toContain('Overall coverage rate');
  },
  1_200_000,
);

/** What Debian's lcov says of a tracefile, and genhtml, which wants the sources as well. */
async function lcovOf(folder: string): Promise<{ said: string; html: string }> {
  const into = await temporaryFolder();
  const context = testContext();
  const record = await forHost(context, 'lcov', { architecture: 'amd64' });
  await mkdir(into, { recursive: true });
  await unpack({ record, path: await cachedDeb(context, record) }, into, context);
  const perl = async (program: string, ...words: string[]) => {
    const command = [join(into, 'usr/bin', program), ...words];
    return (await promisify(execFile)('perl', command, { cwd: folder })).stdout;
  };
  return {
    said: await perl('lcov', '--summary', 'lcov.info'),
    html: await perl('genhtml', '--branch-coverage', '--output-directory', join(into, 'html'), 'lcov.info'),
  };
}
