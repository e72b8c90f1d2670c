// SPDX-License-Identifier: GPL-2.0-only
import { changedFiles, freshInFunctions } from '../lib/lock/changed.ts';
import { heldAtReturns } from '../lib/lock/held.ts';
import { TAKEN } from '../lib/lock/kinds.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lck-held-at-return',
  severity: 'error',
  effect: 'defect',
  category: 'lck',
  needs: ['drivers'],
  apart: true,
  title: 'A function can return with a lock held that it releases on all other paths.',
  why: 'Whoever wants the lock next waits for ever. The kernel seldom takes an error path, so no test may have reached it.',
  reference:
    'Documentation/process/coding-style.rst, "Centralized exiting of functions"; Documentation/kernel-hacking/locking.rst, "Deadlock: Simple and Advanced"',
  todo: 'Release it there as well: by a label that all ways out lead to, or by guard().',
  compare: (subject) => freshInFunctions(changedFiles(subject, TAKEN), TAKEN, heldAtReturns),
};
