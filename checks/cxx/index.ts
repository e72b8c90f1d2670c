// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as layout } from './cxx-layout.ts';
import { rule as refused } from './cxx-refused.ts';

export const cxx: readonly Rule[] = [layout, refused];
