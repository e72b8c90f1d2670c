// SPDX-License-Identifier: GPL-2.0-only
import { onTree, type ReadTree } from './history.ts';
import type { Message } from './message.ts';
import { reversed } from './reverse.ts';

/** The tree's files as they were before patches that it has; undefined where it has not all of them. */
export async function takenBack(
  patches: readonly Message[],
  read: ReadTree,
): Promise<Map<string, string | undefined> | undefined> {
  const undone: Message[] = [];
  for (const message of [...patches].reverse()) {
    const diffs = [...message.diffs].reverse().map(reversed);
    if (diffs.includes(undefined)) return undefined;
    undone.push({ ...message, diffs: diffs.filter((diff) => diff !== undefined) });
  }
  const back = await onTree(undone, read);
  if ('rejected' in back) return undefined;
  const texts = new Map<string, string | undefined>();
  for (const { after } of back.steps) for (const [path, file] of after) texts.set(path, file?.text);
  return texts;
}
