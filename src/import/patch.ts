// SPDX-License-Identifier: GPL-2.0-only
import { AnchorAmbiguous } from '../c/errors.ts';
import { parse } from '../c/parse.ts';
import type { Failure } from '../failure.ts';
import type { PatchStep } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { titleOf } from '../mail/subject.ts';
import { type AnchoredFile, anchoredFile } from './anchored.ts';
import { difference, hunkChanges, type LineChange } from './change.ts';
import { importedMessage } from './message.ts';
import { allocationsIn, type Unallocated } from './numbers.ts';

/** A patch as a template has it: its words, its edits by file, and the files that it adds. */
export interface ImportedPatch {
  readonly subject: string;
  /** Commit message, as it was posted but for what somebody said of that posting. */
  readonly body: string;
  /** Lines of it that were left out: `Signed-off-by: …`. */
  readonly left: readonly string[];
  readonly files: readonly AnchoredFile[];
  readonly added: readonly { readonly path: string; readonly text: string }[];
  /** Numbers of the userspace API that are text, since no family of theirs is known. */
  readonly unallocated: readonly Unallocated[];
}

/**
 * @param origin of the tree, for messages
 * @throws AnchorAmbiguous with the patch, the file and the hunk
 */
export function importedPatch(origin: string, message: Message, { before, after }: PatchStep): ImportedPatch {
  const files: AnchoredFile[] = [];
  const added: { path: string; text: string }[] = [];
  const unallocated: Unallocated[] = [];
  for (const [path, file] of [...after].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const old = before.get(path);
    if (!file) continue;
    if (!old) {
      added.push({ path, text: file.text });
      continue;
    }
    if (old.text === file.text) continue;
    const source = parse(origin, path, old.text);
    const changes = changesIn(message, path, old.text) ?? [difference(old.text, file.text)];
    const anchored = located(message, path, () => anchoredFile(source, changes, file.text));
    files.push(anchored);
    for (const { placed } of anchored.edits)
      unallocated.push(...allocationsIn(source, placed.text).unallocated);
  }
  return { ...importedMessage(message), subject: titleOf(message.subject), files, added, unallocated };
}

/** Undefined where a mail has a file twice: then the sides tell. */
function changesIn({ diffs }: Message, path: string, before: string): LineChange[] | undefined {
  const own = diffs.filter(({ newPath }) => newPath === path);
  return own.length === 1 ? hunkChanges(before, own[0]?.hunks ?? []) : undefined;
}

function located<T>({ subject, place }: Message, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AnchorAmbiguous)) throw error;
    const { title, where, detail, hint } = error as Failure;
    throw new AnchorAmbiguous(
      {
        title: `"${titleOf(subject)}": ${title}`,
        where: `${where ?? path}; ${place}`,
        ...(detail === undefined ? {} : { detail }),
        hint,
      },
      { cause: error },
    );
  }
}
