// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseKnown, splatsOf, withKnown } from './known.ts';
import type { CellEvidence } from './schema.ts';

const PLACE = { tree: 'debian-6.1', machine: 'x86-intel', day: '2026-11-30' };

function cell(tests: readonly [string, 'PASS' | 'FAIL'][], more: Partial<CellEvidence> = {}): CellEvidence {
  const failed = tests.some(([, status]) => status === 'FAIL');
  return {
    ...{ name: 'a', title: 'A', role: 'variant', parameters: {}, contract: {}, findings: [], boot: 1 },
    ...{ observations: {}, measurements: {}, consoleTail: '' },
    verdict: failed ? 'FAIL' : 'PASS',
    ...(failed ? { failure: { code: 'TESTS_FAILED', title: 'x', hint: 'y' } } : {}),
    tests: tests.map(([name, status]) => ({ program: 'p', name, status })),
    ...more,
  };
}

test('a cell of which every failure is known passes, and each is told with its reason', () => {
  const known = parseKnown('fail p/t* # broken since 6.1 until 2026-12-31\n', 'known.txt');
  const told = withKnown(
    [
      cell([
        ['t1', 'FAIL'],
        ['u', 'PASS'],
      ]),
    ],
    known,
    PLACE,
  );
  expect(told).toMatchInlineSnapshot(`
    {
      "cells": [
        {
          "boot": 1,
          "consoleTail": "",
          "contract": {},
          "findings": [],
          "measurements": {},
          "name": "a",
          "observations": {},
          "parameters": {},
          "role": "variant",
          "tests": [
            {
              "known": "broken since 6.1",
              "name": "t1",
              "program": "p",
              "reason": "broken since 6.1",
              "status": "XFAIL",
            },
            {
              "name": "u",
              "program": "p",
              "status": "PASS",
            },
          ],
          "title": "A",
          "verdict": "PASS",
        },
      ],
      "known": [
        {
          "kind": "fail",
          "matched": [
            "debian-6.1/x86-intel/a/p/t1",
          ],
          "origin": "known.txt:1",
          "pattern": "p/t*",
          "reason": "broken since 6.1",
          "until": "2026-12-31",
        },
      ],
    }
  `);
});

test('one failure that is not known leaves the cell failed', () => {
  const known = parseKnown('fail p/t # x\n', 'k');
  const { cells } = withKnown(
    [
      cell([
        ['t', 'FAIL'],
        ['u', 'FAIL'],
      ]),
    ],
    known,
    PLACE,
  );
  expect(cells[0]).toMatchObject({ verdict: 'FAIL', tests: [{ status: 'XFAIL' }, { status: 'FAIL' }] });
});

test('a failure may be known on one tree, machine and design alone', () => {
  const on = (pattern: string) =>
    withKnown([cell([['t', 'FAIL']])], parseKnown(`fail ${pattern} # x\n`, 'k'), PLACE).cells[0]?.verdict;
  expect(on('debian-6.1/x86-intel/a/p/t')).toBe('PASS');
  expect(on('debian-7.2/*/p/t')).toBe('FAIL');
  expect(on('b/p/t')).toBe('FAIL');
});

test('what has expired, and what nothing is like, keeps nothing back and is told', () => {
  const known = parseKnown('fail p/t # x until 2026-11-29\nflake p/none # y\n', 'k');
  const told = withKnown([cell([['t', 'FAIL']])], known, PLACE);
  expect(told.cells[0]?.verdict).toBe('FAIL');
  expect(told.known.map(({ unused }) => unused)).toEqual(['it has expired', 'nothing failed like it']);
});

test('a panic, or a finding, is never excused by tests that are known', () => {
  const failure = { code: 'PANIC', title: 'x', hint: 'y' };
  const { cells } = withKnown([cell([['t', 'FAIL']], { failure })], parseKnown('fail p/t # x\n', 'k'), PLACE);
  expect(cells[0]?.verdict).toBe('FAIL');
});

test('splats that are known are told to guests until their day', () => {
  const known = parseKnown('splat WARNING: ?pu: * at lamp.c* # x until 2026-11-30\n', 'k');
  expect(splatsOf(known, '2026-11-30')).toEqual(['WARNING: ?pu: * at lamp.c*']);
  expect(splatsOf(known, '2026-12-01')).toEqual([]);
});

test('every line that is no known failure is named', () => {
  expect(() =>
    parseKnown(
      'fial p/t # x\nfail p/t\nflake p/u # z until 2026-02-30\nfail p/v # w until yesterday\n',
      'known.txt',
    ),
  ).toThrowErrorMatchingInlineSnapshot(`[BadParameter: known.txt: 4 known failures are not understood]`);
});
