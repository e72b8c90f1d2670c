// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-target-only',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'The layout of a UAPI type changed on some architectures only.',
  why: 'Nobody who builds for x86-64 notices: i386 aligns a 64-bit integer to 4 bytes, and long and pointers differ.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Use types of fixed size, __aligned_u64 from the start, and explicit padding.',
  compare: layoutFound('lay-target-only'),
};
