// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../rule.ts';

/** The family `new`, whose name is no name for a constant. */
export const added: readonly Rule[] = [];
