// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';
import type { PatchStep } from '../mail/history.ts';
import type { Composition } from '../series/compose.ts';
import type { AnyTopic } from '../series/topic.ts';

/**
 * Whether the last patch of a series adds the test that the topic gives each of its designs by itself: with both, every
 * series of the variant would have it twice.
 */
export function endsWithTest(
  topic: AnyTopic,
  base: Composition,
  words: { readonly id: string; readonly title: string },
  steps: readonly PatchStep[],
): boolean {
  const last = steps.at(-1);
  if (!topic.selftest || !last || steps.length < 2) return false;
  const added = [...last.after].flatMap(([path]) => (last.before.get(path) ? [] : [path]));
  let { edited } = base;
  for (const { after } of steps.slice(0, -1))
    edited = edited.withTexts(
      new Map([...after].flatMap(([path, file]) => (file ? [[path, file.text]] : []))),
    );
  const contract = topic.restored(base.layout);
  const answer = { ...words, origin: '', contract: () => contract };
  try {
    const layout = topic.layout(edited);
    const test = topic.selftest(layout, answer, {}, contract);
    const files = test?.files?.(layout, edited);
    return added.some((path) => files?.has(path));
  } catch (error) {
    // What the topic cannot make for this series it does not add.
    if (error instanceof Failure) return false;
    throw error;
  }
}
