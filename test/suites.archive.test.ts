// SPDX-License-Identifier: GPL-2.0-only
// Clients that nobody here wrote, in a real guest.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { prepareWhole } from '../src/evidence/prepare.ts';
import { suiteTests } from '../src/evidence/suites.ts';
import { runCells } from '../src/guest/cells.ts';
import { findMachine } from '../src/guest/machines.ts';
import { clientText } from '../src/report/mapped.ts';
import { compose } from '../src/series/generate.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { allVariants, debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

test("Debian's DPDK starts a port under each design, and maps the table where the kernel says that it may", async () => {
  const chosen = allVariants().filter(({ variant }) => variant.id === 'new-capability');
  const designs = await compose(msixMmap, await debian('6.1'), chosen);
  const out = await temporaryFolder();
  const request = { designs, machine: await findMachine('x86-intel'), out, project: PROJECT };
  const [{ guest, kernel, machine }] = await prepareWhole({ ...request, suites: ['dpdk'] }, testContext());
  const alone = { ...guest, tests: [], cells: guest.cells.map((cell) => ({ ...cell, tests: [] })) };
  const report = await runCells(alone, machine, kernel, { output: join(out, 'guest') }, testContext());
  const told = report.cells.flatMap(({ cell, programs }) => {
    const tests = suiteTests(programs);
    return ['e1000e', 'vmxnet3'].map((role) => {
      const own = tests.filter((one) => one.role === role);
      const steps = own.map(({ name, status }) => `${name} ${status}`).join(', ');
      return `${cell} ${role}: ${steps}: ${clientText(own).text}`;
    });
  });
  expect(told).toMatchInlineSnapshot(`
    [
      "baseline e1000e: probed PASS, mapped PASS, started PASS, interrupt PASS, stopped PASS: starts; BAR 3 whole",
      "baseline vmxnet3: probed PASS, mapped PASS, started PASS, interrupt PASS, stopped PASS: starts; BAR 2 whole",
      "prerequisite e1000e: probed PASS, mapped PASS, started PASS, interrupt PASS, stopped PASS: starts; BAR 3 without 0x0-0x1000",
      "prerequisite vmxnet3: probed PASS, mapped PASS, started PASS, interrupt PASS, stopped PASS: starts; BAR 2 without 0x0-0x1000",
      "new-capability e1000e: probed PASS, mapped PASS, started PASS, interrupt PASS, stopped PASS: starts; BAR 3 whole",
      "new-capability vmxnet3: probed PASS, mapped PASS, started PASS, interrupt PASS, stopped PASS: starts; BAR 2 whole",
    ]
  `);
  expect(report.boots.map(({ argv }) => argv[argv.indexOf('-cpu') + 1])).toMatchInlineSnapshot(`
    [
      "qemu64,cx16=off,ssse3=on,sse4.1=on,sse4.2=on,popcnt=on",
    ]
  `);
});
