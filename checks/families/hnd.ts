// SPDX-License-Identifier: GPL-2.0-only
import { rule as argszUnchecked } from '../hnd-argsz-unchecked/index.ts';
import { rule as checkDropped } from '../hnd-check-dropped/index.ts';
import { rule as countReturned } from '../hnd-count-returned/index.ts';
import { rule as countUnchecked } from '../hnd-count-unchecked/index.ts';
import { rule as errno } from '../hnd-errno/index.ts';
import { rule as flagsUnchecked } from '../hnd-flags-unchecked/index.ts';
import { rule as rangeNarrowed } from '../hnd-range-narrowed/index.ts';
import { rule as readPastMinsz } from '../hnd-read-past-minsz/index.ts';
import { rule as reservedUnchecked } from '../hnd-reserved-unchecked/index.ts';
import { rule as stackLeak } from '../hnd-stack-leak/index.ts';
import { rule as usedBeforeCheck } from '../hnd-used-before-check/index.ts';
import type { Rule } from '../rule.ts';

export const hnd: readonly Rule[] = [
  argszUnchecked,
  checkDropped,
  countReturned,
  countUnchecked,
  errno,
  flagsUnchecked,
  rangeNarrowed,
  readPastMinsz,
  reservedUnchecked,
  stackLeak,
  usedBeforeCheck,
];
