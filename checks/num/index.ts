// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as base } from './num-base.ts';
import { rule as taken } from './num-taken.ts';

export const num: readonly Rule[] = [taken, base];
