// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { vfio } from '../../subsystems/vfio/index.ts';
import { judgeCell } from '../guest/judge.ts';
import { findMachine } from '../guest/machines.ts';
import type { ProgramEnd } from '../guest/results.ts';
import { directoryTree } from '../kernel/directory-tree.ts';
import { scratch, testContext } from '../kernel/testing/context.ts';
import { FAKE_KERNEL, writeFiles } from '../kernel/testing/fake-kernel.ts';
import { suitePrograms, suiteTests } from './suites.ts';

const own = { name: 'own_test', ktap: 'TAP version 13\n1..1\nok 1 own\n', end: { exit: 0 } };

function cell(...programs: [name: string, ktap: string, end: ProgramEnd][]) {
  const run = {
    name: 'c',
    ended: true,
    programs: [own, ...programs.map(([name, ktap, end]) => ({ name, ktap, end }))],
  };
  return judgeCell(run, '');
}

test('what a suite says is told beside the verdict of the cell, and is no part of it', () => {
  const judged = cell([
    's:p:nvme',
    'TAP version 13\n1..2\n# why\nnot ok 1 f.maps\nok 2 f.x # SKIP no device\n',
    { exit: 1 },
  ]);
  expect(judged.verdict).toBe('PASS');
  expect(judged.failure).toBeUndefined();
  expect(suiteTests(judged.programs)).toMatchInlineSnapshot(`
    [
      {
        "diagnostics": [
          "why",
        ],
        "name": "f.maps",
        "program": "p",
        "role": "nvme",
        "status": "FAIL",
        "suite": "s",
      },
      {
        "name": "f.x",
        "program": "p",
        "reason": "no device",
        "role": "nvme",
        "status": "SKIP",
        "suite": "s",
      },
    ]
  `);
});

test('a program that skips before it has a plan says why by its first line', () => {
  const { programs } = cell(['s:p:nvme', 'No driver found for device 0000:00:05.0\n', { exit: 4 }]);
  expect(suiteTests(programs)).toMatchInlineSnapshot(`
    [
      {
        "name": "",
        "program": "p",
        "reason": "No driver found for device 0000:00:05.0",
        "role": "nvme",
        "status": "SKIP",
        "suite": "s",
      },
    ]
  `);
});

test('what a program says in its log that it has mapped is kept with the test that it belongs to', () => {
  const ktap = `TAP version 13
1..2
ok 1 probed
# dpdk: EAL:   PCI memory mapped at 0x10410f000
# mapped BAR 0 of 0x1000: 0x0-0x1000
# mapped BAR 3 of 0x4000 with the table: 0x1000-0x4000
ok 2 mapped
`;
  expect(suiteTests(cell(['s:p:e1000e', ktap, { exit: 0 }]).programs)).toMatchInlineSnapshot(`
    [
      {
        "name": "probed",
        "program": "p",
        "role": "e1000e",
        "status": "PASS",
        "suite": "s",
      },
      {
        "mapped": [
          {
            "areas": [
              {
                "from": 0,
                "to": 4096,
              },
            ],
            "bar": 0,
            "size": 4096,
            "table": false,
          },
          {
            "areas": [
              {
                "from": 4096,
                "to": 16384,
              },
            ],
            "bar": 3,
            "size": 16384,
            "table": true,
          },
        ],
        "name": "mapped",
        "program": "p",
        "role": "e1000e",
        "status": "PASS",
        "suite": "s",
      },
    ]
  `);
});

test('a reason that the harness calls unknown is the line before it', () => {
  const ktap = 'TAP version 13\n1..1\n# no /dev/iommu\nok 1 f.x # SKIP unknown\n';
  expect(suiteTests(cell(['s:p:nvme', ktap, { exit: 0 }]).programs)[0]?.reason).toBe('no /dev/iommu');
});

test('a program that hangs, dies or says nothing is an error of the program, whatever it said before', () => {
  const { programs, verdict } = cell(
    ['s:hang:nvme', 'TAP version 13\n1..2\nok 1 f.x\n', { timeout: 120 }],
    ['s:dies:nvme', 'TAP version 13\n1..1\nok 1 f.x\n', { signal: 11 }],
    ['s:mute:nvme', '', { exit: 0 }],
  );
  expect(verdict).toBe('PASS');
  expect(
    suiteTests(programs).map(({ program, name, status, reason }) => [program, name, status, reason]),
  ).toMatchInlineSnapshot(`
    [
      [
        "hang",
        "f.x",
        "PASS",
        undefined,
      ],
      [
        "hang",
        "",
        "ERROR",
        "no end within 120 s",
      ],
      [
        "dies",
        "f.x",
        "PASS",
        undefined,
      ],
      [
        "dies",
        "",
        "ERROR",
        "not a whole KTAP document: killed by SIGSEGV",
      ],
      [
        "mute",
        "",
        "ERROR",
        "no test ran: s:mute:nvme printed nothing (exit status 0)",
      ],
    ]
  `);
});

test('a cell in which only suites ran has no verdict of its own', () => {
  const judged = judgeCell({ name: 'c', ended: true, programs: [{ ...own, name: 's:p:nvme' }] }, '');
  expect([judged.verdict, judged.failure?.code]).toEqual(['MISS', 'NOTHING_RAN']);
});

/** Suites for a tree that has none of its own. */
async function suitesOn(machineId: string, ...ids: string[]) {
  const folder = await scratch();
  await writeFiles(folder, FAKE_KERNEL);
  const base = { kind: 'directory', path: folder } as const;
  const tree = await directoryTree({ spec: './linux', label: 'linux', base }, folder);
  const machine = await findMachine(machineId);
  return {
    machine,
    made: await suitePrograms(ids, { subsystem: vfio, tree, machine, project: folder }, await testContext()),
  };
}

test('a suite that needs what the machine lacks is left out as well', async () => {
  const { made } = await suitesOn('x86-noiommu', 'dpdk');
  expect(made.records).toMatchInlineSnapshot(`
    [
      {
        "id": "dpdk",
        "skipped": "without an IOMMU DPDK needs physical addresses, which it only has of huge pages",
        "source": "machine x86-noiommu",
        "title": "Debian's DPDK",
      },
    ]
  `);
});

test('a suite that is not made for the machine is left out with the reason, and the run goes on', async () => {
  const { machine, made } = await suitesOn('ppc64-64k', 'kselftest-vfio', 'dpdk');
  expect(made.machine).toEqual(machine);
  expect({ records: made.records, common: made.common }).toMatchInlineSnapshot(`
    {
      "common": [],
      "records": [
        {
          "id": "kselftest-vfio",
          "skipped": "the kernel's vfio selftests are not made for ppc64le",
          "source": "debian:7.2: tools/testing/selftests/vfio",
          "title": "the kernel's vfio selftests",
        },
        {
          "id": "dpdk",
          "skipped": "the programs for Debian's DPDK are not made for ppc64le",
          "source": "libdpdk-dev",
          "title": "Debian's DPDK",
        },
      ],
    }
  `);
});
