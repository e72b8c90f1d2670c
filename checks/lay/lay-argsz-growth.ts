// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-argsz-growth',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A UAPI struct whose caller tells its size grew at its end.',
  why: 'Growth is safe only where the code takes the old size: it must copy no more than the caller has, ask for no more than the last old member, and answer no more.',
  reference:
    'include/uapi/linux/vfio.h, the comment above VFIO_TYPE; Documentation/process/adding-syscalls.rst, "Designing the API: Planning for Extension"',
  todo: 'Let minsz end with the last old member (offsetofend), and copy the new one only if argsz covers it or a flag asks for it.',
  compare: layoutFound('lay-argsz-growth'),
};
