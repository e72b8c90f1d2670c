// SPDX-License-Identifier: GPL-2.0-only
import type { FileDiff } from '../mail/diff.ts';
import { isSubmodule } from '../mail/diff.ts';
import { eachOnTree, type ReadTree } from '../mail/history.ts';
import type { Hunk } from '../mail/hunk.ts';
import type { Message } from '../mail/message.ts';
import { titleOf } from '../mail/subject.ts';
import { lineChanges, type OutlinedChange } from './change.ts';
import { headingOutline } from './outline/headings.ts';
import { outlinedFile } from './place.ts';
import type { OutlinedFile } from './side.ts';
import { textLineOf, textLinesOf } from './text-lines.ts';

/** What a patch does to one file, on the file as it was before. */
export interface PatchFile {
  readonly oldPath: string | undefined;
  readonly newPath: string | undefined;
  readonly side: OutlinedFile;
  readonly changes: readonly OutlinedChange[];
  /** 1-based line of the file, by line of the side: they differ where only hunks are at hand. */
  readonly number: (line: number) => number;
  /** Whether the side is the whole file, or what the hunks show of it. */
  readonly whole: boolean;
}

/** One patch, ready to be compared with another. */
export interface PatchSide {
  readonly title: string;
  readonly body: string;
  readonly files: readonly PatchFile[];
  /** Paths of what has no lines: binary files, submodules. */
  readonly passed: readonly string[];
  /** Why the files are not whole; undefined where they are. */
  readonly shown: string | undefined;
  /** Texts of the tree before the patch; undefined where it is not at hand. */
  readonly read: ReadTree | undefined;
}

/** Patches one after another on their tree; those that do not fit, and all where there is no tree, by their hunks. */
export async function patchSides(
  patches: readonly Message[],
  read: ReadTree | undefined,
): Promise<PatchSide[]> {
  if (!read) return patches.map((message) => shownSide(message, 'kpw has no tree for it', undefined));
  const outcomes = await eachOnTree(patches, read);
  const state = new Map<string, string | undefined>();
  return patches.map((message, at) => {
    const outcome = outcomes[at];
    const then = new Map(state);
    const before: ReadTree = async (path) => (then.has(path) ? then.get(path) : read(path));
    if (!outcome || 'rejected' in outcome)
      return shownSide(message, outcome?.rejected ?? 'it does not apply', before);
    for (const [path, file] of outcome.after) state.set(path, file?.text);
    const files = textDiffs(message).flatMap((diff): PatchFile[] => {
      const text = diff.oldPath === undefined ? '' : (outcome.before.get(diff.oldPath)?.text ?? '');
      const changes = lineChanges(text, diff.hunks);
      if (!changes) return [shownFile(diff)];
      const side = outlinedFile(diff.oldPath ?? diff.newPath ?? '', text);
      return [
        {
          oldPath: diff.oldPath,
          newPath: diff.newPath,
          side,
          changes,
          number: (line) => line + 1,
          whole: true,
        },
      ];
    });
    return { ...said(message), files, shown: undefined, read: before };
  });
}

function shownSide(message: Message, why: string, read: ReadTree | undefined): PatchSide {
  return { ...said(message), files: textDiffs(message).map(shownFile), shown: why, read };
}

function said(message: Message): Pick<PatchSide, 'title' | 'body' | 'passed'> {
  const passed = message.diffs
    .filter((diff) => diff.binary || isSubmodule(diff))
    .map(({ oldPath, newPath }) => newPath ?? oldPath ?? '');
  return { title: titleOf(message.subject), body: message.body, passed };
}

const textDiffs = ({ diffs }: Message) => diffs.filter((diff) => !diff.binary && !isSubmodule(diff));

/** A file as its hunks show it: each below the heading that git found for it. */
function shownFile({ oldPath, newPath, hunks }: FileDiff): PatchFile {
  const path = oldPath ?? newPath ?? '';
  const raws: string[] = [];
  const numbers: number[] = [];
  const changes: OutlinedChange[] = [];
  const add = (raw: string, number: number) => {
    raws.push(raw);
    numbers.push(number);
  };
  for (const [index, hunk] of hunks.entries()) {
    add('\n', hunk.oldStart);
    if (hunk.section !== '') add(`${hunk.section}\n`, hunk.oldStart);
    changes.push(...changesIn(hunk, index, add, raws));
  }
  const lines = raws.map(textLineOf);
  const outline = headingOutline(
    path,
    raws.map((raw) => raw.replace(/\n$/, '')),
  );
  return {
    oldPath,
    newPath,
    side: { path, lines, outline },
    changes,
    number: (line) => numbers[line] ?? (numbers.at(-1) ?? 0) + 1,
    whole: false,
  };
}

function changesIn(
  hunk: Hunk,
  index: number,
  add: (raw: string, number: number) => void,
  raws: readonly string[],
): OutlinedChange[] {
  const changes: OutlinedChange[] = [];
  let number = hunk.oldStart;
  let open: { from: number; removed: string[]; added: string[] } | undefined;
  const close = () => {
    if (!open) return;
    const { from, removed, added } = open;
    changes.push({
      from,
      to: from + removed.length,
      removed: textLinesOf(removed.join('')),
      added: textLinesOf(added.join('')),
      hunk: index,
    });
    open = undefined;
  };
  for (const line of hunk.lines) {
    const raw = `${line.slice(1)}\n`;
    if (line[0] === '\\') continue;
    if (line[0] === ' ') close();
    else open ??= { from: raws.length, removed: [], added: [] };
    if (line[0] === '+') open?.added.push(raw);
    else {
      if (line[0] === '-') open?.removed.push(raw);
      add(raw, number++);
    }
  }
  close();
  return changes;
}
