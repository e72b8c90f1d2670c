// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import type { Tree } from '../kernel/tree.ts';
import { onTree, type PatchStep, type ReadTree } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { titleOf } from '../mail/subject.ts';
import { takenBack } from '../mail/taken-back.ts';
import type { Composition } from '../series/compose.ts';
import { compose } from '../series/generate.ts';
import type { AnyTopic } from '../series/topic.ts';
import { type AnyTemplate, firstDifference, type SeriesDifference } from './prove.ts';

/** What becomes of an imported variant on a tree that it was not imported on. */
export interface ImportTrial {
  readonly tree: string;
  /**
   * `same`: the patches apply as text, and the template gives the same bytes. `adapted`: they do not, and the template
   * finds all of its places. `needs a decision`: it does not, or it gives something else than the text.
   */
  readonly state: 'same' | 'adapted' | 'needs a decision';
  /** Why the patches do not apply as text: the patch, the file and the hunk. */
  readonly text?: string;
  /** What has to be decided: the anchor that is missing or ambiguous, with candidates. */
  readonly failure?: Failure;
  /** Where the patches as text and the template give other bytes. */
  readonly difference?: SeriesDifference;
}

/** @param patches without those of the topic's prerequisite */
export async function tryImport(
  topic: AnyTopic,
  tree: Tree,
  variant: AnyTemplate,
  patches: readonly Message[],
  context: Context,
): Promise<ImportTrial> {
  let made: Composition | undefined;
  let failure: Failure | undefined;
  let base: Composition | undefined;
  try {
    const designs = await compose(topic, tree, [], context);
    base = designs.prerequisite;
    const [own] = (await compose(topic, tree, [{ variant, parameters: {}, selftest: false }], context))
      .variants;
    made = own?.composition;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  }
  const laid = base ? await asText(patches, base) : { text: 'the topic is not found there', there: false };
  const text = 'text' in laid ? { text: laid.text } : {};
  if (!made || !base)
    return { tree: tree.spec, state: 'needs a decision', ...text, ...(failure ? { failure } : {}) };
  if ('text' in laid)
    // What is there already the template would make a second time.
    return { tree: tree.spec, state: laid.there ? 'needs a decision' : 'adapted', ...text };
  const own = made.patches.slice(base.patches.length).map(({ after }) => after);
  const difference = firstDifference(own, laid.steps);
  return difference
    ? { tree: tree.spec, state: 'needs a decision', difference }
    : { tree: tree.spec, state: 'same' };
}

async function asText(
  patches: readonly Message[],
  { edited }: Composition,
): Promise<{ steps: readonly PatchStep[] } | { text: string; there: boolean }> {
  const read: ReadTree = async (path) => edited.texts.get(path);
  const laid = await onTree(patches, read);
  if ('steps' in laid) return laid;
  const { rejected, at, near } = laid;
  const hunks = patches[at.patch]?.diffs[at.diff]?.hunks.length ?? 0;
  const hunk = at.hunk === undefined ? '' : ` (hunk ${at.hunk + 1} of ${hunks})`;
  const all = (await takenBack(patches, read)) !== undefined;
  const there = all || near?.startsWith('it is there already') === true;
  const why = `${rejected}${hunk}${near === undefined ? '' : `; ${near}`}`;
  return {
    text: all ? 'the tree has the patches already' : `"${titleOf(patches[at.patch]?.subject)}": ${why}`,
    there,
  };
}
