// SPDX-License-Identifier: GPL-2.0-only

import { damages } from './damage.ts';
import { EditOverlap, TemplateBroken } from './errors.ts';
import { lineOf } from './lines.ts';
import { damageAbove, damageWithin, parse, type SourceFile } from './parse.ts';

/** Replace bytes [start, end) of one file with text. */
export interface Edit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Id of the anchor that found the place, for provenance. */
  readonly anchor: string;
  /** What it does, in a reviewer's words, for messages: `the device struct gains msix_mmap`. */
  readonly purpose: string;
}

/** Whether a file is read as C, so that what edits make of it has to parse. */
export function isC(path: string): boolean {
  return /\.[ch]$/.test(path);
}

/**
 * The file with all edits made, bottom up, so that no edit moves another's place. A file that is no C is not parsed.
 *
 * @throws EditOverlap when two edits touch the same bytes, or insert at the same place
 * @throws TemplateBroken when an edited span does not parse afterwards, or did not before
 */
export function apply(file: SourceFile, edits: readonly Edit[]): SourceFile {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const [at, edit] of ordered.entries()) {
    const next = ordered[at + 1];
    if (next && (next.start < edit.end || next.start === edit.start)) throw overlap(file, edit, next);
  }
  if (!isC(file.path)) return parse(file.origin, file.path, spliced(file.text, ordered));
  for (const edit of ordered) requireSound(file, edit, edit.start, edit.end, 'before the edit');

  const edited = parse(file.origin, file.path, spliced(file.text, ordered));
  let moved = 0;
  for (const edit of ordered) {
    const start = edit.start + moved;
    requireSound(edited, edit, start, start + edit.text.length, 'after the edit');
    moved += edit.text.length - (edit.end - edit.start);
  }
  // The damage of a missing brace may show up far from the span that lacks it.
  if (damages(edited.root).length > damages(file.root).length) throw unbalanced(file, ordered);
  return edited;
}

/** A text with edits made that neither overlap nor insert at one place; nothing is parsed. */
export function spliced(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
}

/** Error recovery may put the damage of a missing brace anywhere: find the edit that does it by making each alone. */
function unbalanced(file: SourceFile, edits: readonly Edit[]): TemplateBroken {
  const before = damages(file.root).length;
  const alone = (edit: Edit) =>
    parse(file.origin, file.path, file.text.slice(0, edit.start) + edit.text + file.text.slice(edit.end));
  const culprit = edits.find((edit) => damages(alone(edit).root).length > before);
  return new TemplateBroken({
    title: culprit
      ? `the C of "${culprit.purpose}" breaks the code around it`
      : 'the edits together break the code around them',
    where: `${file.origin}: ${file.path}${culprit ? `:${lineOf(file.text, culprit.start)}` : ''}`,
    ...(culprit ? { detail: culprit.text.replace(/^/gm, '       | ') } : {}),
    hint: 'Look for an unbalanced brace or parenthesis in the template of that edit.',
  });
}

function requireSound(file: SourceFile, edit: Edit, start: number, end: number, when: string): void {
  // White space at a span's ends belongs to nobody: a neighbour's damage must not be charged to the edit.
  const covered = file.text.slice(start, end);
  const from = start + (covered.length - covered.trimStart().length);
  const to = Math.max(from, end - (covered.length - covered.trimEnd().length));
  if (from === to) return;
  const damage = damageAbove(file.root.descendantForIndex(from, to - 1)) ?? damageWithin(file.root, from, to);
  if (!damage) return;
  const line = lineOf(file.text, Math.max(damage.startIndex, from));
  throw new TemplateBroken({
    title: `the C of "${edit.purpose}" does not parse ${when}`,
    where: `${file.origin}: ${file.path}:${line}`,
    detail: excerpt(file.text, line),
    hint:
      when === 'after the edit'
        ? 'Look for a missing semicolon, parenthesis or brace in the template of that edit.'
        : 'The tree itself does not parse there; mend it, or the mask in src/c/mask.ts if the code is valid.',
  });
}

function excerpt(text: string, line: number): string {
  return text
    .split('\n')
    .slice(Math.max(0, line - 3), line + 2)
    .map((content, at) => `${String(Math.max(1, line - 2) + at).padStart(6)} | ${content}`)
    .join('\n');
}

function overlap(file: SourceFile, first: Edit, second: Edit): EditOverlap {
  const place = (edit: Edit) =>
    `  ${file.path}:${lineOf(file.text, edit.start)}: ${edit.purpose} (anchor ${edit.anchor})`;
  return new EditOverlap({
    title: 'two edits want the same place',
    where: `${file.origin}: ${file.path}`,
    detail: `${place(first)}\n${place(second)}`,
    hint: 'Merge the two into one edit, or put them into two patches.',
  });
}
