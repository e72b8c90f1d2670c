// SPDX-License-Identifier: GPL-2.0-only
// Runs as kpw keeps them, small and made up, for the tests of the page: pages of 4K and of 64K, a design that is broken
// beside one that is sound, and texts that try to be something else.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CellEvidence, Evidence } from '../src/evidence/schema.ts';
import { readSeries, writeSeries } from '../src/series/write.ts';

const PATCHES = fileURLToPath(new URL('../patches/msix-mmap', import.meta.url));

/** What a page must show as text and never obey. */
export const HOSTILE = {
  markup: '</script><script>document.title="owned"</script><img src=x onerror="document.title=1">',
  terminal: '\u001b[31mred\u001b[0m\u0007',
  turned: 'safe\u202Egnp.exe',
  section: ']]>&amp;"\'',
};
const HOSTILE_TEXT = Object.values(HOSTILE).join(' ');

const TEST = 'vfio_pci_msix_mmap_test';
const ISOLATION = 'vfio_pci_msix_mmap_isolation_test';

const GEOMETRY = {
  'nvme64k.msix.table': 'bar0:0x3000+0x8000',
  'nvme64k.msix.pba': 'bar0:0xb000+0x100',
  'nvme64k.region0.size': '0x10000',
};
const ALLOWED = { ...GEOMETRY, 'nvme64k.bar0.flags': '0xf', 'nvme64k.bar0.mmap.whole': 'ok' };

function refused(pageSize: number): Record<string, string> {
  const areas = pageSize === 4096 ? '0x0+0x3000,0xb000+0x5000' : 'none';
  return {
    ...GEOMETRY,
    'nvme64k.bar0.flags': '0xf',
    'nvme64k.bar0.mmap.whole': 'EINVAL',
    'nvme64k.bar0.sparse_areas': areas,
  };
}

function measured(pageSize: number, allowed: boolean): Pick<CellEvidence, 'measurements' | 'spreads'> {
  const spread = (at: number) => ({
    unit: 'ns',
    samples: 100,
    buckets: [
      { from: at, to: at * 1.25, count: 90 },
      { from: at * 4, to: at * 5, count: 10 },
    ],
  });
  const mapped = allowed || pageSize === 4096;
  const of = (key: string, at: number) => ({
    [`${key}.median`]: { value: at, unit: 'ns', samples: 100 },
    [`${key}.p99`]: { value: at * 5, unit: 'ns', samples: 100 },
  });
  return {
    measurements: {
      ...of('nvme64k.pwrite_doorbell', 4000),
      ...(mapped ? of('nvme64k.mmap_doorbell', 50) : {}),
    },
    spreads: {
      'nvme64k.pwrite_doorbell': spread(4000),
      ...(mapped ? { 'nvme64k.mmap_doorbell': spread(50) } : {}),
    },
  };
}

/** One cell, with what makes it differ from a baseline that passes. */
export function pageCell(
  name: string,
  pageSize: number,
  allowed: boolean,
  more: Partial<CellEvidence> = {},
): CellEvidence {
  const mapped = allowed || pageSize === 4096;
  return {
    name,
    title: name.replaceAll('-', ' '),
    role: 'variant',
    parameters: {},
    contract: { optin: 'none' },
    findings: [],
    verdict: 'PASS',
    tests: [
      { program: TEST, name: 'further.nvme64k.is_as_promised', status: 'PASS' },
      { program: TEST, name: HOSTILE_TEXT, status: 'SKIP', reason: `because ${HOSTILE_TEXT}` },
      { program: ISOLATION, name: 'isolation.by_table', status: 'PASS' },
      { program: ISOLATION, name: 'isolation.by_dma', status: 'PASS' },
    ],
    observations: {
      ...(allowed ? ALLOWED : refused(pageSize)),
      'nvme64k.complaint.doorbell': pageSize === 4096 ? 'apart' : 'shares',
      'nvme64k.doorbell.mapped': mapped ? 'yes' : 'no',
      'isolation.by_table': allowed ? 'landed' : 'refused',
      'isolation.by_dma': 'landed',
    },
    ...measured(pageSize, allowed),
    build: { seconds: 2, cached: false, warnings: [`a.c:1: ${HOSTILE.markup}`], modules: ['vfio_pci'] },
    boot: 1,
    consoleTail: '',
    ...more,
  };
}

const REGION_FLAG: Partial<CellEvidence> = {
  title: 'region flag',
  series: {
    subjects: ['vfio/pci: Flag the BAR whose MSI-X table may be mapped'],
    ...{ prerequisites: 1, files: 2, insertions: 17, deletions: 49 },
    uapi: { added: ['VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE'], removed: [] },
  },
  uapi: { verdict: 'behaviour-break', growth: 'one macro' },
  findings: [
    {
      ...{ rule: 'mac-added', severity: 'note', file: 'include/uapi/linux/vfio.h', line: 262 },
      message: 'linux/vfio.h gains VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE (0x10)',
      effect: 'additive',
    },
    { rule: 'com-typo', severity: 'warning', file: 'f.c', line: 3, message: HOSTILE_TEXT },
  ],
};

