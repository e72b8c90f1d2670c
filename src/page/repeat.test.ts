// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { pageCell, pageEvidence } from '../../test/page-runs.ts';
import type { Evidence } from '../evidence/schema.ts';
import { shownOf } from './model.ts';
import { repeatCommand } from './repeat.ts';

function commands(evidence: Evidence, known?: ReadonlySet<string>): string[] {
  const kept = { evidence, folder: 'out/a', series: new Map(), boots: [] };
  return shownOf([kept], undefined).runs.flatMap(({ cells }) =>
    cells.map((cell) => repeatCommand(cell, known)),
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
      "kpw test opt-in-ioctl --topic msix-mmap --tree debian:6.1 --machine x86-intel --kernel source --again",
      "kpw test opt-in-ioctl --topic msix-mmap --tree debian:6.1 --machine x86-intel --kernel source --set as-posted=true --set 'via=it'\\''s' --again",
    ]
  `);
});

test('what was given as patches is run from those that are kept, held to the same promise', () => {
  const cells = [
    pageCell('region-flag', 4096, true, { contract: { 'fresh.flags': '0x1f' } }),
    pageCell('mine', 4096, true, { contract: { 'fresh.flags': '0x1f' } }),
    pageCell('other', 4096, true),
  ];
  expect(
    commands({ ...pageEvidence(), cells }, new Set(['region-flag'])).map((one) => one.split(' ')[2]),
  ).toMatchInlineSnapshot(`
    [
      "region-flag",
      "mine:region-flag=out/a/series/mine",
      "other=out/a/series/other",
    ]
  `);
});
