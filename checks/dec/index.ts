// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as added } from './dec-added.ts';
import { rule as functionChanged } from './dec-function-changed.ts';
import { rule as functionRemoved } from './dec-function-removed.ts';
import { rule as guardLost } from './dec-guard-lost.ts';
import { rule as guardShared } from './dec-guard-shared.ts';
import { rule as nameTaken } from './dec-name-taken.ts';
import { rule as typedefChanged } from './dec-typedef-changed.ts';
import { rule as typedefRemoved } from './dec-typedef-removed.ts';

export const dec: readonly Rule[] = [
  typedefRemoved,
  typedefChanged,
  functionRemoved,
  functionChanged,
  guardLost,
  guardShared,
  nameTaken,
  added,
];
