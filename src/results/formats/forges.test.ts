// SPDX-License-Identifier: GPL-2.0-only
// GitHub's workflow commands, GitLab's code quality, Patchwork's checks and b4's protocol, by their published rules.
import { expect, test } from 'vitest';
import type { ReportedFinding } from '../model.ts';
import { sample } from '../testing/sample.ts';
import { SETTINGS } from '../testing/settings.ts';
import { b4Review } from './b4-review.ts';
import { github, githubSummary } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { kunitJson } from './kunit-json.ts';
import { markdown } from './markdown.ts';
import { patchwork } from './patchwork.ts';

const results = sample();
const failure = { code: 'NO_NETWORK', title: 'no network', hint: 'Plug it in.' };
const broken = sample(undefined, { designs: [], failure });

test('github: tests that fail before findings, errors before notices, each one command', () => {
  expect(github.write(results, SETTINGS)).toMatchInlineSnapshot(`
    "::error file=kernel-tests/lamps/lamp_test.c,line=42,title=debian-6_1/pc/ioctl%3A lamp_test::switch.b%0Alamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)%0Aswitch.b: Test failed
    ::error title=debian-6_1/pc/ioctl%3A client lampd desk::lampd%0Ait died
    ::error file=drivers/lamp.c,line=40,col=9,title=hnd-argsz::LAMP_SWITCH reads more than argsz (ioctl)
    ::notice file=include/uapi/linux/lamp.h,line=7,title=mac-added::linux/lamp.h gains LAMP_SWITCH (ioctl)
    "
  `);
});

test('github: ten of each level at most, the worst first', () => {
  const finding: ReportedFinding = { rule: 'r', severity: 'note', message: 'm', fingerprint: '' };
  const many = (severity: ReportedFinding['severity']) =>
    Array.from({ length: 15 }, (_, at) => ({
      ...finding,
      severity,
      message: `${at}`,
      fingerprint: `${severity}${at}`,
    }));
  const design = { ...results.designs[0], findings: [...many('note'), ...many('warning'), ...many('error')] };
  const lines = github
    .write({ ...results, designs: [design as (typeof results.designs)[0]] }, SETTINGS)
    .split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual([
    ...Array(10).fill('::error'),
    ...Array(10).fill('::warning'),
    ...Array(10).fill('::notice'),
    '',
  ]);
});

test('github: the summary of a step stays below its mebibyte, and says that it was cut', () => {
  const long = Array.from({ length: 3 }, () => 'x'.repeat(500_000));
  const programs = [{ name: 'p', tests: [{ name: 't', status: 'fail' as const, diagnostics: long }] }];
  const design = { ...results.designs[0], programs } as (typeof results.designs)[0];
  const text = githubSummary({ ...results, designs: [design] });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
  expect(text).toContain('has no room for the rest');
  expect(githubSummary(results, 1024 * 1024)).toBe('');
});

test('gitlab: what the report has to have of each finding, fingerprints once', () => {
  const issues = JSON.parse(
    gitlab.write({ ...results, designs: [...results.designs, ...results.designs] }, SETTINGS),
  );
  expect(issues).toMatchInlineSnapshot(`
    [
      {
        "check_name": "hnd-argsz",
        "description": "LAMP_SWITCH reads more than argsz",
        "fingerprint": "529545e0ec0cc115",
        "location": {
          "lines": {
            "begin": 40,
          },
          "path": "drivers/lamp.c",
        },
        "severity": "critical",
      },
      {
        "check_name": "mac-added",
        "description": "linux/lamp.h gains LAMP_SWITCH",
        "fingerprint": "00112233aabbccdd",
        "location": {
          "lines": {
            "begin": 7,
          },
          "path": "include/uapi/linux/lamp.h",
        },
        "severity": "info",
      },
    ]
  `);
});

test('patchwork: bodies that its API accepts, for each patch of a design', () => {
  const all = JSON.parse(patchwork.write(results, SETTINGS));
  expect(all).toMatchInlineSnapshot(`
    [
      {
        "checks": [
          {
            "context": "kpw-run-debian-6_1-pc",
            "description": "ioctl: FAIL; 1 error, 1 note; tests: 1 passed, 1 failed, 1 had an error, 1 failed as announced, 1 skipped",
            "state": "fail",
            "target_url": "https://ci.example.org/runs/20260101T000000Z-debian-6.1-pc/",
          },
        ],
        "patch": {
          "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "subject": "lamp: Restore",
        },
      },
      {
        "checks": [
          {
            "context": "kpw-run-debian-6_1-pc",
            "description": "ioctl: FAIL; 1 error, 1 note; tests: 1 passed, 1 failed, 1 had an error, 1 failed as announced, 1 skipped",
            "state": "fail",
            "target_url": "https://ci.example.org/runs/20260101T000000Z-debian-6.1-pc/",
          },
        ],
        "patch": {
          "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "subject": "lamp: Switch it",
        },
      },
    ]
  `);
  for (const { state, context, description, target_url } of all.flatMap(
    ({ checks }: { checks: object[] }) => checks,
  )) {
    expect(['pending', 'success', 'warning', 'fail']).toContain(state);
    expect(context).toMatch(/^[-a-zA-Z0-9_]{1,255}$/);
    expect(typeof description).toBe('string');
    expect(target_url.length).toBeLessThanOrEqual(200);
  }
  expect(JSON.parse(patchwork.write(broken, SETTINGS))[0].checks[0].state).toBe('fail');
});

