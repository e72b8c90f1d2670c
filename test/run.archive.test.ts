// SPDX-License-Identifier: GPL-2.0-only
// The main job itself: all designs, a real kernel, a real guest.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readEvidence } from '../src/evidence/read.ts';
import { runDesigns } from '../src/evidence/run.ts';
import { Evidence } from '../src/evidence/schema.ts';
import { findMachine } from '../src/guest/machines.ts';
import { comparison } from '../src/report/comparison.ts';
import { rows } from '../templates/msix-mmap/rows.ts';
import { debian, designs, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** Latencies and counts of tests differ from run to run and release to release; what userspace sees must not. */
const TIMED = /^(by (pread|pwrite|mmap), .*|pread \/ mmap|tests passed|lines changed|UAPI added)$/;

test('one boot of 6.1 gives the table: every design does what it promises, and no test fails', async () => {
  const out = await temporaryFolder();
  const made = await designs(await debian('6.1'));
  const machine = await findMachine('x86-intel');
  const request = { designs: made, machine, out, project: PROJECT, jobs: 1, again: true };
  const { evidence, folder } = await runDesigns(request, testContext());
  // First what says most.
  const bad = evidence.cells.flatMap(({ name, tests }) =>
    tests
      .filter(({ status }) => status === 'FAIL' || status === 'ERROR')
      .map((one) => ({ cell: name, ...one })),
  );
  expect(bad).toEqual([]);

  const table = comparison(evidence, rows);
  expect([
    ['', ...table.columns],
    ...table.lines
      .filter(({ label }) => !TIMED.test(label))
      .map(({ label, values }) => [label, ...values.map(({ text }) => text)]),
  ]).toMatchInlineSnapshot(`
    [
      [
        "",
        "baseline",
        "prerequisite",
        "opt-in-ioctl",
        "region-flag",
        "new-capability",
        "unconditional-removal",
        "iommu-group-flag",
        "pci-bus-flag",
      ],
      [
        "for userspace",
        "–",
        "–",
        "additive",
        "behaviour break",
        "behaviour break",
        "behaviour break",
        "behaviour break",
        "behaviour break",
      ],
      [
        "findings",
        "–",
        "–",
        "1 note",
        "2 warnings",
        "2 warnings",
        "2 warnings",
        "1 warning",
        "1 warning",
      ],
      [
        "flags",
        "MMAP CAPS",
        "MMAP CAPS",
        "MMAP CAPS",
        "MMAP CAPS bit 4",
        "MMAP CAPS",
        "MMAP CAPS",
        "–",
        "–",
      ],
      [
        "capabilities",
        "MSI-X mappable",
        "sparse mmap",
        "sparse mmap",
        "MSI-X mappable",
        "MSI-X mappable",
        "MSI-X mappable",
        "–",
        "–",
      ],
      [
        "whole",
        "ok",
        "EINVAL",
        "EINVAL",
        "ok",
        "ok",
        "ok",
        "–",
        "–",
      ],
      [
        "the table's pages",
        "ok",
        "EINVAL",
        "EINVAL",
        "ok",
        "ok",
        "ok",
        "–",
        "–",
      ],
      [
        "pages before",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "–",
        "–",
      ],
      [
        "pages behind",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "–",
        "–",
      ],
      [
        "touching the table",
        "ok",
        "EINVAL",
        "EINVAL",
        "ok",
        "ok",
        "ok",
        "–",
        "–",
      ],
      [
        "past the end",
        "EINVAL",
        "EINVAL",
        "EINVAL",
        "EINVAL",
        "EINVAL",
        "EINVAL",
        "–",
        "–",
      ],
      [
        "the ioctl",
        "–",
        "–",
        "ok",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "capabilities",
        "–",
        "–",
        "MSI-X mappable",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "mmap of the whole",
        "–",
        "–",
        "ok",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "short argsz",
        "–",
        "–",
        "EINVAL",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "unknown flag",
        "–",
        "–",
        "EINVAL",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "bad pointer",
        "–",
        "–",
        "EFAULT",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "withdrawal",
        "–",
        "–",
        "EBUSY",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "live mapping then",
        "–",
        "–",
        "kept",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "next user finds",
        "–",
        "–",
        "fresh",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "unknown ioctl",
        "ENOTTY",
        "ENOTTY",
        "ENOTTY",
        "ENOTTY",
        "ENOTTY",
        "ENOTTY",
        "–",
        "–",
      ],
      [
        "old userspace maps",
        "whole",
        "around",
        "around",
        "whole",
        "whole",
        "whole",
        "–",
        "–",
      ],
      [
        "today's userspace maps",
        "whole",
        "around",
        "around",
        "whole",
        "whole",
        "whole",
        "–",
        "–",
      ],
      [
        "pread of the table",
        "hidden",
        "hidden",
        "hidden",
        "hidden",
        "hidden",
        "hidden",
        "–",
        "–",
      ],
      [
        "before the mmap",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "–",
        "–",
      ],
      [
        "after the mmap",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "–",
        "–",
      ],
      [
        "masked in the table",
        "silent, then ok",
        "refused (EINVAL)",
        "silent, then ok",
        "silent, then ok",
        "silent, then ok",
        "silent, then ok",
        "–",
        "–",
      ],
      [
        "after a reset",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "ok",
        "–",
        "–",
      ],
      [
        "by the table",
        "landed",
        "refused",
        "landed",
        "landed",
        "landed",
        "landed",
        "–",
        "–",
      ],
      [
        "by DMA, without it",
        "landed",
        "landed",
        "landed",
        "landed",
        "landed",
        "landed",
        "–",
        "–",
      ],
      [
        "a neighbour's, by the table",
        "blocked",
        "refused",
        "blocked",
        "blocked",
        "blocked",
        "blocked",
        "–",
        "–",
      ],
      [
        "the table as DMA engine",
        "landed",
        "refused",
        "landed",
        "landed",
        "landed",
        "landed",
        "–",
        "–",
      ],
      [
        "after the close",
        "kept",
        "kept",
        "kept",
        "kept",
        "kept",
        "kept",
        "–",
        "–",
      ],
      [
        "in a child process",
        "kept",
        "kept",
        "kept",
        "kept",
        "kept",
        "kept",
        "–",
        "–",
      ],
      [
        "without memory decoding",
        "SIGBUS",
        "SIGBUS",
        "SIGBUS",
        "SIGBUS",
        "SIGBUS",
        "SIGBUS",
        "–",
        "–",
      ],
      [
        "then, copies of it",
        "kept",
        "kept",
        "kept",
        "kept",
        "kept",
        "kept",
        "–",
        "–",
      ],
      [
        "when it is unplugged",
        "kept, then gone",
        "kept, then gone",
        "kept, then gone",
        "kept, then gone",
        "kept, then gone",
        "kept, then gone",
        "–",
        "–",
      ],
      [
        "while two toggle",
        "–",
        "–",
        "consistent",
        "–",
        "–",
        "–",
        "–",
        "–",
      ],
      [
        "arguments",
        "held",
        "held",
        "held",
        "held",
        "held",
        "held",
        "–",
        "–",
      ],
      [
        "memory",
        "kept",
        "kept",
        "kept",
        "kept",
        "kept",
        "kept",
        "–",
        "–",
      ],
      [
        "the table's page",
        "apart",
        "apart",
        "apart",
        "apart",
        "apart",
        "apart",
        "–",
        "–",
      ],
      [
        "verdict",
        "PASS",
        "PASS",
        "PASS",
        "PASS",
        "PASS",
        "PASS",
        "SKIP [NEEDS_SOURCE]",
        "SKIP [NEEDS_SOURCE]",
      ],
    ]
  `);

  for (const cell of evidence.cells.filter(({ verdict }) => verdict !== 'SKIP')) {
    expect(cell.measurements['nvme.pread_read.median']?.value, cell.name).toBeGreaterThan(
      cell.measurements['nvme.mmap_read.median']?.value ?? Number.POSITIVE_INFINITY,
    );
  }
  for (const cell of evidence.cells.filter(({ verdict }) => verdict !== 'SKIP')) {
    // What is drawn is what was measured: the median lies in a bucket that is not empty.
    const { value = 0 } = cell.measurements['nvme64k.pwrite_doorbell.median'] ?? {};
    const buckets = cell.spreads?.['nvme64k.pwrite_doorbell']?.buckets ?? [];
    expect(
      buckets.find(({ from, to }) => from <= value + 1 && value - 1 < to)?.count,
      cell.name,
    ).toBeGreaterThan(0);
  }
  expect(evidence.boots).toHaveLength(1);
  expect(Evidence.parse(JSON.parse(await readFile(join(folder, 'evidence.json'), 'utf8')))).toEqual(evidence);
  expect(await readEvidence(out, 'latest')).toEqual(evidence);

  // Nothing in any guest differs: what was found out is kept, and said to be.
  const { evidence: second } = await runDesigns({ ...request, again: false }, testContext());
  expect(second.boots).toEqual([]);
  const booted = ({ cells }: Evidence) => cells.filter(({ verdict }) => verdict !== 'SKIP');
  expect(booted(second).map(({ kept }) => kept?.run)).toEqual(booted(evidence).map(() => evidence.run));
  expect(booted(second).map(({ kept, boot, build, ...rest }) => rest)).toEqual(
    booted(evidence).map(({ kept, boot, build, ...rest }) => rest),
  );
});

test('on 7.2 the group decides by what mainline knows of it, and a feature opts in', async () => {
  const out = await temporaryFolder();
  const all = await designs(await debian('7.2'), ['via=feature']);
  const wanted = ['opt-in-ioctl', 'iommu-group-flag', 'pci-bus-flag'];
  const made = { ...all, variants: all.variants.filter(({ variant }) => wanted.includes(variant.id)) };
  const machine = await findMachine('x86-intel');
  const request = { designs: made, machine, out, project: PROJECT, jobs: 2, again: true };
  const { evidence } = await runDesigns(request, testContext());
  const seen = [
    'nvme.bar0.caps',
    'nvme.bar0.mmap.whole',
    'nvme.optin.enable',
    'nvme.optin.bad_flags',
    'nvme.old.maps',
  ];
  expect(
    evidence.cells.map(({ name, verdict, failure, observations }) =>
      [name, verdict, failure?.code, ...seen.map((key) => observations[key] ?? '–')].join(' '),
    ),
  ).toMatchInlineSnapshot(`
    [
      "baseline PASS  3 ok – – whole",
      "prerequisite PASS  1 EINVAL – – around",
      "opt-in-ioctl PASS  1 EINVAL ok EINVAL around",
      "iommu-group-flag PASS  3 ok – – whole",
      "pci-bus-flag SKIP NEEDS_SOURCE – – – – –",
    ]
  `);
  // Two guests, each with a part of the cells (how large, src/evidence/lots.ts decides by what is compiled first); a boot
  // says which, and so does each of its cells.
  expect(evidence.boots.map(({ number }) => number)).toEqual([1, 2]);
  expect(evidence.boots.flatMap(({ cells }) => cells).sort()).toEqual([
    'baseline',
    'iommu-group-flag',
    'opt-in-ioctl',
    'prerequisite',
  ]);
  for (const { number, cells } of evidence.boots)
    for (const name of cells)
      expect(evidence.cells.find((cell) => cell.name === name)?.boot, name).toBe(number);
});
