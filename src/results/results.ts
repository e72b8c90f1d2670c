// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../../checks/rule.ts';
import { cleaned } from './clean.ts';
import { RESULTS_SCHEMA, type Results } from './model.ts';
import { reportedRules } from './rules.ts';

/** The model of what a verb came to, all its texts clean, with the rules that its findings are of. */
export function resultsOf(parts: Omit<Results, 'schema' | 'rules'>, catalogue: readonly Rule[]): Results {
  return cleaned({ schema: RESULTS_SCHEMA, ...parts, rules: reportedRules(parts.designs, catalogue) });
}
