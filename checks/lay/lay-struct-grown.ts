// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-struct-grown',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A UAPI struct grew, and nothing tells the kernel which size a program means.',
  why: "The kernel reads or writes past the end of an old binary's struct, and a new binary on an old kernel gets less than it thinks; what holds the struct moves or grows as well.",
  reference: 'Documentation/process/adding-syscalls.rst, "Designing the API: Planning for Extension"',
  todo: 'Add a new struct and a new command, or use reserved space.',
  compare: layoutFound('lay-struct-grown'),
};