test('b4-review: an array of one entry; a verb that failed is a check that failed', () => {
  expect(JSON.parse(b4Review.write(results, SETTINGS))).toMatchInlineSnapshot(`
    [
      {
        "details": "drivers/lamp.c:40:9: error: LAMP_SWITCH reads more than argsz [hnd-argsz]
        why: Old binaries give less.
        do:  Compare argsz first.
    include/uapi/linux/lamp.h:7: note: linux/lamp.h gains LAMP_SWITCH [mac-added]
        why: It stays for ever.
        do:  Name it well.
    debian-6_1/pc/ioctl: lamp_test: switch.b: lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)
    debian-6_1/pc/ioctl: client lampd desk: lampd: it died",
        "status": "fail",
        "summary": "1 of 3 designs pass, 1 skipped; 1 error, 1 note; tests: 2 passed, 1 failed, 1 had an error, 1 failed as announced, 1 skipped",
        "tool": "kpw",
        "url": "https://ci.example.org/runs/20260101T000000Z-debian-6.1-pc/",
      },
    ]
  `);
  expect(JSON.parse(b4Review.write(broken, SETTINGS))).toMatchInlineSnapshot(`
    [
      {
        "details": "next: Plug it in.",
        "status": "fail",
        "summary": "NO_NETWORK: no network",
        "tool": "kpw",
        "url": "https://ci.example.org/runs/20260101T000000Z-debian-6.1-pc/",
      },
    ]
  `);
});

test('kunit-json: the counts of a group are those of what is in it', () => {
  const { name, misc, sub_groups } = JSON.parse(kunitJson.write(results, SETTINGS));
  expect({ name, misc }).toMatchInlineSnapshot(`
    {
      "misc": {
        "crashed": 1,
        "errors": 0,
        "failed": 2,
        "passed": 6,
        "skipped": 2,
        "tests": 11,
      },
      "name": "KUnit Test Group",
    }
  `);
  expect(sub_groups[1].sub_groups.at(-1)).toMatchInlineSnapshot(`
    {
      "arch": "x86_64",
      "build_environment": "kpw 0.1.0",
      "defconfig": "",
      "git_branch": "debian-6.1",
      "job": "20260101T000000Z-debian-6.1-pc",
      "kernel": "6.1.0-1-amd64",
      "lab_name": null,
      "misc": {
        "crashed": 1,
        "errors": 0,
        "failed": 0,
        "passed": 0,
        "skipped": 0,
        "tests": 1,
      },
      "name": "client lampd desk",
      "sub_groups": [],
      "test_cases": [
        {
          "name": "lampd",
          "status": "ERROR",
        },
      ],
    }
  `);
});

test('markdown: designs, findings, and what failed with what it said', () => {
  expect(markdown.write(results, SETTINGS)).toMatchInlineSnapshot(`
    "### Who may switch the lamp?

    1 of 3 designs pass, 1 skipped; 1 error, 1 note; tests: 2 passed, 1 failed, 1 had an error, 1 failed as announced, 1 skipped

    | design | where | verdict | tests passed | errors / warnings / notes | for userspace |
    | --- | --- | --- | --- | --- | --- |
    | baseline | debian:6.1, pc | PASS | 1/1 | – | – |
    | ioctl: an ioctl switches it | debian:6.1, pc | FAIL | 2/4, 1 skipped | 1 / 0 / 1 | behaviour-break |
    | sysfs | debian:6.1, pc | SKIP | – | – | – |

    |  | place | finding | rule | designs |
    | --- | --- | --- | --- | --- |
    | error | drivers/lamp.c:40 | LAMP\\_SWITCH reads more than argsz | hnd-argsz | ioctl |
    | note | include/uapi/linux/lamp.h:7 | linux/lamp.h gains LAMP\\_SWITCH | mac-added | ioctl |

    **debian-6\\_1/pc/ioctl: lamp\\_test: switch.b**: lamp\\_test.c:42:switch.b:Expected 0 (0) == ret (-22)

    \`\`\`
    lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)
    switch.b: Test failed
    \`\`\`

    **debian-6\\_1/pc/ioctl: client lampd desk: lampd**: it died

    <sub>kpw 0.1.0 at 012345678901, run 20260101T000000Z-debian-6.1-pc, 2026-01-01T00:00:00.123Z</sub>
    "
  `);
});

test('json: the model', () => {
  expect(JSON.parse(json.write(results, SETTINGS))).toEqual(results);
});
