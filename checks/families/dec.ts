// SPDX-License-Identifier: GPL-2.0-only
import { rule as added } from '../dec-added/index.ts';
import { rule as functionChanged } from '../dec-function-changed/index.ts';
import { rule as functionRemoved } from '../dec-function-removed/index.ts';
import { rule as guardLost } from '../dec-guard-lost/index.ts';
import { rule as guardShared } from '../dec-guard-shared/index.ts';
import { rule as typedefChanged } from '../dec-typedef-changed/index.ts';
import { rule as typedefRemoved } from '../dec-typedef-removed/index.ts';
import type { Rule } from '../rule.ts';

export const dec: readonly Rule[] = [
  typedefRemoved,
  typedefChanged,
  functionRemoved,
  functionChanged,
  guardLost,
  guardShared,
  added,
];
