// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-reserved-used',
  severity: 'warning',
  effect: 'behaviour-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A new member of a UAPI struct is in former padding or reserved space.',
  why: 'Where old kernels did not refuse garbage there, old binaries may pass some, and the new kernel takes it for a value.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Let a new flag say that the member is valid, unless old kernels refused anything but 0.',
  compare: layoutFound('lay-reserved-used'),
};
