// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { rows } from '../../templates/msix-mmap/rows.ts';
import type { CellEvidence, Evidence } from '../evidence/schema.ts';
import { comparison } from './comparison.ts';
import { markdownTable } from './markdown.ts';
import { terminal } from './terminal.ts';

const cell = (name: string, more: Partial<CellEvidence>): CellEvidence => ({
  name,
  title: name,
  role: 'variant',
  parameters: {},
  contract: { 'fresh.mmap.table': 'EINVAL' },
  findings: [],
  verdict: 'PASS',
  tests: [{ program: 'p', name: 'bar.mmap', status: 'PASS' }],
  observations: { 'nvme.bar0.mmap.table': 'EINVAL', 'nvme.bar0.flags': '0x1f', 'nvme.bar0.caps': '1' },
  measurements: {
    'nvme.pread_read.median': { value: 2000, unit: 'ns' },
    'nvme.pread_read.p99': { value: 2500, unit: 'ns' },
    'nvme.mmap_read.median': { value: 40, unit: 'ns' },
    'nvme.mmap_read.p99': { value: 41, unit: 'ns' },
  },
  boot: 1,
  consoleTail: '',
  ...more,
});

const evidence: Evidence = {
  schema: 1,
  run: 'a-run',
  started: '2026-01-01T00:00:00.000Z',
  seconds: 10,
  topic: { id: 'msix-mmap', title: 'May it?' },
  tree: { spec: 'debian:6.1', label: 'debian-6.1', release: '6.1.1', base: { kind: 'debian' } },
  machine: { id: 'x86-intel', title: 'a machine' },
  kernel: { release: '6.1.0-1-cloud-amd64', packages: [] },
  qemu: '7.2',
  host: { node: '20', cpus: 2 },
  stages: [],
  cells: [
    cell('baseline', { role: 'baseline' }),
    cell('wrong', {
      parameters: { 'as-posted': true, number: 14 },
      observations: { 'nvme.bar0.mmap.table': 'ok' },
      tests: [
        { program: 'p', name: 'bar.mmap', status: 'FAIL' },
        { program: 'p', name: 'bar.x', status: 'SKIP' },
      ],
      findings: [{ rule: 'r', severity: 'error', file: 'f', line: 1, message: 'm' }],
      verdict: 'FAIL',
      failure: { code: 'TESTS_FAILED', title: '1 of 2 tests failed', hint: 'h' },
      series: {
        subjects: ['s'],
        prerequisites: 1,
        files: 2,
        insertions: 10,
        deletions: 3,
        uapi: { added: ['VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP'], removed: ['OLD'] },
      },
    }),
  ],
  boots: [],
};

const plain = (text: string) => text;
const paint = { good: plain, bad: (text: string) => `!${text}!`, plain, heading: plain, dim: plain };

test('the table has a column for each cell, and a value that breaks the promise says so', () => {
  expect(terminal(comparison(evidence, rows), paint, 80)).toMatchInlineSnapshot(`
    "May it?
    ─────────────────────────────────────────────────────
                                          baseline

    the patches
      UAPI added                          –
      lines changed                       –
      for userspace                       –
      findings                            –

    region info of the MSI-X BAR
      flags                               MMAP CAPS bit 4
      capabilities                        sparse mmap

    mmap of the MSI-X BAR
      whole                               –
      the table's pages                   EINVAL
      pages before                        –
      pages behind                        –
      touching the table                  –
      past the end                        –

    after the opt-in
      the ioctl                           –
      capabilities                        –
      mmap of the whole                   –

    error paths
      short argsz                         –
      unknown flag                        –
      bad pointer                         –
      withdrawal                          –
      live mapping then                   –
      next user finds                     –
      unknown ioctl                       –

    compatibility
      old userspace maps                  –
      today's userspace maps              –
      pread of the table                  –

    interrupts
      before the mmap                     –
      after the mmap                      –
      masked in the table                 –
      after a reset                       –

    isolation: interrupts not one's own
      by the table                        –
      by DMA, without it                  –
      a neighbour's, by the table         –
      the table as DMA engine             –

    a mapping
      after the close                     –
      in a child process                  –
      without memory decoding             –
      then, copies of it                  –
      when it is unplugged                –
      while two toggle                    –

    a hostile user
      arguments                           –
      memory                              –

    ringing a doorbell (nvme, 64K)
      the table's page                    –
      by pwrite, median                   –
      by pwrite, p99                      –
      by mmap, median                     –
      by mmap, p99                        –

    reading one register
      by pread, median                    2000 ns
      by pread, p99                       2500 ns
      by mmap, median                     40 ns
      by mmap, p99                        41 ns
      pread / mmap                        50 ×

    verdict
      tests passed                        1/1
      verdict                             PASS
    ─────────────────────────────────────────────────────
    ───────────────────────────────────────────────────────
                            wrong as-posted number=14

    the patches
      UAPI added            VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP
                            OLD (removed)
      lines changed         +10 −3
                            2 files
      findings              !1 error!

    mmap of the MSI-X BAR
      the table's pages     !ok ≠ promised EINVAL!

    reading one register
      by pread, median      2000 ns
      by pread, p99         2500 ns
      by mmap, median       40 ns
      by mmap, p99          41 ns
      pread / mmap          50 ×

    verdict
      tests passed          !0/1!
                            !1 skipped!
      verdict               !FAIL [TESTS_FAILED]!
    ───────────────────────────────────────────────────────
    debian:6.1 (Linux 6.1.1) in a guest of 6.1.0-1-cloud-amd64, machine x86-intel, QEMU 7.2, 0 boots
    evidence: a-run/evidence.json; consoles: none
    "
  `);
});

test('the same as Markdown', () => {
  expect(markdownTable(comparison(evidence, rows.slice(0, 3)))).toMatchInlineSnapshot(`
    "### May it?

    |  | baseline | wrong as-posted number=14 |
    | --- | --- | --- |
    | **the patches** |  |  |
    | UAPI added | – | VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP<br>OLD (removed) |
    | lines changed | – | +10 −3<br>2 files |
    | for userspace | – | – |
    | findings | – | 1 error |
    | **region info of the MSI-X BAR** |  |  |
    | flags | MMAP CAPS bit 4 | – |
    | capabilities | sparse mmap | – |
    | **mmap of the MSI-X BAR** |  |  |
    | whole | – | – |
    | **verdict** |  |  |
    | tests passed | 1/1 | 0/1<br>1 skipped |
    | verdict | PASS | FAIL [TESTS_FAILED] |

    debian:6.1 (Linux 6.1.1) in a guest of 6.1.0-1-cloud-amd64, machine x86-intel, QEMU 7.2, 0 boots  
    evidence: a-run/evidence.json; consoles: none  
    "
  `);
});

test('mutants that were killed, where kpw mutate has looked', () => {
  const score = { killed: 31, byRule: 1, survived: 2, equivalent: 0, notRun: 0 };
  const sound = { killed: 12, byRule: 0, survived: 0, equivalent: 3, notRun: 1 };
  const cells = [cell('a', { mutation: score }), cell('b', { mutation: sound }), cell('c', {})];
  const { lines } = comparison({ ...evidence, cells }, rows);
  expect(lines.find(({ label }) => label === 'mutants killed')?.values).toEqual([
    { text: '31/33', tone: 'bad' },
    { text: '12/12\n3 equivalent\n1 not run', tone: 'plain' },
    { text: '–', tone: 'plain' },
  ]);
  expect(comparison(evidence, rows).lines.map(({ label }) => label)).not.toContain('mutants killed');
});
