// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-member-moved',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A member of a UAPI struct is at another offset.',
  why: 'Binaries keep the offsets that they were compiled with: an old program reads and writes what is another member now.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Add members at the end, behind a size that the caller tells, or in reserved space that old kernels required to be zero.',
  compare: layoutFound('lay-member-moved'),
};
