// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { LoadedRule } from '../own/rules.ts';
import type { Homes } from './homes.ts';

/**
 * What has the user's rules run with the package's.
 *
 * @throws RuleMalformed: what is not run would be taken for silence
 */
export async function withOwnRules(homes: Homes, context: Context): Promise<Context> {
  const { loaded, stamp } = await loadRules(homes);
  const rules = loaded.map((one) => {
    if (one.mistake) throw one.mistake;
    return one.rule;
  });
  return rules.length === 0 ? context : { ...context, ownRules: { rules, stamp } };
}

/** The rules in the user's folders, also those that have a mistake. */
export async function loadRules({
  homes,
}: Homes): Promise<{ readonly loaded: readonly LoadedRule[]; readonly stamp: string }> {
  if (homes.length === 0) return { loaded: [], stamp: '' };
  const [api, { ownRules }, { rules }] = await Promise.all([
    import('../api/index.ts'),
    import('../own/rules.ts'),
    import('../../checks/index.ts'),
  ]);
  const taken = new Set(rules.flatMap(({ id, category }) => [id, category]));
  return ownRules(homes, { api: { ...api } }, taken.add('own'));
}
