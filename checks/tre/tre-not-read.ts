// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-not-read',
  severity: 'warning',
  effect: 'undetermined',
  category: 'tre',
  needs: [],
  title: 'A part of a side differs or may differ, and kpw did not read it.',
  why: 'That part may hold a break: an architecture without a target, a symbolic link that leads nowhere, a driver that kpw cannot read.',
  reference: 'docs/uapi.md, "What is not read"',
  todo: 'Name a side that holds it, or look at it by eye.',
  compare: ({ unread = [] }) =>
    unread.map(({ file, what, reason }) => ({
      file,
      line: 1,
      symbol: what,
      message: `${what} ${/^the headers|^the drivers/.test(what) ? 'were' : 'was'} not read: ${reason}`,
    })),
};
