// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-undetermined',
  severity: 'warning',
  effect: 'undetermined',
  category: 'lay',
  needs: ['uapi'],
  title: 'The layout of a UAPI type changed, or may have, and cannot be evaluated.',
  why: 'kpw does not call a change clean that it cannot evaluate.',
  reference: 'docs/uapi.md',
  todo: 'Look at the type by eye, or let a compiler confirm it.',
  compare: layoutFound('lay-undetermined'),
};
