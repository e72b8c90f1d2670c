// SPDX-License-Identifier: GPL-2.0-only
import { apply, type Edit, isC, spliced } from '../c/edit.ts';
import { TemplateBroken } from '../c/errors.ts';
import type { SourceFile } from '../c/parse.ts';
import type { LineChange } from './change.ts';
import { chosenAnchor } from './choose.ts';
import { scopesOf } from './describe.ts';
import { ImportDiffers } from './failures.ts';
import { editMadeBy, type PlacedEdit } from './placed.ts';
import { purposeOf } from './purposes.ts';

/** One edit of a file, and what it does. */
export interface AnchoredEdit {
  readonly placed: PlacedEdit;
  readonly purpose: string;
  /** Index of the hunk that it comes from. */
  readonly hunk: number;
}

/** What a patch does to a file, each edit at its place. */
export interface AnchoredFile {
  readonly path: string;
  readonly edits: readonly AnchoredEdit[];
  /** Why they are made as text, where tree-sitter does not read the C. */
  readonly asText?: string;
}

/**
 * Places for all changes of one file.
 *
 * @param after what the patch makes of the file
 * @throws AnchorAmbiguous
 */
export function anchoredFile(file: SourceFile, changes: readonly LineChange[], after: string): AnchoredFile {
  const structural = isC(file.path);
  const told = new Set(structural ? changes.flatMap((change) => functionOf(file, change) ?? []) : []);
  const found = apart(file, changes, (change) => chosenAnchor(file, change, told, structural)).map(
    ({ change, place, edit: { start, end } }): AnchoredEdit => {
      const purpose = purposeOf(file, place, file.text.slice(start, end));
      return { placed: place, purpose, hunk: change.hunk };
    },
  );
  const edits = found.map((one) => editMadeBy(file, one.placed, one.purpose));
  if (spliced(file.text, edits) !== after)
    throw new ImportDiffers({
      title: 'the edits together give other bytes than the patch',
      where: `${file.origin}: ${file.path}`,
      hint: 'Report it, with the series: the import has a defect. Nothing was written.',
    });
  const unread = structural ? refused(file, edits) : undefined;
  return { path: file.path, edits: found, ...(unread === undefined ? {} : { asText: unread }) };
}

/** Why the edits cannot be made on what tree-sitter reads, where they cannot. */
function refused(file: SourceFile, edits: readonly Edit[]): string | undefined {
  try {
    apply(file, edits);
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateBroken)) throw error;
    return `tree-sitter does not read its code (${error.where?.replace(/^.*:(?=\d)/, 'line ')})`;
  }
}

/** The function that a change is in. */
function functionOf(file: SourceFile, { start, end }: LineChange): string | undefined {
  const inner = file.root.descendantForIndex(start, Math.max(start, end - 1));
  return scopesOf(file, inner).find(({ described: { by } }) => by === 'functionNamed')?.described.of;
}

interface Chosen {
  readonly change: LineChange;
  readonly place: PlacedEdit;
  readonly edit: Edit;
}

/** So many lines may lie between changes that only together are whole code. */
const BETWEEN = 10;

/**
 * Edits that do not touch: what is changed in two places of one statement is one change of it. Changes that are no C by
 * themselves are made together with those that follow, where that makes whole code of them.
 */
function apart(
  file: SourceFile,
  changes: readonly LineChange[],
  choose: (change: LineChange) => PlacedEdit,
): Chosen[] {
  const found: Chosen[] = [];
  for (let at = 0; at < changes.length; at++) {
    let change = changes[at] as LineChange;
    let place = choose(change);
    for (let next = at + 1, wider = change; isHalf(file, place) && next < changes.length; next++) {
      const other = changes[next] as LineChange;
      if (file.text.slice(wider.end, other.start).split('\n').length > BETWEEN) break;
      wider = joined(file.text, wider, other);
      const whole = choose(wider);
      if (isHalf(file, whole)) continue;
      [change, place, at] = [wider, whole, next];
    }
    for (;;) {
      const edit = editMadeBy(file, place);
      const last = found.at(-1);
      if (!last || (edit.start > last.edit.end && change.start >= last.edit.end)) {
        found.push({ change, place, edit });
        break;
      }
      found.pop();
      change = joined(file.text, last.change, change);
      place = choose(change);
    }
  }
  return found;
}

/** Whether an edit's text would be C in the place where it goes, and is none by itself. */
function isHalf({ path }: SourceFile, { place, how, text, target, scope }: PlacedEdit): boolean {
  if (place || !isC(path) || text.trim() === '' || how === 'replaceHead') return false;
  const where = scope.at(-1)?.by ?? target.by;
  return !/^(commentOn|constantNamed|entryFor|entries|constants|enumNamed|listedWith)$/.test(
    target.by + where,
  );
}

function joined(text: string, one: LineChange, other: LineChange): LineChange {
  const between = text.slice(one.end, other.start);
  return { ...one, end: other.end, text: one.text + between + other.text };
}
