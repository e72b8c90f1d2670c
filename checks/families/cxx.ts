// SPDX-License-Identifier: GPL-2.0-only
import { rule as layout } from '../cxx-layout/index.ts';
import { rule as refused } from '../cxx-refused/index.ts';
import type { Rule } from '../rule.ts';

export const cxx: readonly Rule[] = [layout, refused];
