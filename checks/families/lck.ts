// SPDX-License-Identifier: GPL-2.0-only
import { rule as heldAtReturn } from '../lck-held-at-return/index.ts';
import { rule as order } from '../lck-order/index.ts';
import { rule as sleepAtomic } from '../lck-sleep-atomic/index.ts';
import type { Rule } from '../rule.ts';

export const lck: readonly Rule[] = [heldAtReturn, order, sleepAtomic];
