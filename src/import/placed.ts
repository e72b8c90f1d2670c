// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../c/edit.ts';
import type { FragmentPlace } from '../c/fragment.ts';
import type { SourceFile } from '../c/parse.ts';
import * as sites from '../c/sites/index.ts';

const STEPS = {
  functionNamed: sites.functionNamed,
  structNamed: sites.structNamed,
  unionNamed: sites.unionNamed,
  enumNamed: sites.enumNamed,
  macroNamed: sites.macroNamed,
  declarationOf: sites.declarationOf,
  typeNamed: sites.typeNamed,
  memberNamed: sites.memberNamed,
  constantNamed: sites.constantNamed,
  entryFor: sites.entryFor,
  includeOf: sites.includeOf,
  listedWith: sites.listedWith,
  commentOn: sites.commentOn,
  headed: sites.headed,
  statements: sites.statements,
  topLevel: sites.topLevel,
  members: sites.members,
  constants: sites.constants,
  entries: sites.entries,
  cases: sites.cases,
  textLines: sites.textLines,
} as const;

const EDITS = {
  insertBefore: sites.insertBefore,
  insertBehind: sites.insertBehind,
  insertFirst: sites.insertFirst,
  insertLast: sites.insertLast,
  insertElse: sites.insertElse,
  replace: sites.replace,
  replaceCondition: sites.replaceCondition,
  replaceHead: sites.replaceHead,
} as const;

const AROUND = {
  withComment: sites.withComment,
  withBlankAbove: sites.withBlankAbove,
  withBlankBelow: sites.withBlankBelow,
  commentAbove: sites.commentAbove,
} as const;

export type StepName = keyof typeof STEPS;
export type EditName = keyof typeof EDITS;
export type AroundName = keyof typeof AROUND;

/** A description of a place as data: which function of src/c/sites gives it, and of what. */
export interface PlaceDescription {
  readonly by: StepName;
  readonly of: string;
}

/** An edit as data: what is called to make it. */
export interface PlacedEdit {
  /** From outside to inside: the named definition first. Empty for the whole file. */
  readonly scope: readonly PlaceDescription[];
  readonly target: PlaceDescription;
  readonly around: readonly AroundName[];
  readonly how: EditName;
  readonly text: string;
  /** What C the text is; undefined where it is none by itself. */
  readonly place: FragmentPlace | undefined;
}

export function stepOf({ by, of }: PlaceDescription): sites.Step {
  return STEPS[by](of);
}

/**
 * The edit that a template makes by it.
 *
 * @throws AnchorMissing, AnchorAmbiguous, AnchorBroken
 */
export function editMadeBy(file: SourceFile, placed: PlacedEdit, purpose = ''): Edit {
  const run = runOf(file, placed);
  return EDITS[placed.how](run, placed.text, purpose);
}

/** What it is made before, behind or in the place of. */
function runOf(file: SourceFile, { scope, target, around }: PlacedEdit): sites.Run {
  const run = sites.find(file, ...[...scope, target].map(stepOf));
  return widened(run, around);
}

export function widened(run: sites.Run, around: readonly AroundName[]): sites.Run {
  return around.reduce((wider, name) => AROUND[name](wider), run);
}
