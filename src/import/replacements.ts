// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../c/parse.ts';
import { bodyStart, hasHead } from '../c/sites/head.ts';
import { withComment } from '../c/sites/index.ts';
import { type AnchorCandidate, costOf, waysTo } from './candidate.ts';
import type { LineChange } from './change.ts';
import { codeBetween, codeIn, describedName, descriptions, headText, placeIn } from './describe.ts';
import { type AroundName, type PlaceDescription, type PlacedEdit, widened } from './placed.ts';
import { linesAround, type Surroundings, surroundingsOf } from './surroundings.ts';

/** Places for lines that are changed or removed: a condition, a head, or the code that they say. */
export function replacements(file: SourceFile, change: LineChange): AnchorCandidate[] {
  const around = surroundingsOf(file, change.start, change.end);
  return [...heads(file, change), ...codes(file, change, around), ...comments(file, change, around)];
}

/** The bytes in which a change differs, without what both sides begin and end with. */
function narrowed(
  file: SourceFile,
  { start, end, text }: LineChange,
): { from: number; to: number; fresh: string } {
  const old = file.text.slice(start, end);
  let head = 0;
  while (head < Math.min(old.length, text.length) && old[head] === text[head]) head++;
  let tail = 0;
  while (
    tail < Math.min(old.length, text.length) - head &&
    old[old.length - 1 - tail] === text[text.length - 1 - tail]
  )
    tail++;
  return { from: start + head, to: end - tail, fresh: text.slice(head, text.length - tail) };
}

/** Changes of a condition, or of a statement's or function's head. */
function heads(file: SourceFile, change: LineChange): AnchorCandidate[] {
  const { from, to, fresh } = narrowed(file, change);
  const found: AnchorCandidate[] = [];
  const inner = file.root.descendantForIndex(from, Math.max(from, to - 1));
  for (let node: SyntaxNode | null = inner; node; node = node.parent) {
    if (!hasHead(node) && node.type !== 'function_definition') continue;
    const start = node.startIndex;
    const head = file.text.slice(start, bodyStart(file, node)).trimEnd();
    if (from < start || to > start + head.length) continue;
    const condition = node.childForFieldName('condition');
    const target: PlaceDescription | undefined = hasHead(node)
      ? { by: 'headed', of: headText(file, node) }
      : describedName(node);
    if (!target) continue;
    const whole = (at: number, end: number) => file.text.slice(at, from) + fresh + file.text.slice(to, end);
    const within =
      condition && condition.startIndex <= from && to <= condition.endIndex ? condition : undefined;
    const asked = within && whole(within.startIndex, within.endIndex);
    const headed = whole(start, start + head.length);
    for (const [at, { scope }] of waysTo(file, node.parent ?? node).entries()) {
      const cost = costOf(target) + at * 0.6;
      const place = { scope, target, around: [] };
      if (asked?.startsWith('('))
        found.push({ placed: { ...place, how: 'replaceCondition', text: asked, place: 'Condition' }, cost });
      else
        found.push({
          placed: { ...place, how: 'replaceHead', text: headed, place: undefined },
          cost: cost + 0.2,
        });
    }
    break;
  }
  return found;
}

const AROUNDS: readonly (readonly AroundName[])[] = [
  [],
  ['withComment'],
  ['withBlankBelow'],
  ['withBlankAbove'],
  ['withComment', 'withBlankBelow'],
  ['withComment', 'withBlankAbove'],
  ['withBlankAbove', 'withBlankBelow'],
];

/** The code that the lines say, with so much beside it as makes whole lines of it. */
function codes(
  file: SourceFile,
  change: LineChange,
  { block, listed, touched }: Surroundings,
): AnchorCandidate[] {
  const code = listed.filter(({ type }) => type !== 'comment');
  const own = touched.filter(({ type }) => type !== 'comment');
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last) return [];
  const [from, to] = [code.indexOf(first), code.indexOf(last)];
  const found: AnchorCandidate[] = [];
  for (const [up, down] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const) {
    const [one, other] = [code[from - up], code[to + down]];
    if (!one || !other) continue;
    found.push(...replacing(file, change, block, one, other, (up + down) * 1.5));
  }
  return found;
}

function replacing(
  file: SourceFile,
  change: LineChange,
  block: SyntaxNode,
  first: SyntaxNode,
  last: SyntaxNode,
  extra: number,
): AnchorCandidate[] {
  const [start, end] = linesAround(file, first, last);
  const run = { file, start, end, node: first, anchor: '', words: '' };
  const code: PlaceDescription = { by: codeIn(block), of: codeBetween(file, first, last) };
  const name = first === last ? describedName(first) : undefined;
  const found: AnchorCandidate[] = [];
  for (const around of AROUNDS) {
    const wider = widened(run, around);
    if (wider.start > change.start || wider.end < change.end) continue;
    const text =
      file.text.slice(wider.start, change.start) + change.text + file.text.slice(change.end, wider.end);
    const kept = (wider.end - wider.start - (change.end - change.start)) / 200;
    const place = placeIn(block);
    // What has a name is taken away by it; what is changed is compared, lest a tree's own difference be lost.
    const targets = text.trim() === '' && name ? [name, code] : [code];
    for (const target of targets)
      for (const [at, { scope }] of waysTo(file, block).entries())
        found.push({
          placed: { scope, target, around, how: 'replace', text, place },
          cost: costOf(target) * 0.8 + extra + around.length * 0.2 + at * 0.6 + kept,
        });
  }
  return found;
}

/** Changes of a comment that stands directly above code. */
function comments(
  file: SourceFile,
  change: LineChange,
  { block, touched, next }: Surroundings,
): AnchorCandidate[] {
  if (!next || touched.length === 0 || touched.some(({ type }) => type !== 'comment')) return [];
  const [start, end] = linesAround(file, next, next);
  const above = withComment({ file, start, end, node: next, anchor: '', words: '' });
  if (above.start > change.start || start < change.end) return [];
  const text = file.text.slice(above.start, change.start) + change.text + file.text.slice(change.end, start);
  return waysTo(file, block).flatMap(({ scope }, at) =>
    descriptions(file, next, block).map((target) => {
      const placed: PlacedEdit = {
        ...{ scope, target, text },
        ...{ around: ['commentAbove'], how: 'replace', place: 'TopLevel' },
      };
      return { placed, cost: costOf(target) + at * 0.6 };
    }),
  );
}
