// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { damages } from '../c/damage.ts';
import { lineEnd, lineOf, lineStart, normalise } from '../c/lines.ts';
import { parse, type SourceFile, type SyntaxNode, textOf } from '../c/parse.ts';
import { type ChangedLines, hunks, touches } from './changed-lines.ts';
import { connectives, decisions, negations } from './conditions.ts';
import { complements, exchangedArguments, operators } from './expressions.ts';
import { keptAsItWas } from './hunks.ts';
import type { Mutant, MutatedText } from './kinds.ts';
import type { MutationPlace } from './meaning.ts';
import { dropped } from './statements.ts';
import { constantMutations, macroNumbers, returned } from './values.ts';

/** A file of a patch, before and after it; latin1. */
export interface PatchedFile {
  readonly path: string;
  /** '' where the patch adds the file. */
  readonly before: string;
  readonly after: string;
}

/**
 * The mutants of a patch: one small mistake each, in a line that the patch adds or changes. Of two that read the same
 * one is left. Whether a compiler takes them is not asked here.
 */
export function mutants(files: readonly PatchedFile[]): Mutant[] {
  return files.filter(({ path }) => /\.[ch]$/.test(path)).flatMap(mutantsOf);
}

function mutantsOf({ path, before, after }: PatchedFile): Mutant[] {
  const file = parse('mutants', path, after);
  const changed = hunks(before, after);
  const changes = [...inLines(file, changed), ...keptAsItWas(file, before, changed)];
  const seen = new Set([normalise(after)]);
  const counted = new Map<string, number>();
  return changes.flatMap((change) => {
    const text = after.slice(0, change.start) + change.text + after.slice(change.end);
    const read = normalise(text);
    // Error recovery would make a mutant of what is none.
    if (seen.has(read) || isDamaged(file, change)) return [];
    seen.add(read);
    return [identified(file, change, text, counted)];
  });
}

/** Whether a change leaves something that does not parse, in the piece of the file that it is in. */
function isDamaged(
  { origin, path, text, root }: SourceFile,
  { start, end, text: fresh }: MutatedText,
): boolean {
  const pieces = root.children.filter((one) => one.endIndex >= start && one.startIndex <= end);
  const from = Math.min(start, ...pieces.map(({ startIndex }) => startIndex));
  const to = Math.max(end, ...pieces.map(({ endIndex }) => endIndex));
  const count = (piece: string) => damages(parse(origin, path, piece).root).length;
  const changed = text.slice(from, start) + fresh + text.slice(end, to);
  return count(changed) > count(text.slice(from, to));
}

/** All changes by the structure of the code, in the order of the file. */
function inLines(file: SourceFile, changed: readonly ChangedLines[]): MutatedText[] {
  const found: MutatedText[] = [];
  const visit = (node: SyntaxNode, within: { name: string | undefined; type: string }) => {
    const [first, last] = [node.startPosition.row, node.endPosition.row];
    if (!touches(changed, first, last)) return;
    const inside = node.type === 'function_definition' ? functionOf(file, node) : within;
    const place: MutationPlace = { file, function: inside.name };
    found.push(
      ...changesAt(place, node, inside.type).filter(({ start, end }) => isIn(file, changed, start, end)),
    );
    for (const child of node.namedChildren) visit(child, inside);
  };
  visit(file.root, { name: undefined, type: '' });
  return found;
}

function changesAt(place: MutationPlace, node: SyntaxNode, type: string): MutatedText[] {
  return [
    ...dropped(place, node),
    ...decisions(place, node),
    ...connectives(place, node),
    ...negations(place, node),
    ...operators(place, node),
    ...complements(place, node),
    ...constantMutations(place, node),
    ...returned(place, node, type),
    ...exchangedArguments(place, node),
    ...macroNumbers(place, node),
  ];
}

function isIn({ text }: SourceFile, changed: readonly ChangedLines[], start: number, end: number): boolean {
  return touches(changed, lineOf(text, start) - 1, lineOf(text, Math.max(start, end - 1)) - 1);
}

function functionOf(file: SourceFile, node: SyntaxNode): { name: string | undefined; type: string } {
  let at = node.childForFieldName('declarator');
  let stars = '';
  while (at && at.type !== 'identifier') {
    if (at.type === 'pointer_declarator') stars += '*';
    at = at.childForFieldName('declarator');
  }
  const type = node.childForFieldName('type');
  return { name: at ? textOf(file, at) : undefined, type: `${type ? textOf(file, type) : ''} ${stars}` };
}

/** Two mutants that do the same to two equal lines of a function are told apart by their order. */
function identified(
  file: SourceFile,
  change: MutatedText,
  text: string,
  counted: Map<string, number>,
): Mutant {
  const { kind, start, end, means } = change;
  const name = functionAt(file, start);
  const [from, to] = [lineStart(file.text, start), lineEnd(file.text, Math.max(start, end - 1))];
  const moved = text.length - file.text.length;
  const was = codeLines(file.text.slice(from, to));
  const becomes = codeLines(text.slice(from, to + moved));
  const what = [file.path, name ?? '', ...was, '→', ...becomes].join('\n');
  const nth = counted.get(what) ?? 0;
  counted.set(what, nth + 1);
  const id = createHash('sha256').update(`${what}\n${nth}`, 'latin1').digest('hex').slice(0, 8);
  return {
    id,
    kind,
    path: file.path,
    text,
    line: lineOf(file.text, start),
    function: name,
    was,
    becomes,
    means,
  };
}

function functionAt(file: SourceFile, at: number): string | undefined {
  for (let node: SyntaxNode | null = file.root.descendantForIndex(at); node; node = node.parent)
    if (node.type === 'function_definition') return functionOf(file, node).name;
  return undefined;
}

function codeLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '');
}
