// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { PostedSeries } from '../../mail/posted.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { layPatches } from './lay.ts';

/**
 * The tree on which most patches of a series apply, the last of several, and why it is chosen: how many apply on each.
 *
 * @param trees oldest first
 */
export async function bestTree(
  { patches, covers }: PostedSeries,
  trees: readonly Tree[],
  topic: AnyTopic | undefined,
  context: Context,
): Promise<{ tree: Tree; why: string }> {
  const whole = patches.filter(({ damage }) => damage === undefined);
  const counts: { tree: Tree; fit: number }[] = [];
  for (const tree of trees) {
    const base = [...covers, ...patches]
      .map(({ mail }) => /^base-commit: ([0-9a-f]{12,64})\b/m.exec(mail)?.[1])
      .find((commit) => commit !== undefined);
    const { steps } = await layPatches(whole, tree, { topic, base }, context);
    counts.push({ tree, fit: steps.length });
  }
  const best = counts.reduce((most, one) => (one.fit >= most.fit ? one : most));
  const others = counts.filter((one) => one !== best).map(({ tree, fit }) => `${fit} on ${tree.spec}`);
  const why = `${best.fit} of ${patches.length} ${patches.length === 1 ? 'patch' : 'patches'} apply there`;
  return { tree: best.tree, why: others.length > 0 ? `${why}, ${others.join(', ')}` : why };
}
