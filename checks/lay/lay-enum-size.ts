// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-enum-size',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A UAPI enum takes another number of bytes.',
  why: 'A value that does not fit an int makes the whole enum larger, and with it every struct that holds it.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Use a __u64 and macros for values beyond 32 bits.',
  compare: layoutFound('lay-enum-size'),
};
