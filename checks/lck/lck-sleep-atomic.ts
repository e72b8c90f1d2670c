// SPDX-License-Identifier: GPL-2.0-only
import { sleepsUnderLocks } from '../lib/lock/atomic.ts';
import { changedFiles, fresh } from '../lib/lock/changed.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lck-sleep-atomic',
  severity: 'error',
  effect: 'defect',
  category: 'lck',
  needs: ['drivers'],
  apart: true,
  title: 'A function that may sleep is called under a spinlock, or in a read-side section of RCU.',
  why: 'Whoever wants the spinlock next spins for as long as its holder sleeps, on one CPU for ever; a grace period of RCU ends too early or never. Only kernels with CONFIG_DEBUG_ATOMIC_SLEEP say so.',
  reference:
    'Documentation/locking/locktypes.rst, "Lock categories"; Documentation/RCU/checklist.rst, item 15',
  todo: 'Call it before the lock is taken, take a mutex instead, or allocate with GFP_ATOMIC.',
  compare: (subject) =>
    fresh(changedFiles(subject, /lock|preempt_disable|local_bh_disable/), sleepsUnderLocks),
};
