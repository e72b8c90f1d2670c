// SPDX-License-Identifier: GPL-2.0-only
import { lineEnd, lineStart } from '../c/lines.ts';
import type { SourceFile, SyntaxNode } from '../c/parse.ts';
import { isBlock } from './describe.ts';

/** What is around some whole lines of a file. */
export interface Surroundings {
  /** The innermost block that holds all of them between its brackets. */
  readonly block: SyntaxNode;
  /** What it lists, brackets and commas left out; comments count. */
  readonly listed: readonly SyntaxNode[];
  /** Of these, what the lines touch. */
  readonly touched: readonly SyntaxNode[];
  /** The nearest before and behind, comments not counted. */
  readonly previous: SyntaxNode | undefined;
  readonly next: SyntaxNode | undefined;
}

/** @param end the same as `start` for a place between two lines */
export function surroundingsOf(file: SourceFile, start: number, end: number): Surroundings {
  const [from, to] = trimmed(file.text, start, end);
  let block = file.root;
  for (let at: SyntaxNode | undefined = file.root; at; at = childAround(at, from, to))
    if (isBlock(at) && holds(at, from, to)) block = at;
  const listed = listedIn(block);
  const code = listed.filter(({ type }) => type !== 'comment');
  const touched =
    from === to ? [] : listed.filter((node) => node.startIndex < to && endOf(file, node) > from);
  return {
    block,
    listed,
    touched,
    previous: code.filter((node) => endOf(file, node) <= from).at(-1),
    next: code.find((node) => node.startIndex >= to),
  };
}

/** Without the empty lines at both ends. */
function trimmed(text: string, start: number, end: number): [number, number] {
  const covered = text.slice(start, end);
  const from = start + (covered.length - covered.trimStart().length);
  return from >= end ? [start, start] : [from, end - (covered.length - covered.trimEnd().length)];
}

function childAround(node: SyntaxNode, from: number, to: number): SyntaxNode | undefined {
  return node.children.find(
    (child) => child.startIndex < from + (from === to ? 0 : 1) && child.endIndex > to - (from === to ? 0 : 1),
  );
}

/** Whether a block has the lines between its brackets, and is not only begun or ended on them. */
function holds(block: SyntaxNode, from: number, to: number): boolean {
  if (block.type === 'translation_unit') return true;
  const [first, last] = [block.firstChild, block.lastChild];
  const opened = first?.type === '{' ? first.endIndex : block.startIndex;
  const closed = last?.type === '}' || last?.type === '#endif' ? last.startIndex : block.endIndex;
  return opened <= from && to <= closed && block.startIndex < from;
}

function listedIn(block: SyntaxNode): SyntaxNode[] {
  const inner = block.namedChildren.filter((child) => !isLabelOf(block, child));
  // What follows #else belongs to another group.
  return inner.filter(({ type }) => !/^preproc_(else|elif|elifdef)$/.test(type));
}

/** The value of a case, the name or condition of a conditional group. */
function isLabelOf(block: SyntaxNode, child: SyntaxNode): boolean {
  return ['value', 'name', 'condition', 'label'].some(
    (field) => block.childForFieldName(field)?.id === child.id,
  );
}

/** Some nodes take the end of their line with them. */
function endOf(file: SourceFile, node: SyntaxNode): number {
  const text = file.text.slice(node.startIndex, node.endIndex);
  return node.endIndex - (text.length - text.trimEnd().length);
}

/** Offsets of the lines that nodes stand on. */
export function linesAround(file: SourceFile, first: SyntaxNode, last: SyntaxNode): [number, number] {
  return [lineStart(file.text, first.startIndex), lineEnd(file.text, endOf(file, last) - 1)];
}
