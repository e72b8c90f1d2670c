// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../rule.ts';

export const lay: readonly Rule[] = [];
