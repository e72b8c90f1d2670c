// SPDX-License-Identifier: GPL-2.0-only
import { unchecked } from '../lib/unchecked.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'ioctl-argsz-unchecked',
  severity: 'error',
  category: 'hnd',
  needs: ['tree'],
  title: 'A new ioctl uses its argument without refusing one whose argsz is too short.',
  why: "argsz is how an old binary says that it knows a shorter struct. A handler that does not compare it reads, or writes back, bytes behind the caller's struct.",
  reference: 'include/uapi/linux/vfio.h, the comment above VFIO_TYPE',
  todo: 'Superseded.',
  compare: (subject) => unchecked(subject, 'argsz', 'an argsz that is too short'),
};
