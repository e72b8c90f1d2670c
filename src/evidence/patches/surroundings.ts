// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from '../../../checks/rule.ts';
import type { Context } from '../../context.ts';
import type { Tree } from '../../kernel/tree.ts';
import { ruleCatalogue } from '../catalogue.ts';
import { elsewhereOf } from './around.ts';
import { newestKnown } from './newer.ts';

/**
 * A subject with what rules ask of the rest of its tree, and of a newer kernel; nothing is looked up that only disabled
 * rules would ask for.
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function withSurroundings(
  subject: Subject,
  tree: Tree,
  disable: readonly string[],
  context: Context,
): Promise<Subject> {
  const asks = asked(disable, context);
  const elsewhere = asks('elsewhere') ? await elsewhereOf(tree, subject.patches, context) : undefined;
  const newer = asks('newer') ? await newestKnown(tree, subject.uapi, context) : undefined;
  return { ...subject, ...(elsewhere ? { elsewhere } : {}), ...(newer ? { newer } : {}) };
}

/** Whether a rule that is not disabled looks at the rest of the tree, or at a newer kernel. */
export function asked(
  disable: readonly string[],
  context: Pick<Context, 'ownRules'>,
): (need: 'elsewhere' | 'newer') => boolean {
  const on = ruleCatalogue(context).filter(
    ({ id, category }) => !disable.includes(id) && !disable.includes(category),
  );
  return (need) => on.some(({ needs }) => needs.includes(need));
}
