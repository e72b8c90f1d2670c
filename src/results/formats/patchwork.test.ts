// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { ReportedDesign, ReportedPatch } from '../model.ts';
import { sample } from '../testing/sample.ts';
import { SETTINGS } from '../testing/settings.ts';
import { patchwork } from './patchwork.ts';

type Verdict = NonNullable<ReportedDesign['verdict']>;

const [base] = sample().designs as [ReportedDesign];
const sha = (digit: string) => digit.repeat(64);
const below: ReportedPatch = { subject: 'lamp: Restore', role: 'prerequisite', sha256: sha('1') };
const own = (subject: string, digit: string): ReportedPatch => ({ subject, role: 'own', sha256: sha(digit) });
const design = (name: string, verdict: Verdict, ...patches: ReportedPatch[]): ReportedDesign => ({
  ...base,
  ...{ name, verdict, patches },
});

/** `<first digit of sha256> <subject>: <state> <context>: <description>` of each check. */
function told(...designs: ReportedDesign[]): string[] {
  interface Body {
    readonly patch: { readonly subject: string; readonly sha256?: string };
    readonly checks: readonly {
      readonly state: string;
      readonly context: string;
      readonly description: string;
    }[];
  }
  const bodies: Body[] = JSON.parse(patchwork.write(sample(undefined, { designs }), SETTINGS));
  return bodies.flatMap(({ patch, checks }) =>
    checks.map(
      ({ state, context, description }) =>
        `${patch.sha256?.[0] ?? '?'} ${patch.subject}: ${state} ${context}: ${description}`,
    ),
  );
}

test('a prerequisite that fails has a check that fails, and none for what lies on top of it', () => {
  const variant = (verdict: Verdict) => design('ioctl', verdict, below, own('lamp: Switch', '2'));
  expect([
    told(design('prerequisite', 'fail', below), variant('pass')),
    told(design('prerequisite', 'pass', below), variant('fail')),
    told(variant('fail')),
  ]).toMatchInlineSnapshot(`
    [
      [
        "1 lamp: Restore: fail kpw-run-debian-6_1-pc: prerequisite: FAIL; tests: 1 passed",
        "2 lamp: Switch: success kpw-run-debian-6_1-pc: ioctl: PASS; tests: 1 passed",
      ],
      [
        "1 lamp: Restore: success kpw-run-debian-6_1-pc: prerequisite: PASS; tests: 1 passed",
        "2 lamp: Switch: fail kpw-run-debian-6_1-pc: ioctl: FAIL; tests: 1 passed",
      ],
      [
        "1 lamp: Restore: fail kpw-run-debian-6_1-pc: ioctl: FAIL; tests: 1 passed",
        "2 lamp: Switch: fail kpw-run-debian-6_1-pc: ioctl: FAIL; tests: 1 passed",
      ],
    ]
  `);
});

test('a patch of several designs has the worst of them, by name; another of the same subject has its own', () => {
  const shared = own('lamp: Prepare', '3');
  expect(
    told(
      design('one', 'pass', shared, own('lamp: Switch', '4')),
      design('two', 'fail', shared, own('lamp: Switch', '5')),
    ),
  ).toMatchInlineSnapshot(`
    [
      "3 lamp: Prepare: fail kpw-run-debian-6_1-pc: two: FAIL; tests: 1 passed",
      "4 lamp: Switch: success kpw-run-debian-6_1-pc: one: PASS; tests: 1 passed",
      "5 lamp: Switch: fail kpw-run-debian-6_1-pc: two: FAIL; tests: 1 passed",
    ]
  `);
});
