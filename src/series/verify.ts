// SPDX-License-Identifier: GPL-2.0-only
import { blobId } from '../kernel/blob.ts';
import type { Tree } from '../kernel/tree.ts';
import type { FileDiff } from '../mail/diff.ts';
import { onTree } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { titleOf } from '../mail/subject.ts';
import type { GeneratedPatch } from './generated-from.ts';

/** What became of generated mails since. */
export interface Verification {
  /** `edited`: by hand; `differs`: from what the template gives now, which may be the template's doing. */
  readonly state: 'same' | 'edited' | 'differs';
  /** Each `file in "subject"`, or `the message of "subject"`. */
  readonly places: readonly string[];
}

/**
 * Whether a tree is still the base of some patches: all files that their blocks name have the same ids.
 *
 * @returns the first path of which that is not so
 */
export async function otherBase(patches: readonly GeneratedPatch[], tree: Tree): Promise<string | undefined> {
  for (const entry of new Set(patches.flatMap(({ block }) => block.blobs))) {
    const [id, path = ''] = entry.split(/ (.*)/s);
    const text = await tree.read(path);
    if (text === undefined || blobId(text) !== id) return path;
  }
  return undefined;
}

/**
 * Compares patches with those that the template gives now for the same base. Where its sources changed since, only
 * the ids that git wrote into the patches can tell a hand's work: a hunk that was edited gives other files.
 *
 * @param made as many mails, in the same order
 * @param before files of the tree that the patches apply to
 */
export async function verify(
  patches: readonly GeneratedPatch[],
  made: readonly Message[],
  before: (path: string) => Promise<string | undefined>,
  templateChanged: boolean,
): Promise<Verification> {
  const places = patches.flatMap(({ message }, at) => differences(message, made[at]));
  if (places.length === 0 && patches.length === made.length) return { state: 'same', places };
  if (!templateChanged) return { state: 'edited', places };
  const applied = await onTree(
    patches.map(({ message }) => message),
    before,
  );
  const told = (diff: FileDiff, message: Message) =>
    `${diff.newPath ?? diff.oldPath} in "${titleOf(message.subject)}"`;
  const edited = patches.flatMap(({ message }, at) =>
    message.diffs
      .filter(({ newPath, newBlob }) => {
        const text = 'steps' in applied ? applied.steps[at]?.after.get(newPath ?? '')?.text : undefined;
        return newBlob !== undefined && (text === undefined || blobId(text) !== newBlob);
      })
      .map((diff) => told(diff, message)),
  );
  return edited.length > 0 ? { state: 'edited', places: edited } : { state: 'differs', places };
}

function differences(message: Message, made: Message | undefined): string[] {
  const subject = titleOf(message.subject);
  if (!made) return [`the whole of "${subject}"`];
  const paths = [
    ...new Set([...message.diffs, ...made.diffs].map(({ newPath, oldPath }) => newPath ?? oldPath ?? '')),
  ];
  // What stands behind the second "@@" depends on the git that wrote it.
  const lines = (diff: FileDiff) => diff.hunks.map(({ section: _, ...rest }) => rest);
  const hunks = ({ diffs }: Message, path: string) =>
    JSON.stringify(diffs.filter(({ newPath, oldPath }) => (newPath ?? oldPath) === path).map(lines));
  const text = (one: Message) => `${titleOf(one.subject)}\n${withoutTrailers(one.body)}`;
  return [
    ...paths
      .filter((path) => hunks(message, path) !== hunks(made, path))
      .map((path) => `${path} in "${subject}"`),
    ...(text(message) === text(made) ? [] : [`the message of "${subject}"`]),
  ];
}

const TRAILER = /^([A-Z][\w-]*-by|Cc|Link|Fixes|Closes): \S.*$/;

/** Lines of a message that people add to a patch on its way: `Reviewed-by: …`. */
export function trailers({ body }: Message): string[] {
  return body.split('\n').filter((line) => TRAILER.test(line));
}

function withoutTrailers(body: string): string {
  return body
    .split('\n')
    .filter((line) => !TRAILER.test(line))
    .join('\n')
    .trim();
}
