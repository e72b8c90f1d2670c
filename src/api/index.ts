// SPDX-License-Identifier: GPL-2.0-only
// What a topic, a machine or a rule outside of the checkout imports as 'kernel-patch-workbench'. types/index.d.ts is made
// of it; what is added here stays, for somebody's topic may use it.

export { patchLetters } from '../../checks/lib/mail.ts';
export type { Found, Rule, Side, Subject } from '../../checks/rule.ts';
export { cover, diffOf, letter, type Sample } from '../../checks/samples/sample.ts';
export { DEVICES, UNPLUGGABLE, WITH_FUNCTIONS } from '../../kernel-tests/parts/devices.ts';
export { KERNEL_ARGUMENTS } from '../../kernel-tests/parts/kernel-arguments.ts';
export { pc } from '../../kernel-tests/parts/pc.ts';
export { virt } from '../../kernel-tests/parts/virt.ts';
export { type Anchor, locate, locateOptional, matches, type Site } from '../c/anchor.ts';
export type { Edit } from '../c/edit.ts';
export type {
  Cases,
  Condition,
  ElseBranch,
  Expression,
  Head,
  Members,
  Program,
  Statements,
  TopLevel,
} from '../c/fragment.ts';
export { indentOf, lineEnd, lineOf, lineStart, normalise } from '../c/lines.ts';
export { macros, macroValues } from '../c/macro.ts';
export { type SourceFile, type SyntaxNode, textOf } from '../c/parse.ts';
export {
  gainsInclude,
  gainsParameter,
  gainsSharedHelper,
  gainsSymbol,
  type KconfigSymbol,
  type ModuleParameter,
  type SharedHelper,
} from '../c/roles/index.ts';
export {
  cases,
  commentAbove,
  commentOn,
  constantNamed,
  constants,
  declarationOf,
  entries,
  entryFor,
  enumNamed,
  find,
  freeNumber,
  functionNamed,
  headed,
  hex,
  includeOf,
  insertBefore,
  insertBehind,
  insertElse,
  insertFirst,
  insertLast,
  listedWith,
  macroNamed,
  memberNamed,
  members,
  type Run,
  remove,
  replace,
  replaceCondition,
  replaceHead,
  rewritten,
  type Step,
  statements,
  structNamed,
  textLines,
  topLevel,
  typeNamed,
  unionNamed,
  withBlankAbove,
  withBlankBelow,
  withComment,
} from '../c/sites/index.ts';
export { functionHead, ifHead, indent, wrap } from '../c/style.ts';
export type { MachineFile } from '../guest/machine.ts';
export { TreeUnsuitable } from '../kernel/failures.ts';
export type { OwnRule } from '../own/rules.ts';
export type { CellView } from '../series/cell-view.ts';
export { fileAt, newFile } from '../series/file-at.ts';
export type {
  Commenter,
  ContractLines,
  MachineTraits,
  Parameters,
  PatchTemplate,
  PostedVariant,
  Row,
  Sources,
  Topic,
  Variant,
} from '../series/topic.ts';
export type {
  Answer as PageAnswer,
  Area,
  AreaKind,
  Claim,
  LatencyPlot,
  Objection,
  PageCell,
  PageRun,
  Picture,
  PictureRow,
  TopicPage,
} from '../series/topic-page.ts';
export type { Binding, Subsystem } from '../subsystem.ts';
export { subsystem } from './subsystem.ts';
