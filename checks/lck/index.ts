// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as heldAtReturn } from './lck-held-at-return.ts';
import { rule as order } from './lck-order.ts';
import { rule as sleepAtomic } from './lck-sleep-atomic.ts';

export const lck: readonly Rule[] = [heldAtReturn, order, sleepAtomic];
