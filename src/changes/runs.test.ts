// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { ReportedDesign } from '../results/model.ts';
import { latencyChange } from './latencies.ts';
import { runChanges } from './runs.ts';
import type { SideDesign } from './side.ts';

type Status = ReportedDesign['programs'][number]['tests'][number]['status'];

function design(tests: Readonly<Record<string, Status>>, more: Partial<SideDesign> = {}): SideDesign {
  const own = Object.entries(tests).map(([name, status]) => ({ name, status, diagnostics: [] }));
  const verdict = own.some(({ status }) => status === 'fail') ? 'fail' : 'pass';
  return {
    ...{ name: 'a', title: 'A', verdict, patches: [], measurements: [], findings: [] },
    programs: [{ name: 'p', tests: own }],
    observations: {},
    latencies: new Map(),
    ...more,
  };
}

const told = (before: SideDesign[], after: SideDesign[]) =>
  runChanges(before, after).map(({ kind, name, before: was, after: is }) =>
    [kind, name, was ?? '–', is ?? '–'].join(' | '),
  );

test('each way from one status to another has its name', () => {
  const before = design({ r: 'pass', s: 'fail', f: 'fail', g: 'pass', k: 'skip', x: 'xfail', same: 'pass' });
  const after = design({
    r: 'fail',
    s: 'fail',
    f: 'pass',
    n: 'fail',
    k: 'fail',
    x: 'xfail',
    same: 'pass',
    w: 'pass',
  });
  expect(told([before], [after])).toMatchInlineSnapshot(`
    [
      "regression | p/r | pass | fail",
      "new failure | p/k | skip | fail",
      "new failure | p/n | – | fail",
      "still failing | p/s | fail | fail",
      "fixed | p/f | fail | pass",
      "disappeared | p/g | pass | –",
      "appeared | p/w | – | pass",
    ]
  `);
});

test('a test that is skipped now is not there any more, whatever it said before', () => {
  expect(told([design({ a: 'pass', b: 'fail' })], [design({ a: 'skip', b: 'skip' })])).toMatchInlineSnapshot(`
    [
      "disappeared | p/a | pass | skip",
      "disappeared | p/b | fail | skip",
    ]
  `);
});

test('of a design that could not be run nothing but that is said', () => {
  const failure = { code: 'HOST_LACKS', title: 'no QEMU', hint: 'x' };
  const lost = design({}, { verdict: 'miss', failure, observations: {} });
  const before = design({ a: 'pass' }, { observations: { k: '1' } });
  expect(runChanges([before], [lost])).toMatchInlineSnapshot(`
    [
      {
        "after": "miss",
        "before": "pass",
        "design": "a",
        "kind": "undetermined",
        "name": "",
        "note": "HOST_LACKS: no QEMU",
        "of": "design",
      },
    ]
  `);
});

test('a design that could be run and is skipped now is not known to be well', () => {
  const failure = { code: 'DEVICE_REFUSED', title: 'the device is refused', hint: 'x' };
  const skipped = design({}, { verdict: 'skip', failure });
  expect(told([design({ a: 'pass' })], [skipped])).toEqual(['undetermined |  | pass | skip']);
  expect(told([skipped], [design({ a: 'pass' })])).toEqual(['appeared |  | skip | pass']);
  expect(told([skipped], [skipped])).toEqual([]);
});

test('a design that fails without a failed test is a regression by itself', () => {
  const failure = { code: 'PANIC', title: 'the kernel panicked', hint: 'x' };
  expect(told([design({ a: 'pass' })], [design({}, { verdict: 'fail', failure })])).toMatchInlineSnapshot(`
    [
      "regression |  | pass | fail",
      "disappeared | p/a | pass | –",
    ]
  `);
});

test('a new error of a rule is a regression, a new warning has appeared, and lines do not matter', () => {
  const finding = (message: string, severity: 'error' | 'warning', line: number) => ({
    ...{ rule: 'r', severity, message, line, file: 'a.c', fingerprint: message },
  });
  const before = design({}, { findings: [finding('old', 'error', 3), finding('gone', 'error', 4)] });
  const after = design(
    {},
    {
      findings: [finding('old', 'error', 30), finding('new', 'error', 5), finding('warn', 'warning', 6)],
    },
  );
  expect(told([before], [after])).toMatchInlineSnapshot(`
    [
      "regression | r: new | – | error",
      "still failing | r: old | error | error",
      "fixed | r: gone | error | –",
      "appeared | r: warn | – | warning",
    ]
  `);
});

test('runs of two trees are compared by the names of designs; a run of several trees tells them apart', () => {
  const on = (label: string, status: Status) =>
    design({ t: status }, { tree: { spec: `debian:${label}`, label: `debian-${label}` } });
  expect(told([on('6.1', 'pass')], [on('7.2', 'fail')])).toEqual(['regression | p/t | pass | fail']);
  const changes = runChanges([on('6.1', 'pass'), on('7.2', 'pass')], [on('6.1', 'pass'), on('7.2', 'fail')]);
  expect(changes.map(({ design: name, kind }) => `${name} ${kind}`)).toEqual(['debian-7.2 a regression']);
});

const samples = (...values: number[]) => values.map((value) => ({ value, count: 100 }));

test('latencies of one boot: what is no more than a drift is no change', () => {
  const before = { unit: 'ns', boots: [samples(10, 11, 12, 13)], accelerator: 'tcg' };
  const near = { unit: 'ns', boots: [samples(10, 11, 12, 14)], accelerator: 'tcg' };
  const far = { unit: 'ns', boots: [samples(20, 21, 22, 23)], accelerator: 'tcg' };
  expect(latencyChange('a', 'x', before, near).kind).toBe('no change detected');
  expect(latencyChange('a', 'x', before, far)).toMatchObject({ kind: 'slower', effect: 1 });
  expect(latencyChange('a', 'x', far, before)).toMatchObject({ kind: 'faster', effect: -1 });
});

test('latencies of several boots are compared by the medians of the boots', () => {
  const boots = (...medians: number[]) => ({ unit: 'ns', boots: medians.map((one) => samples(one)) });
  expect(latencyChange('a', 'x', boots(10, 30, 12, 28), boots(11, 29, 13, 27)).kind).toBe(
    'no change detected',
  );
  expect(latencyChange('a', 'x', boots(10, 11, 12, 13), boots(20, 21, 22, 23))).toMatchObject({
    kind: 'slower',
    note: 'delta 1.00, p = 0.030, medians of 4 and 4 boots',
  });
});

test('a latency under KVM is not compared with one under TCG', () => {
  const of = (accelerator: string) => ({ unit: 'ns', boots: [samples(10)], accelerator });
  expect(latencyChange('a', 'x', of('kvm'), of('tcg'))).toMatchObject({
    kind: 'undetermined',
    note: 'one run was made with kvm, the other with tcg',
  });
});
