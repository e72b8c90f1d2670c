// SPDX-License-Identifier: GPL-2.0-only
import { unchecked } from '../lib/unchecked.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'ioctl-flags-unchecked',
  severity: 'error',
  category: 'hnd',
  needs: ['tree'],
  title: 'A new ioctl uses its argument without refusing flags that it does not know.',
  why: 'A flag that is ignored today can never get a meaning: binaries that set it by accident would change their behaviour. A new binary could not find out either that an old kernel lacks the flag.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Superseded.',
  compare: (subject) => unchecked(subject, 'flags', 'unknown flags'),
};
