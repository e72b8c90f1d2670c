// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { pageCell, pageEvidence } from '../../test/page-runs.ts';
import type { Evidence } from '../evidence/schema.ts';
import { shownOf } from './model.ts';
import { type KnownVariant, repeatOf } from './repeat.ts';

function commands(evidence: Evidence, known?: readonly KnownVariant[]): string[] {
  const kept = { evidence, folder: 'out/a', series: new Map(), boots: [] };
  return shownOf([kept], undefined).runs.flatMap(({ cells }) =>
    cells.map((cell) => repeatOf(cell, known).command),
  );
}

test('the command of a cell has its tree, machine, kernel and parameters', () => {
  const evidence = pageEvidence();
  const cells = [
    pageCell('baseline', 4096, true, { role: 'baseline' }),
    pageCell('opt-in-ioctl', 4096, true, { parameters: { 'as-posted': true, rdwr: false, via: "it's" } }),
  ];
  expect(
    commands({ ...evidence, cells, kernel: { ...evidence.kernel, way: 'source' } }),
  ).toMatchInlineSnapshot(`
    [
      "npx kpw test opt-in-ioctl --topic msix-mmap --tree debian:6.1 --machine x86-intel --kernel source --set as-posted=true --set 'via=it'\\''s' --again",
      "npx kpw test opt-in-ioctl --topic msix-mmap --tree debian:6.1 --machine x86-intel --kernel source --set as-posted=true --set 'via=it'\\''s' --again",
    ]
  `);
});

const REGION_FLAG: KnownVariant = { id: 'region-flag', title: 'region flag' };

test('what was given as patches is run from those that are kept, held to the same promise', () => {
  const cells = [
    pageCell('region-flag', 4096, true, { contract: { 'fresh.flags': '0x1f' } }),
    pageCell('mine', 4096, true, { contract: { 'fresh.flags': '0x1f' } }),
    pageCell('other', 4096, true),
  ];
  expect(
    commands({ ...pageEvidence(), cells }, [REGION_FLAG]).map((one) => one.split(' ')[3]),
  ).toMatchInlineSnapshot(`
    [
      "region-flag",
      "mine:region-flag=out/a/series/mine",
      "other=out/a/series/other",
    ]
  `);
  const kept = { evidence: { ...pageEvidence(), cells }, folder: 'out/a', series: new Map(), boots: [] };
  const [run] = shownOf([kept], undefined).runs;
  expect(run?.cells.map((cell) => repeatOf(cell, [REGION_FLAG]).note)).toMatchInlineSnapshot(`
    [
      undefined,
      undefined,
      "No variant of this run promises the same: if it was held to one, write other:VARIANT=… in place of other=….",
    ]
  `);
});

test('what was given as patches is told by its title where the topic is not at hand, or the name is a variant’s', () => {
  const given = (name: string) => pageCell(name, 4096, true, { title: name });
  const cells = [given('broken'), given('region-flag'), pageCell('opt-in-ioctl', 4096, true)];
  const evidence = { ...pageEvidence(), cells };
  expect(
    [commands(evidence), commands(evidence, [REGION_FLAG])].map((some) =>
      some.map((one) => one.split(' ')[3]),
    ),
  ).toMatchInlineSnapshot(`
    [
      [
        "broken:opt-in-ioctl=out/a/series/broken",
        "region-flag:opt-in-ioctl=out/a/series/region-flag",
        "opt-in-ioctl",
      ],
      [
        "broken=out/a/series/broken",
        "region-flag=out/a/series/region-flag",
        "opt-in-ioctl=out/a/series/opt-in-ioctl",
      ],
    ]
  `);
});

test('baseline and prerequisite are run with a variant that ran, and that is said', () => {
  const cells = [
    pageCell('baseline', 4096, true, { role: 'baseline' }),
    pageCell('prerequisite', 4096, true, { role: 'prerequisite' }),
    pageCell('pci-bus-flag', 4096, true, { verdict: 'SKIP' }),
    pageCell('region-flag', 4096, true, { parameters: { rdwr: true } }),
  ];
  const kept = { evidence: { ...pageEvidence(), cells }, folder: 'out/a', series: new Map(), boots: [] };
  const [run] = shownOf([kept], undefined).runs;
  expect(run?.cells.slice(0, 2).map((cell) => repeatOf(cell))).toMatchInlineSnapshot(`
    [
      {
        "command": "npx kpw test region-flag --topic msix-mmap --tree debian:6.1 --machine x86-intel --set rdwr=true --again",
        "note": "No command runs the baseline alone, every run has it; this one runs it with region-flag.",
      },
      {
        "command": "npx kpw test region-flag --topic msix-mmap --tree debian:6.1 --machine x86-intel --set rdwr=true --again",
        "note": "No command runs the prerequisite alone, every run has it; this one runs it with region-flag.",
      },
    ]
  `);
});
