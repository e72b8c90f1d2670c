// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Finding, Rule } from '../rule.ts';
import { formatLine, toData } from './format.ts';

const finding: Finding = {
  rule: 'lamp-on',
  severity: 'warning',
  file: 'drivers/vfio/lamp.c',
  line: 7,
  message: 'the lamp is on',
};
const rule: Rule = {
  id: 'lamp-on',
  severity: 'error',
  category: 'hnd',
  needs: ['drivers'],
  title: 'The lamp is on.',
  why: 'Nobody can sleep.',
  reference: 'Documentation/lamp.rst',
  todo: 'Switch it off.',
  compare: () => [],
};

test('a line is what b4 reads from a checker', () => {
  expect(formatLine(finding)).toBe('drivers/vfio/lamp.c:7: WARNING: the lamp is on [lamp-on]');
});

test('data carries what the rule has to say', () => {
  expect(toData([finding], [rule])).toMatchInlineSnapshot(`
    [
      {
        "category": "hnd",
        "file": "drivers/vfio/lamp.c",
        "line": 7,
        "message": "the lamp is on",
        "page": "docs/rules/lamp-on.md",
        "reference": "Documentation/lamp.rst",
        "rule": "lamp-on",
        "severity": "warning",
        "todo": "Switch it off.",
        "why": "Nobody can sleep.",
      },
    ]
  `);
});
