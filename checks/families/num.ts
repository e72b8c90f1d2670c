// SPDX-License-Identifier: GPL-2.0-only
import { rule as base } from '../num-base/index.ts';
import { rule as taken } from '../num-taken/index.ts';
import type { Rule } from '../rule.ts';

export const num: readonly Rule[] = [taken, base];
