// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../../../checks/rule.ts';
import type { CellEvidence, Evidence } from '../../evidence/schema.ts';
import type { Results } from '../model.ts';
import { designsOfEvidence } from '../of-evidence.ts';
import { resultsOf } from '../results.ts';

const cell = (name: string, more: Partial<CellEvidence>): CellEvidence => ({
  ...{ name, title: name, role: 'variant', parameters: {}, contract: {}, findings: [], verdict: 'PASS' },
  ...{ tests: [], observations: {}, measurements: {}, boot: 1, consoleTail: '' },
  ...more,
});

const sha256 = '0123456789abcdef'.repeat(4);
const failure = {
  code: 'TESTS_FAILED',
  title: '1 of 4 tests failed',
  detail: 'switch.b\nled.c',
  hint: 'Mend it.',
};

/** A run of three designs: the tree as it is, one that fails, and one that was not run. */
export const EVIDENCE: Evidence = {
  ...{ schema: 1, run: '20260101T000000Z-debian-6.1-pc', started: '2026-01-01T00:00:00.123Z', seconds: 61.5 },
  topic: { id: 'lamps', title: 'Who may switch the lamp?' },
  tree: {
    ...{ spec: 'debian:6.1', label: 'debian-6.1', release: '6.1.1' },
    base: { kind: 'debian', package: 'linux-source-6.1', version: '6.1.1-1', sha256 },
  },
  machine: { id: 'pc', title: 'a PC' },
  kernel: { release: '6.1.0-1-amd64', way: 'prebuilt', packages: [] },
  ...{ qemu: '7.2.0', tool: { version: '0.1.0', commit: '0123456789'.repeat(4) } },
  ...{ host: { node: '20.0.0', cpus: 2 }, stages: [] },
  cells: [
    cell('baseline', {
      role: 'baseline',
      tests: [{ program: 'lamp_test', name: 'switch.a', status: 'PASS' }],
    }),
    cell('ioctl', {
      ...{ title: 'an ioctl switches it', verdict: 'FAIL', failure, consoleTail: 'lamp: broken\nlamp: dark' },
      series: {
        patches: [
          { name: '0001-lamp-Restore.patch', subject: 'lamp: Restore', role: 'prerequisite', sha256 },
          { name: '0002-lamp-Switch.patch', subject: 'lamp: Switch it', role: 'own', sha256 },
        ],
        ...{ subjects: ['lamp: Switch it'], prerequisites: 1, files: 1, insertions: 9, deletions: 2 },
        uapi: { added: ['LAMP_SWITCH'], removed: [] },
      },
      uapi: { verdict: 'behaviour-break', growth: 'one ioctl' },
      build: { seconds: 2.5, cached: false, warnings: ['drivers/lamp.c:9: unused'], modules: ['lamp'] },
      findings: [
        {
          ...{ rule: 'mac-added', severity: 'note', file: 'include/uapi/linux/lamp.h', line: 7 },
          ...{ message: 'linux/lamp.h gains LAMP_SWITCH', effect: 'additive', symbol: 'LAMP_SWITCH' },
          fingerprint: '00112233aabbccdd',
        },
        {
          ...{ rule: 'hnd-argsz', severity: 'error', file: 'drivers/lamp.c', line: 40, column: 9 },
          ...{ message: 'LAMP_SWITCH reads more than argsz', effect: 'defect', symbol: 'LAMP_SWITCH' },
        },
      ],
      tests: [
        { program: 'lamp_test', name: 'switch.a', status: 'PASS' },
        {
          ...{ program: 'lamp_test', name: 'switch.b', status: 'FAIL' },
          diagnostics: ['lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)', 'switch.b: Test failed'],
        },
        { program: 'lamp_test', name: 'led.c', status: 'SKIP', reason: 'no LED' },
        { program: 'lamp_time_test', name: 'led.d', status: 'XFAIL', reason: 'slow here' },
      ],
      suites: [
        { suite: 'client', program: 'lampd', role: 'desk', name: '', status: 'ERROR', reason: 'it died' },
      ],
      measurements: { 'lamp.on.median': { value: 120.5, unit: 'ns', samples: 100 } },
    }),
    cell('sysfs', {
      ...{ verdict: 'SKIP', boot: 0 },
      failure: { code: 'NEEDS_SOURCE', title: 'sysfs changes built-in code', hint: 'Build it.' },
    }),
  ],
  boots: [
    {
      ...{ number: 1, folder: 'guest/boot-1', argv: ['qemu-system-x86_64', '-m', '512'], accelerator: 'tcg' },
      ...{ seconds: 40, cells: ['baseline', 'ioctl'] },
    },
  ],
};

const RULES = [
  {
    ...{
      id: 'hnd-argsz',
      severity: 'error',
      category: 'hnd',
      needs: [],
      title: 'A handler reads beyond argsz.',
    },
    ...{ why: 'Old binaries give less.', reference: 'Documentation/lamp.rst', todo: 'Compare argsz first.' },
  },
  {
    ...{ id: 'mac-added', severity: 'note', category: 'mac', needs: [], title: 'A header gains a macro.' },
    ...{ why: 'It stays for ever.', reference: 'Documentation/lamp.rst', todo: 'Name it well.' },
  },
] as const satisfies readonly Rule[];

/** The model of a run, or of one that somebody spoilt. */
export function sample(evidence = EVIDENCE, more: Partial<Results> = {}): Results {
  const { run, started, seconds, topic, tool, host, qemu } = evidence;
  const designs = designsOfEvidence(evidence, (program) => `kernel-tests/lamps/${program}.c`);
  return resultsOf(
    {
      tool: { name: 'kpw', version: '0.1.0', ...tool },
      ...{ verb: 'run', title: topic.title, run, started, seconds, host: { ...host, qemu }, designs },
      ...more,
    },
    RULES,
  );
}
