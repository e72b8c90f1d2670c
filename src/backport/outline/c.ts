// SPDX-License-Identifier: GPL-2.0-only

import { lineNumber, lineStarts } from '../../c/lines.ts';
import { damageAbove, parse, type SourceFile, type SyntaxNode } from '../../c/parse.ts';
import { describedName, isGuard, scopesOf } from '../../import/describe.ts';
import type { PlaceDescription } from '../../import/placed.ts';
import { headingOutline, shortened } from './headings.ts';
import type { Outline, OutlineScope } from './outline.ts';

/** Nodes at the top that hold others of their kind. */
const CONTAINERS = /^(preproc_(if|ifdef|else|elif|elifdef)|linkage_specification|declaration_list)$/;

const WORDS: Partial<Readonly<Record<PlaceDescription['by'], (name: string) => string>>> = {
  functionNamed: (name) => `${name}()`,
  structNamed: (name) => `struct ${name}`,
  unionNamed: (name) => `union ${name}`,
  enumNamed: (name) => `enum ${name}`,
  macroNamed: (name) => `#define ${name}`,
  typeNamed: (name) => `typedef ${name}`,
  includeOf: (name) => `#include ${name}`,
};

/** A file of C by tree-sitter; what does not parse, and functions that seem to have swallowed others, by headings. */
export function cOutline(path: string, text: string): Outline {
  const file = parse('outline', path, text);
  const starts = lineStarts(text);
  const lines = text.split('\n');
  const units: OutlineScope[] = [];
  const doubtful: [number, number][] = [];
  const line = (offset: number) => lineNumber(starts, offset);
  let comment: { from: number; to: number } | undefined;
  const walk = (node: SyntaxNode): void => {
    for (const child of node.namedChildren) {
      const [from, to] = [line(child.startIndex), line(Math.max(child.startIndex, child.endIndex - 1)) + 1];
      if (child.type === 'comment') {
        comment = { from: comment?.to === from ? comment.from : from, to };
        continue;
      }
      const start = comment?.to === from ? comment.from : from;
      comment = undefined;
      if (CONTAINERS.test(child.type)) walk(child);
      else if (child.type === 'ERROR' || swallows(lines, from, to)) doubtful.push([start, to]);
      else add(units, unitOf(file, child, start, to));
    }
  };
  // Of what as a whole is no C the children say nothing.
  if (file.root.type === 'ERROR') doubtful.push([0, lines.length]);
  else walk(file.root);
  for (const [from, to] of doubtful)
    for (const unit of headingOutline(path, lines, [from, to]).units) add(units, unit);
  units.sort((a, b) => a.from - b.from || a.to - b.to);
  const byHeadings = headingOutline(path, lines);
  return {
    by: 'tree-sitter-c',
    units,
    around(from, to) {
      if (doubtful.some(([start, end]) => from < end && to > start - 1)) return byHeadings.around(from, to);
      return aroundNode(file, starts, from, to) ?? byHeadings.around(from, to);
    },
  };
}

function aroundNode(
  file: SourceFile,
  starts: readonly number[],
  from: number,
  to: number,
): OutlineScope[] | undefined {
  const begin = starts[from] ?? file.text.length;
  const end = to > from ? (starts[to] ?? file.text.length) : begin;
  const covered = file.text.slice(begin, end);
  const first = begin + (covered.length - covered.trimStart().length);
  const last = Math.max(first, end - (covered.length - covered.trimEnd().length) - 1);
  let node =
    covered.trim() === ''
      ? file.root.descendantForIndex(begin, begin)
      : file.root.descendantForIndex(first, last);
  // Between two lines, what begins at the second is not around the place.
  while (node.parent && node.startIndex >= begin && to === from) node = node.parent;
  if (damageAbove(node)) return undefined;
  const line = (offset: number) => lineNumber(starts, offset);
  const scopes = scopesOf(file, node)
    .filter((scope) => !isGuard(file, scope.node))
    .map(
      ({ described, node: one }): OutlineScope => ({
        kind: described.by === 'headed' || described.by === 'listedWith' ? 'branch' : described.by,
        name: described.of,
        words: shortened(wordsOf(described)),
        from: line(one.startIndex),
        to: line(Math.max(one.startIndex, one.endIndex - 1)) + 1,
      }),
    );
  // The change of a whole definition is not inside of it.
  return scopes;
}

function wordsOf({ by, of }: PlaceDescription): string {
  return WORDS[by]?.(of) ?? of;
}

function unitOf(file: SourceFile, node: SyntaxNode, from: number, to: number): OutlineScope {
  const described = describedName(node);
  if (described && described.by !== 'includeOf')
    return { kind: described.by, name: described.of, words: wordsOf(described), from, to };
  const head = file.text.slice(node.startIndex, node.endIndex).split('\n', 1)[0]?.trim() ?? '';
  return { kind: node.type, name: head, words: shortened(head), from, to };
}

/** Two definitions on one line, and a body that the grammar parts from its head, are one unit. */
function add(units: OutlineScope[], unit: OutlineScope): void {
  const last = units.at(-1);
  if (last && (unit.from < last.to || unit.kind === 'compound_statement'))
    units[units.length - 1] = { ...last, to: Math.max(last.to, unit.to) };
  else units.push(unit);
}

/** In the kernel a brace in the first column ends what began there: a definition that has one inside holds two. */
function swallows(lines: readonly string[], from: number, to: number): boolean {
  for (let at = from; at < to - 1; at++)
    if (/^\}(?!.*\\$)/.test(lines[at] ?? '') && !/^\}\s*[\w,]/.test(lines[at] ?? '')) return true;
  return false;
}
