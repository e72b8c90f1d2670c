// SPDX-License-Identifier: GPL-2.0-only
import { apply, type Edit, isC, spliced } from '../c/edit.ts';
import { EditOverlap, TemplateBroken } from '../c/errors.ts';
import type { SourceFile } from '../c/parse.ts';
import type { Change } from './change.ts';
import { chosen } from './choose.ts';
import { scopesOf } from './describe.ts';
import { madeBy, type Placed } from './placed.ts';
import { purposeOf } from './purposes.ts';

/** One edit of a file, and what it does. */
export interface AnchoredEdit {
  readonly placed: Placed;
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
export function anchoredFile(file: SourceFile, changes: readonly Change[], after: string): AnchoredFile {
  const told = new Set(isC(file.path) ? changes.flatMap((change) => functionOf(file, change) ?? []) : []);
  if (!isC(file.path)) return placed(file, changes, told, after, false);
  try {
    return placed(file, changes, told, after, true);
  } catch (error) {
    if (!(error instanceof TemplateBroken || error instanceof EditOverlap)) throw error;
    const reason =
      error instanceof TemplateBroken
        ? 'tree-sitter does not read the code there'
        : 'two of the edits are at one place';
    return { ...placed(file, changes, told, after, false), asText: reason };
  }
}

function placed(
  file: SourceFile,
  changes: readonly Change[],
  told: ReadonlySet<string>,
  after: string,
  structural: boolean,
): AnchoredFile {
  const found = apart(file, changes, (change) => chosen(file, change, told, structural)).map(
    ({ change, place, edit: { start, end } }): AnchoredEdit => {
      const purpose = purposeOf(file, place, file.text.slice(start, end));
      return { placed: place, purpose, hunk: change.hunk };
    },
  );
  const edits = found.map((one) => madeBy(file, one.placed, one.purpose));
  const made = structural ? apply(file, edits).text : spliced(file.text, edits);
  if (made !== after) throw new Error(`the edits of ${file.path} give other bytes than the patch`);
  return { path: file.path, edits: found };
}

/** The function that a change is in. */
function functionOf(file: SourceFile, { start, end }: Change): string | undefined {
  const inner = file.root.descendantForIndex(start, Math.max(start, end - 1));
  return scopesOf(file, inner).find(({ described: { by } }) => by === 'functionNamed')?.described.of;
}

interface Chosen {
  readonly change: Change;
  readonly place: Placed;
  readonly edit: Edit;
}

/** Edits that do not touch: what is changed in two places of one statement is one change of it. */
function apart(file: SourceFile, changes: readonly Change[], choose: (change: Change) => Placed): Chosen[] {
  const found: Chosen[] = [];
  for (const next of changes) {
    let change = next;
    for (;;) {
      const place = choose(change);
      const edit = madeBy(file, place);
      const last = found.at(-1);
      if (!last || (edit.start > last.edit.end && change.start >= last.edit.end)) {
        found.push({ change, place, edit });
        break;
      }
      found.pop();
      change = joined(file.text, last.change, change);
    }
  }
  return found;
}

function joined(text: string, one: Change, other: Change): Change {
  const between = text.slice(one.end, other.start);
  return { ...one, end: other.end, text: one.text + between + other.text };
}
