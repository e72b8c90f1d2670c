// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, testContext } from '../../test/support.ts';
import type { CellOutcome } from './classify.ts';
import { decodedOutcomes } from './decoded.ts';
import { Splat, TestsFailed } from './failures.ts';

const CONSOLE = `[    1.0] kpw: cell b begin
[    2.0] WARNING: CPU: 0 PID: 61 at drivers/vfio/pci/vfio_pci_core.c:1713
[    2.1]  vfio_pci_core_mmap+0x1a/0x2b0 [vfio_pci_core]
`;

test('the report that a cell failed by has source lines, in its detail and beside the console', async () => {
  const folder = await temporaryFolder();
  for (const path of ['tree/scripts', 'tree/build', 'symbols', 'boot-1'])
    await mkdir(join(folder, path), { recursive: true });
  await writeFile(join(folder, 'tree/scripts/decode_stacktrace.sh'), "sed 's,+0x.*, (x.c:1),'");
  const text = { where: 'cell b', detail: 'as printed', hint: 'Read it.' };
  const outcomes = new Map<string, CellOutcome>([
    ['a', { verdict: 'FAIL', failure: new TestsFailed({ ...text, title: '1 of 1 failed' }), programs: [] }],
    ['b', { verdict: 'FAIL', failure: new Splat({ ...text, title: 'WARNING' }), programs: [] }],
    ['c', 'again'],
  ]);
  const cells = [...outcomes.keys()];
  const over = { guest: { cells: [] }, cells, console: CONSOLE };
  const kernel = {
    architecture: 'x86_64',
    headers: join(folder, 'tree/build'),
    symbols: join(folder, 'symbols'),
  } as const;
  const boot = join(folder, 'boot-1');

  expect(await decodedOutcomes(outcomes, { ...over, kernel: {} }, boot, testContext())).toBe(outcomes);
  const decoded = await decodedOutcomes(outcomes, { ...over, kernel }, boot, testContext());
  const told = [...decoded].map(([cell, one]) => [cell, one === 'again' ? one : one.failure?.detail]);
  expect(told).toMatchInlineSnapshot(`
    [
      [
        "a",
        "as printed",
      ],
      [
        "b",
        "[    2.0] WARNING: CPU: 0 PID: 61 at drivers/vfio/pci/vfio_pci_core.c:1713
    [    2.1]  vfio_pci_core_mmap (x.c:1)",
      ],
      [
        "c",
        "again",
      ],
    ]
  `);
  expect(await readFile(join(boot, 'decoded.txt'), 'utf8')).toBe(`${told[1]?.[1]}\n`);
});
