// SPDX-License-Identifier: GPL-2.0-only
// A guest of another architecture, with pages of 64K: the machine that the thread began on.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runMatrix } from '../src/evidence/matrix.ts';
import type { MatrixRow } from '../src/evidence/matrix-schema.ts';
import { readEvidence } from '../src/evidence/read.ts';
import { findMachine } from '../src/guest/machines.ts';
import { compose } from '../src/series/generate.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { allVariants, debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const told = ({ cells }: MatrixRow) =>
  cells.map(({ name, verdict, failure }) => [name, verdict, failure?.code].filter(Boolean).join(' '));

test('on powerpc with pages of 64K, a register beside the table is reached by mmap or not, as a design promises', async (context) => {
  const names = ['opt-in-ioctl', 'region-flag', 'pci-bus-flag'];
  const chosen = allVariants().filter(({ variant }) => names.includes(variant.id));
  // Emulated powerpc takes minutes for all programs; `kpw matrix` runs those.
  const quick = [...(msixMmap.quick ?? []), 'vfio_pci_msix_mmap_complaint_test'];
  const designs = await compose({ ...msixMmap, quick }, await debian('7.2'), chosen);
  const machine = await findMachine('ppc64-64k');
  const out = await temporaryFolder();
  const pairs = [{ designs, machine, kernel: { way: 'prebuilt' as const } }];
  const request = { out, project: PROJECT, jobs: 1, quick: true, again: true };
  const { rows } = await runMatrix(pairs, request, testContext());
  const [row] = rows;
  if (!row) throw new Error('no row');
  // A mirror in the middle of an update is not ours to mend.
  if (row.cells.some(({ failure }) => failure?.detail?.includes("archive's lists were refused")))
    return context.skip();
  expect(told(row)).toMatchInlineSnapshot(`
    [
      "baseline PASS",
      "prerequisite PASS",
      "opt-in-ioctl PASS",
      "region-flag PASS",
      "pci-bus-flag SKIP NEEDS_SOURCE",
    ]
  `);
  const { boots, cells } = await readEvidence(out, 'latest');
  expect(boots.map(({ pageSize }) => pageSize)).toEqual([65536]);
  const seen = (key: string) => cells.map(({ observations }) => observations[key]);
  expect({
    'the register': seen('nvme64k.complaint.register'),
    'reached by mmap, after an opt-in where there is one': seen('nvme64k.latency.mapped'),
    'an old userspace maps': seen('nvme64k.old.maps'),
  }).toMatchInlineSnapshot(`
    {
      "an old userspace maps": [
        "whole",
        "nothing",
        "nothing",
        "whole",
        undefined,
      ],
      "reached by mmap, after an opt-in where there is one": [
        "yes",
        "no",
        "opted",
        "yes",
        undefined,
      ],
      "the register": [
        "shares",
        "shares",
        "shares",
        "shares",
        undefined,
      ],
    }
  `);
});
