// SPDX-License-Identifier: GPL-2.0-only
import { isC } from '../c/edit.ts';
import { AnchorAmbiguous } from '../c/errors.ts';
import { faultOf } from '../c/fragment.ts';
import { lineOf } from '../c/lines.ts';
import type { SourceFile } from '../c/parse.ts';
import { Failure } from '../failure.ts';
import type { AnchorCandidate } from './candidate.ts';
import { changed, type LineChange, slid } from './change.ts';
import { describedName, scopesOf } from './describe.ts';
import { insertions } from './insertions.ts';
import { editMadeBy, type PlaceDescription, type PlacedEdit } from './placed.ts';
import { replacements } from './replacements.ts';
import { textPlaces } from './text-places.ts';

/** So many descriptions of each kind are tried: in C that does not parse, each that fails costs a look for the damage. */
const TRIED = 64;

/**
 * The most lasting description of a change's place that is there once and gives the change's bytes.
 *
 * @param structural false looks for lines as text alone
 * @throws AnchorAmbiguous where none is
 */
export function chosenAnchor(
  file: SourceFile,
  change: LineChange,
  told: ReadonlySet<string>,
  structural = isC(file.path),
): PlacedEdit {
  const wanted = changed(file.text, change);
  const ways = slid(file.text, change)
    .flatMap(({ change: one, away }) =>
      candidates(file, one, told, structural).map((way) => ({ ...way, cost: way.cost + away * 0.12 })),
    )
    .sort((a, b) => a.cost - b.cost);
  const asText = ({ placed }: AnchorCandidate) => placed.target.by === 'textLines';
  const tried = [
    ...ways.filter((way) => !asText(way)).slice(0, TRIED),
    ...ways.filter(asText).slice(0, TRIED),
  ];
  let first: Failure | undefined;
  let half: PlacedEdit | undefined;
  for (const { placed } of tried.sort((a, b) => a.cost - b.cost)) {
    try {
      const edit = editMadeBy(file, placed);
      if (changed(file.text, edit) !== wanted) continue;
      const { place, text } = placed;
      // Half of an #ifdef, or a brace that another edit closes: another place may make a whole of it.
      if (!place || text.trim() === '' || !faultOf(text, place)) return placed;
      half ??= { ...placed, place: undefined };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.code === 'ANCHOR_AMBIGUOUS') first ??= error;
    }
  }
  if (half) return half;
  throw undecided(file, change, first);
}

function candidates(
  file: SourceFile,
  change: LineChange,
  told: ReadonlySet<string>,
  structural: boolean,
): AnchorCandidate[] {
  if (!structural) return textPlaces(file, change);
  const inner = file.root.descendantForIndex(change.start, Math.max(change.start, change.end - 1));
  const named = scopesOf(file, inner).find(({ described: { by } }) => by !== 'headed' && by !== 'listedWith');
  const explained = explainedBy(file, change);
  return [
    ...(change.start === change.end ? insertions(file, change, told) : replacements(file, change)),
    ...(explained
      ? textPlaces(file, change, [explained]).map((way) => ({ ...way, cost: way.cost - 2 }))
      : []),
    ...textPlaces(file, change, named ? [named.described] : []),
    ...(named ? textPlaces(file, change).map((way) => ({ ...way, cost: way.cost + 2 })) : []),
  ];
}

/** What a comment explains that a change is in: the definition directly below. */
function explainedBy(file: SourceFile, { start, end }: LineChange): PlaceDescription | undefined {
  const comment = file.root.descendantForIndex(start, Math.max(start, end - 1));
  if (comment.type !== 'comment' || comment.startIndex >= start) return undefined;
  let next = comment.nextNamedSibling;
  while (next?.type === 'comment') next = next.nextNamedSibling;
  const name = next ? describedName(next) : undefined;
  return name && name.by !== 'includeOf' && name.by !== 'entryFor'
    ? { by: 'commentOn', of: name.of }
    : undefined;
}

function undecided(file: SourceFile, change: LineChange, ambiguous: Failure | undefined): AnchorAmbiguous {
  const line = lineOf(file.text, change.start);
  return new AnchorAmbiguous({
    title: `nothing around the change is unique, so no anchor describes its place for sure`,
    where: `${file.origin}: ${file.path}:${line}`,
    ...(ambiguous?.detail === undefined ? {} : { detail: `${ambiguous.title}:\n${ambiguous.detail}` }),
    hint: 'Write that edit by hand: you may know what tells this place from the others.',
  });
}
