// SPDX-License-Identifier: GPL-2.0-only
import { type Edit, spliced } from '../edit.ts';
import { AnchorMissing } from '../errors.ts';
import type { Condition, ElseBranch } from '../fragment.ts';
import { lineEnd, lineOf, lineStart } from '../lines.ts';
import type { SourceFile, SyntaxNode } from '../parse.ts';
import { bodyOf, bodyStart } from './head.ts';
import type { Run } from './run.ts';

// Each gives one edit; text is whole lines, but where it says otherwise.

/** Text in front of what was found. */
export function insertBefore(run: Run, text: string, purpose: string): Edit {
  return edit(run, run.start, run.start, text, purpose);
}

/** Text behind what was found. */
export function insertBehind(run: Run, text: string, purpose: string): Edit {
  return edit(run, run.end, run.end, text, purpose);
}

/** Text as the first of what a function, a statement, a struct or a conditional group holds. */
export function insertFirst(run: Run, text: string, purpose: string): Edit {
  const at = lineEnd(run.file.text, opening(run));
  return edit(run, at, at, text, purpose);
}

/** Text as the last of it: before the line of its closing brace, or of its #endif. */
export function insertLast(run: Run, text: string, purpose: string): Edit {
  const { node } = opened(run);
  const at = lineStart(run.file.text, (bodyOf(node) ?? node).endIndex - 1);
  return edit(run, at, at, text, purpose);
}

/** Text in place of what was found; none takes it away. */
export function replace(run: Run, text: string, purpose: string): Edit {
  return edit(run, run.start, run.end, text, purpose);
}

/** What was found goes. */
export function remove(run: Run, purpose: string): Edit {
  return edit(run, run.start, run.end, '', purpose);
}

/** Another condition, with its parentheses, for a statement that was found by its head. */
export function replaceCondition(run: Run, text: Condition, purpose: string): Edit {
  const node = required(run);
  const condition = node.childForFieldName('condition');
  if (!condition) throw lacking(run, 'has no condition');
  return edit(run, condition.startIndex, condition.endIndex, text, purpose);
}

/** Another head for a function or a statement: all from its first word to where its body begins. */
export function replaceHead(run: Run, text: string, purpose: string): Edit {
  const node = required(run);
  const head = run.file.text.slice(node.startIndex, bodyStart(run.file, node));
  return edit(run, node.startIndex, node.startIndex + head.trimEnd().length, text, purpose);
}

/** ` else …` directly behind the closing brace of an `if`; an else that is there follows. */
export function insertElse(run: Run, text: ElseBranch, purpose: string): Edit {
  const node = required(run);
  const at = node.childForFieldName('consequence')?.endIndex;
  if (node.type !== 'if_statement' || at === undefined) throw lacking(run, 'is no if');
  return edit(run, at, at, text, purpose);
}

/** Offset in the line behind which the body begins. */
function opening(run: Run): number {
  const { node, start } = opened(run);
  return /^(case|labeled)/.test(node.type) ? start - 1 : start;
}

/** A node whose body has a place for more, and where that begins. */
function opened(run: Run): { node: SyntaxNode; start: number } {
  const node = required(run);
  const start = bodyStart(run.file, node);
  if (/^(case_statement|labeled_statement|preproc_if)/.test(node.type) || run.file.text[start] === '{')
    return { node, start };
  throw lacking(run, 'has no braces');
}

/** A file with edits made as text: for C that tree-sitter does not read, where nothing can be parsed to see what became. */
export function rewritten({ path, text }: SourceFile, edits: readonly Edit[]): [path: string, text: string] {
  return [path, spliced(text, edits)];
}

function edit({ file, anchor }: Run, start: number, end: number, text: string, purpose: string): Edit {
  return { path: file.path, start, end, text, anchor, purpose };
}

function required(run: Run): SyntaxNode {
  if (run.node) return run.node;
  throw lacking(run, 'was found as text, and has no parts');
}

function lacking({ file, start, words }: Run, what: string): AnchorMissing {
  return new AnchorMissing({
    title: `${words} ${what}`,
    where: `${file.origin}: ${file.path}:${lineOf(file.text, start)}`,
    hint: 'Describe another place in the template.',
  });
}
