// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as argszUnchecked } from './hnd-argsz-unchecked.ts';
import { rule as checkDropped } from './hnd-check-dropped.ts';
import { rule as compatDropped } from './hnd-compat-dropped.ts';
import { rule as copyChanged } from './hnd-copy-changed.ts';
import { rule as countReturned } from './hnd-count-returned.ts';
import { rule as countUnchecked } from './hnd-count-unchecked.ts';
import { rule as errno } from './hnd-errno.ts';
import { rule as flagsUnchecked } from './hnd-flags-unchecked.ts';
import { rule as pointerSize } from './hnd-pointer-size.ts';
import { rule as rangeNarrowed } from './hnd-range-narrowed.ts';
import { rule as readPastMinsz } from './hnd-read-past-minsz.ts';
import { rule as reservedUnchecked } from './hnd-reserved-unchecked.ts';
import { rule as stackLeak } from './hnd-stack-leak.ts';
import { rule as structChanged } from './hnd-struct-changed.ts';
import { rule as usedBeforeCheck } from './hnd-used-before-check.ts';

export const hnd: readonly Rule[] = [
  argszUnchecked,
  checkDropped,
  compatDropped,
  copyChanged,
  countReturned,
  countUnchecked,
  errno,
  flagsUnchecked,
  pointerSize,
  rangeNarrowed,
  readPastMinsz,
  reservedUnchecked,
  stackLeak,
  structChanged,
  usedBeforeCheck,
];
