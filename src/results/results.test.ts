// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { groupsOf } from './cases.ts';
import { Results } from './model.ts';
import { outcome, summaryLine } from './summary.ts';
import { EVIDENCE, sample } from './testing/sample.ts';
import { reportedPrograms } from './tests.ts';

test('a run becomes designs, programs and tests, with places where they are known', () => {
  const results = sample();
  expect(Results.strict().safeParse(results).error?.issues).toBeUndefined();
  expect(results.designs[1]).toMatchInlineSnapshot(`
    {
      "boot": {
        "accelerator": "tcg",
        "console": "20260101T000000Z-debian-6.1-pc/guest/boot-1/console.log",
        "number": 1,
        "seconds": 40,
      },
      "build": {
        "cached": false,
        "seconds": 2.5,
        "warnings": [
          "drivers/lamp.c:9: unused",
        ],
      },
      "console": "lamp: broken
    lamp: dark",
      "failure": {
        "code": "TESTS_FAILED",
        "detail": "switch.b
    led.c",
        "hint": "Mend it.",
        "title": "1 of 4 tests failed",
      },
      "findings": [
        {
          "column": 9,
          "effect": "defect",
          "file": "drivers/lamp.c",
          "fingerprint": "529545e0ec0cc115",
          "line": 40,
          "message": "LAMP_SWITCH reads more than argsz",
          "rule": "hnd-argsz",
          "severity": "error",
          "symbol": "LAMP_SWITCH",
        },
        {
          "effect": "additive",
          "file": "include/uapi/linux/lamp.h",
          "fingerprint": "00112233aabbccdd",
          "line": 7,
          "message": "linux/lamp.h gains LAMP_SWITCH",
          "rule": "mac-added",
          "severity": "note",
          "symbol": "LAMP_SWITCH",
        },
      ],
      "kernel": {
        "release": "6.1.0-1-amd64",
        "way": "prebuilt",
      },
      "machine": {
        "architecture": "x86_64",
        "id": "pc",
        "title": "a PC",
      },
      "measurements": [
        {
          "name": "lamp.on.median",
          "samples": 100,
          "unit": "ns",
          "value": 120.5,
        },
      ],
      "name": "ioctl",
      "patches": [
        {
          "name": "0001-lamp-Restore.patch",
          "role": "prerequisite",
          "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "subject": "lamp: Restore",
        },
        {
          "name": "0002-lamp-Switch.patch",
          "role": "own",
          "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "subject": "lamp: Switch it",
        },
      ],
      "programs": [
        {
          "file": "kernel-tests/lamps/lamp_test.c",
          "name": "lamp_test",
          "tests": [
            {
              "diagnostics": [],
              "file": "kernel-tests/lamps/lamp_test.c",
              "name": "switch.a",
              "status": "pass",
            },
            {
              "diagnostics": [
                "lamp_test.c:42:switch.b:Expected 0 (0) == ret (-22)",
                "switch.b: Test failed",
              ],
              "file": "kernel-tests/lamps/lamp_test.c",
              "line": 42,
              "name": "switch.b",
              "status": "fail",
            },
            {
              "diagnostics": [],
              "file": "kernel-tests/lamps/lamp_test.c",
              "name": "led.c",
              "reason": "no LED",
              "status": "skip",
            },
          ],
        },
        {
          "file": "kernel-tests/lamps/lamp_time_test.c",
          "name": "lamp_time_test",
          "tests": [
            {
              "diagnostics": [],
              "file": "kernel-tests/lamps/lamp_time_test.c",
              "name": "led.d",
              "reason": "slow here",
              "status": "xfail",
            },
          ],
        },
        {
          "name": "lampd desk",
          "suite": "client",
          "tests": [
            {
              "diagnostics": [],
              "name": "lampd",
              "reason": "it died",
              "status": "error",
            },
          ],
        },
      ],
      "run": "20260101T000000Z-debian-6.1-pc",
      "title": "an ioctl switches it",
      "tree": {
        "base": {
          "kind": "debian",
          "package": "linux-source-6.1",
          "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "version": "6.1.1-1",
        },
        "label": "debian-6.1",
        "release": "6.1.1",
        "spec": "debian:6.1",
      },
      "uapi": {
        "growth": "one ioctl",
        "verdict": "behaviour-break",
      },
      "verdict": "fail",
    }
  `);
  expect(results.rules).toMatchInlineSnapshot(`
    [
      {
        "id": "hnd-argsz",
        "page": "docs/rules/hnd-argsz.md",
        "reference": "Documentation/lamp.rst",
        "severity": "error",
        "title": "A handler reads beyond argsz.",
        "todo": "Compare argsz first.",
        "why": "Old binaries give less.",
      },
      {
        "id": "mac-added",
        "page": "docs/rules/mac-added.md",
        "reference": "Documentation/lamp.rst",
        "severity": "note",
        "title": "A header gains a macro.",
        "todo": "Name it well.",
        "why": "It stays for ever.",
      },
    ]
  `);
});

test('a flake and a known failure say so', () => {
  const test = {
    program: 'p',
    name: 't',
    status: 'XFAIL' as const,
    known: 'slow host',
    flaky: { failed: 1, of: 3 },
  };
  const cells = EVIDENCE.cells.map((cell) => ({ ...cell, tests: [test] }));
  const [design] = sample({ ...EVIDENCE, cells }).designs;
  expect(design && groupsOf(design)[1]?.cases).toEqual([
    expect.objectContaining({
      status: 'xfail',
      reason: 'slow host',
      lines: ['flaky: it failed in 1 of 3 boots'],
    }),
  ]);
});

test('one line says what it came to, and one word', () => {
  const [one] = sample().designs;
  const results = [sample(), { designs: one ? [one] : [] }, { designs: [] }];
  expect(results.map((each) => [outcome(each), summaryLine(each)])).toMatchInlineSnapshot(`
    [
      [
        "fail",
        "1 of 3 designs pass, 1 skipped; 1 error, 1 note; tests: 2 passed, 1 failed, 1 had an error, 1 failed as announced, 1 skipped",
      ],
      [
        "pass",
        "PASS; tests: 1 passed",
      ],
      [
        "pass",
        "nothing found",
      ],
    ]
  `);
});

test('an older run, which kept no hashes and no fingerprints, is a model as well', () => {
  const cells = EVIDENCE.cells.map(({ series, ...cell }) => {
    const { patches: _, ...older } = series ?? { subjects: [] };
    return series ? { ...cell, series: older as typeof series } : cell;
  });
  const { tool: _, ...older } = EVIDENCE;
  const results = sample({ ...older, cells });
  expect(results.designs[1]?.patches).toEqual([{ subject: 'lamp: Switch it', role: 'own' }]);
});

test('programs and tests have the time that the guest told of them', () => {
  const test = { program: 'p', status: 'PASS' as const };
  const tests = [
    { ...test, name: 'a', seconds: 0.5 },
    { ...test, name: 'b' },
  ];
  expect(reportedPrograms(tests, [], () => undefined, [{ name: 'p', seconds: 2 }])).toMatchObject([
    { name: 'p', seconds: 2, tests: [{ name: 'a', seconds: 0.5 }, { name: 'b' }] },
  ]);
});