const BROKEN: Partial<CellEvidence> = {
  title: 'opt-in ioctl',
  verdict: 'FAIL',
  failure: { code: 'TESTS_FAILED', title: '1 of 4 tests failed', detail: HOSTILE_TEXT, hint: 'Look at it.' },
  tests: [
    { program: TEST, name: 'further.nvme64k.is_as_promised', status: 'FAIL', diagnostics: [HOSTILE_TEXT] },
    { program: ISOLATION, name: 'isolation.by_table', status: 'PASS' },
  ],
};

export interface PageRunOptions {
  readonly tree?: string;
  readonly machine?: string;
  readonly pageSize?: number;
}

export function pageEvidence({
  tree = '6.1',
  machine = 'x86-intel',
  pageSize = 4096,
}: PageRunOptions = {}): Evidence {
  return {
    schema: 1,
    run: `20260101T000000Z-debian-${tree}-${machine}`,
    started: '2026-01-01T00:00:00.000Z',
    seconds: 10,
    topic: { id: 'msix-mmap', title: 'May userspace mmap the PCI BAR that holds the MSI-X table?' },
    tree: { spec: `debian:${tree}`, label: `debian-${tree}`, release: `${tree}.1`, base: { kind: 'debian' } },
    machine: { id: machine, title: 'a machine' },
    kernel: { release: `${tree}.0-1`, way: 'prebuilt', packages: [] },
    qemu: '7.2',
    host: { node: '20', cpus: 2 },
    stages: [],
    cells: [
      pageCell('baseline', pageSize, true, { role: 'baseline', title: 'tree as it is' }),
      pageCell('prerequisite', pageSize, false, { role: 'prerequisite', title: 'prerequisite only' }),
      pageCell('opt-in-ioctl', pageSize, false, BROKEN),
      pageCell('region-flag', pageSize, true, REGION_FLAG),
      pageCell('pci-bus-flag', pageSize, true, {
        ...{ verdict: 'SKIP', boot: 0, tests: [], observations: {}, measurements: {}, spreads: {} },
        failure: { code: 'NEEDS_SOURCE', title: 'it changes what is built in', hint: 'Build it.' },
      }),
    ],
    boots: [
      {
        ...{
          number: 1,
          folder: 'guest/boot-1',
          argv: ['qemu-system-x86_64', '-append', `a ${HOSTILE.section}`],
        },
        ...{ accelerator: 'tcg', pageSize, seconds: 30, end: { kind: 'exited', status: 0 } },
        cells: ['baseline', 'prerequisite', 'opt-in-ioctl', 'region-flag'],
      },
    ],
  };
}

/** A console of five hundred lines, with a report of the kernel in one cell. */
function pageConsole(): string {
  const cells = ['baseline', 'prerequisite', 'opt-in-ioctl', 'region-flag'].flatMap((name) => [
    `[    1.0] kpw: cell ${name} load`,
    `[    1.1] kpw: cell ${name} begin`,
    ...Array.from({ length: 60 }, (_, at) => `[    1.2] vfio-pci 0000:00:05.0: line ${at} of ${name}`),
    ...(name === 'opt-in-ioctl' ? [`[    1.3] BUG: unable to handle ${HOSTILE_TEXT}`] : []),
    `[    1.4] kpw: cell ${name} end`,
  ]);
  return `${[...Array.from({ length: 300 }, (_, at) => `[    0.0] boot line ${at}`), ...cells].join('\n')}\n`;
}

/** Writes a run with its files into a folder of runs; the patches of region-flag are the checkout's own. */
export async function writePageRun(out: string, evidence: Evidence): Promise<string> {
  const folder = join(out, evidence.run);
  await mkdir(join(folder, 'guest/boot-1'), { recursive: true });
  const kept = await readSeries(join(PATCHES, 'region-flag', evidence.tree.label));
  await writeSeries(join(folder, 'series/region-flag'), kept ?? []);
  await mkdir(join(folder, 'series/opt-in-ioctl'));
  await writeFile(join(folder, 'series/opt-in-ioctl/0001-hostile.patch'), hostilePatch());
  await writeFile(join(folder, 'guest/boot-1/console.log'), pageConsole());
  await writeFile(join(folder, 'guest/boot-1/command'), 'qemu-system-x86_64 -m 512\n');
  await writeFile(join(folder, 'evidence.json'), JSON.stringify(evidence));
  return folder;
}

function hostilePatch(): string {
  return `From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: Nobody <nobody@example.invalid>
Date: Mon, 17 Sep 2001 00:00:00 +0000
Subject: [PATCH] a: ${HOSTILE.markup}

${HOSTILE_TEXT}
---
 a.c | 2 +-

diff --git a/a.c b/a.c
--- a/a.c
+++ b/a.c
@@ -1,2 +1,2 @@ ${HOSTILE.section}
 int a;
-int b; /* ${HOSTILE.turned} */
+int c; /* ${HOSTILE.markup} */
`;
}
