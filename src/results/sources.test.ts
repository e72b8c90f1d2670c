// SPDX-License-Identifier: GPL-2.0-only
// What the model is made of: runs, comparisons, selftests, matrices, sides of an interface.
import { expect, test } from 'vitest';
import type { Compared } from '../evidence/compare/schema.ts';
import type { Matrix } from '../evidence/matrix-schema.ts';
import type { SuiteTest } from '../evidence/schema.ts';
import type { Selftests } from '../evidence/selftests/schema.ts';
import type { UapiDiff } from '../evidence/uapi/schema.ts';
import { designsOfCompared } from './of-compared.ts';
import { designsOfEvidence } from './of-evidence.ts';
import { designsOfMatrix } from './of-matrix.ts';
import { designsOfSelftests } from './of-selftests.ts';
import { designsOfUapi } from './of-uapi.ts';
import { outcomeOf } from './summary.ts';
import { EVIDENCE } from './testing/sample.ts';

const nowhere = () => undefined;
const [baseline, ioctl] = EVIDENCE.cells;
if (!baseline || !ioctl) throw new Error('the sample has lost its cells');

test('the cell with the prerequisite has its patches, and not those of the tree as it is', () => {
  const prerequisite = { ...baseline, name: 'prerequisite', role: 'prerequisite' as const };
  const patches = (cells: typeof EVIDENCE.cells) =>
    designsOfEvidence({ ...EVIDENCE, cells }, nowhere).map((one) =>
      one.patches.map(({ subject }) => subject),
    );
  expect(patches([baseline, prerequisite, ioctl])).toEqual([
    [],
    ['lamp: Restore'],
    ['lamp: Restore', 'lamp: Switch it'],
  ]);
  expect(patches([baseline, prerequisite])).toEqual([[], ['prerequisite 1']]);
});

test('a program of a suite that the tree as it is fails too is expected to', () => {
  const of = (name: string, status: SuiteTest['status']): SuiteTest => ({
    suite: 's',
    program: 'p',
    role: 'r',
    name,
    status,
  });
  const own = (cell: typeof baseline, ...suites: SuiteTest[]) => ({ ...cell, tests: [], suites });
  const cells = [
    own(baseline, of('both', 'FAIL'), of('broken', 'PASS')),
    own(ioctl, of('both', 'FAIL'), of('broken', 'FAIL'), of('new', 'FAIL')),
  ];
  const statuses = designsOfEvidence({ ...EVIDENCE, cells }, nowhere).map(({ programs }) =>
    programs.flatMap(({ tests }) => tests.map(({ name, status }) => `${name} ${status}`)),
  );
  expect(statuses).toEqual([
    ['both xfail', 'broken pass'],
    ['both xfail', 'broken fail', 'new fail'],
  ]);
});

const cell = {
  ...{ name: 'debian-6.1', verdict: 'FAIL', modules: [], warnings: [], observations: {}, measurements: {} },
  ...{ boot: 1, consoleTail: '', failure: { code: 'TESTS_FAILED', title: '1 of 2 tests failed', hint: 'h' } },
  tests: [
    { program: 'timers:posix_timers', name: 'check_sig', status: 'FAIL' },
    { program: 'timers:posix_timers', name: 'check_rearm', status: 'PASS' },
  ],
};

test('selftests of which upstream says that they fail fail nothing', () => {
  const { tree, machine } = EVIDENCE;
  const column = { name: tree.label, tree, cell };
  const expected = [{ program: 'timers:posix_timers', name: 'check_sig', why: 'it does', source: 's' }];
  const designs = (more: object) =>
    designsOfSelftests(
      { run: 'r', machine, columns: [{ ...column, ...more }] } as unknown as Selftests,
      nowhere,
    );
  expect([outcomeOf(designs({})), outcomeOf(designs({ expected }))]).toEqual(['fail', 'pass']);
  expect(designs({ expected })[0]?.programs[0]?.tests[0]).toMatchObject({
    status: 'xfail',
    reason: 'it does',
  });
});

test('designs that are compared keep their mails, and a design that does not apply fails', () => {
  const { run, tree } = EVIDENCE;
  const design = { name: 'rfc', source: 'rfc.mbox', subjects: ['lamp: Switch it'] };
  const failure = { code: 'DESIGN_REJECTED', title: 'none fits', hint: 'h' };
  const findings = [{ rule: 'r', severity: 'warning', file: 'f', line: 1, message: 'm', designs: ['rfc'] }];
  const mails = [{ subject: '[RFC] lamp: Switch it', sha256: 'ab', messageId: '1@x' }];
  const compared = {
    run,
    tree,
    findings,
    designs: [
      { ...design, mails },
      { ...design, name: 'v2', failure },
    ],
    cells: [{ ...cell, name: 'baseline' }],
  };
  const [tree0, rfc, v2] = designsOfCompared(compared as unknown as Compared, nowhere);
  expect([tree0?.name, tree0?.verdict, rfc?.findings.length, v2?.findings.length]).toEqual([
    'baseline',
    'fail',
    1,
    0,
  ]);
  expect([rfc?.patches, v2?.patches]).toEqual([
    [{ ...mails[0], role: 'own' }],
    [{ subject: 'lamp: Switch it', role: 'own' }],
  ]);
  expect(v2).toMatchObject({ verdict: 'fail', failure });
});

test('a matrix has the cells of its runs, and of what did not run why', () => {
  const failure = { code: 'HOST_LACKS', title: 'no QEMU', hint: 'h' };
  const rows = [
    { tree: 'debian:6.1', machine: 'pc', seconds: 1, run: EVIDENCE.run, cells: [] },
    {
      tree: 'debian:6.1',
      machine: 'arm',
      seconds: 0,
      cells: [{ name: 'ioctl', verdict: 'SKIP', passed: 0, failed: 0, differs: 0, failure }],
    },
  ];
  const designs = designsOfMatrix({ rows } as unknown as Matrix, () => EVIDENCE, nowhere);
  expect(designs.map(({ machine, name, verdict }) => `${machine?.id} ${name} ${verdict}`)).toEqual([
    ...['pc baseline pass', 'pc ioctl fail', 'pc sysfs skip'],
    'arm ioctl skip',
  ]);
});

test('of a comparison of two sides what is denied is an error, and what is allowed is none', () => {
  const finding = { rule: 'r', file: 'f.h', line: 2, message: 'm', symbol: 'struct lamp.on' };
  const comparison = {
    ...{
      before: 'a',
      after: 'b',
      verdict: 'binary-break',
      growth: 'nothing',
      rules: { ran: ['r'], skipped: [] },
    },
    findings: [
      { ...finding, severity: 'error', gate: false },
      { ...finding, severity: 'warning', gate: true },
    ],
  };
  const diff = { comparisons: [comparison], between: [] } as unknown as UapiDiff;
  const [design] = designsOfUapi(diff, () => 'struct lamp {\n\tint on;\n');
  expect(design?.findings.map(({ severity, column, source }) => [severity, column, source])).toEqual([
    ['error', 6, '\tint on;'],
    ['warning', 6, '\tint on;'],
  ]);
});
