// SPDX-License-Identifier: GPL-2.0-only
import type { Topic } from '../../../series/topic.ts';
import { dim } from './dim.ts';
import { type Layout, layout } from './layout.ts';

/** A topic of one variant, on which every rule is silent. */
export const lamp: Topic<Layout, { flags: string[]; ioctl?: string }> = {
  id: 'lamp',
  title: 'May a lamp be dimmed?',
  question: 'How should a lamp be dimmed?',
  thread: 'lamp@example.org',
  tests: 'lamp',
  reads: ['drivers/lamp.c', 'include/uapi/linux/lamp.h'],
  subsystem: {
    id: 'lamp',
    title: 'The lamp',
    files: { drivers: ['drivers/lamp'] },
    modules: { roots: ['lamp'] },
    binding: { kind: 'none' },
    machines: ['x86-intel'],
  },
  layout,
  files: () => ({ driver: 'drivers/lamp.c' }),
  prerequisite: () => [],
  variants: [dim],
  baseline: () => ({ flags: ['LAMP_FLAG_ON'] }),
  restored: () => ({ flags: ['LAMP_FLAG_ON'] }),
  rows: [],
  lines: () => [],
};
