// SPDX-License-Identifier: GPL-2.0-only
import { rules } from '../../checks/index.ts';
import type { Rule } from '../../checks/rule.ts';
import type { Context } from '../context.ts';

/** The rules that an examination runs: the package's, then the user's own. */
export function ruleCatalogue({ ownRules }: Pick<Context, 'ownRules'>): readonly Rule[] {
  return ownRules ? [...rules, ...ownRules.rules] : rules;
}
