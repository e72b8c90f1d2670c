// SPDX-License-Identifier: GPL-2.0-only
// How a template says which place of a file an edit is for, and what becomes of it: descriptions from outside to inside,
// each of which is there exactly once.

export { commentAbove, withBlankAbove, withBlankBelow, withComment } from './around.ts';
export { cases, constants, entries, members, statements, topLevel } from './code.ts';
export {
  insertBefore,
  insertBehind,
  insertElse,
  insertFirst,
  insertLast,
  remove,
  replace,
  replaceCondition,
  replaceHead,
  rewritten,
} from './edits.ts';
export { headed } from './head.ts';
export { textLines } from './lines.ts';
export {
  commentOn,
  constantNamed,
  declarationOf,
  entryFor,
  enumNamed,
  functionNamed,
  includeOf,
  listedWith,
  macroNamed,
  memberNamed,
  structNamed,
  typeNamed,
  unionNamed,
} from './named.ts';
export { freeNumber, hex } from './numbers.ts';
export { find, type Run, type Step } from './run.ts';
