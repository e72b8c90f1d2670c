// SPDX-License-Identifier: GPL-2.0-only
import { lineEnd, lineStart } from '../c/lines.ts';
import type { SourceFile, SyntaxNode } from '../c/parse.ts';
import { bodyOf } from '../c/sites/head.ts';
import { type AnchorCandidate, costOf, waysTo } from './candidate.ts';
import type { LineChange } from './change.ts';
import { codeBetween, codeIn, descriptions, headText, placeIn } from './describe.ts';
import type { AroundName, EditName, PlaceDescription } from './placed.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';

/** So many neighbours in a row are named to tell a place from another. */
const MOST_NEIGHBOURS = 3;

/**
 * Places for lines that are added: before or behind a neighbour in the same block, at the block's begin or end, or as
 * the else of an if.
 *
 * @param told names that tell of the patch: of functions that it changes, of what it adds
 */
export function insertions(
  file: SourceFile,
  change: LineChange,
  told: ReadonlySet<string>,
): AnchorCandidate[] {
  const around = surroundingsOf(file, change.start, change.end);
  return [...between(file, change, around, told), ...atEnds(file, change, around), ...elses(file, change)];
}

function between(
  file: SourceFile,
  { start, text }: LineChange,
  { block, listed, previous, next }: Surroundings,
  told: ReadonlySet<string>,
): AnchorCandidate[] {
  const place = placeIn(block);
  const code = listed.filter(({ type }) => type !== 'comment');
  const found: AnchorCandidate[] = [];
  const add = (how: EditName, nodes: readonly SyntaxNode[], around: AroundName[], extra: number) => {
    const [first, last] = [nodes[0], nodes.at(-1)];
    if (!first || !last) return;
    const targets: PlaceDescription[] =
      first === last
        ? descriptions(file, first, block)
        : [{ by: codeIn(block), of: codeBetween(file, first, last) }];
    const near = how === 'insertBefore' ? first : last;
    const related = relation(file, text, near, told);
    for (const target of targets)
      for (const [at, { scope }] of waysTo(file, block).entries())
        found.push({
          placed: { scope, target, around, how, text, place },
          cost: costOf(target) + extra + at * 0.6 + around.length * 0.2 - related,
        });
  };
  const [before, behind] = [previous, next].map((node) => (node ? code.indexOf(node) : -1)) as [
    number,
    number,
  ];
  for (let count = 1; count <= MOST_NEIGHBOURS; count++) {
    const more = (count - 1) * 1.2;
    if (behind >= 0 && behind + count <= code.length) {
      const nodes = code.slice(behind, behind + count);
      const paragraph = /\n\n$/.test(text) ? -0.3 : 0;
      for (const around of [
        [],
        ['withComment'],
        ['withBlankAbove'],
        ['withComment', 'withBlankAbove'],
      ] as const)
        add('insertBefore', nodes, [...around], more + paragraph);
    }
    if (before >= 0 && before - count + 1 >= 0) {
      const nodes = code.slice(before - count + 1, before + 1);
      const paragraph = /^\n/.test(text) ? -0.3 : 0;
      for (const around of [[], ['withBlankBelow']] as const)
        add('insertBehind', nodes, [...around], more + paragraph + 0.1);
    }
  }
  return found.filter(({ placed }) => placed.target.of !== '' && start >= 0);
}

/** How much a neighbour has to do with the text: it calls what is added, or says the same names. */
function relation(file: SourceFile, text: string, node: SyntaxNode, told: ReadonlySet<string>): number {
  const own = file.text.slice(node.startIndex, node.endIndex);
  const added =
    /^(?:static |const |inline |struct |enum |unsigned |void |bool |int |long |u\d+ )*\**(\w+)[ ([=;{]/m.exec(
      text,
    )?.[1];
  if (added !== undefined && added.length > 3 && new RegExp(`\\b${added}\\b`).test(own)) return 0.5;
  const named = node.childForFieldName('declarator')?.text.match(/\w+/g) ?? [];
  if (named.some((name) => told.has(name))) return 0.3;
  const words = new Set(text.match(/\b[a-z]\w{3,}/g) ?? []);
  const shared = (own.slice(0, 400).match(/\b[a-z]\w{3,}/g) ?? []).some((word) => words.has(word));
  return shared ? 0.15 : 0;
}

/** Where a block begins or ends on the line beside. */
function atEnds(file: SourceFile, { start, text }: LineChange, { block }: Surroundings): AnchorCandidate[] {
  const [first, last] = [block.firstChild, block.lastChild];
  const begins =
    first?.type === '{'
      ? lineEnd(file.text, first.startIndex) === start
      : (block.type === 'case_statement' || block.type.startsWith('preproc_if')) &&
        lineEnd(file.text, headEnd(file, block)) === start;
  const ends =
    (last?.type === '}' || last?.type === '#endif') && lineStart(file.text, last.startIndex) === start;
  const place = placeIn(block);
  return waysTo(file, block).flatMap(({ scope }, at) => {
    const target = scope.at(-1);
    if (!target) return [];
    const how: EditName[] = [
      ...(begins ? (['insertFirst'] as const) : []),
      ...(ends ? (['insertLast'] as const) : []),
    ];
    return how.map((one) => ({
      placed: { scope: scope.slice(0, -1), target, around: [], how: one, text, place },
      cost: costOf(target) + 1.8 + at * 0.4,
    }));
  });
}

function headEnd(file: SourceFile, node: SyntaxNode): number {
  return node.startIndex + Math.max(0, headText(file, node).length - 1);
}

/** ` else …` behind the brace that a patch shows on the line before, or on the line behind. */
function elses(file: SourceFile, change: LineChange): AnchorCandidate[] {
  const found: AnchorCandidate[] = [];
  const { text } = file;
  let shared = 0;
  while (shared < change.text.length && text[change.start + shared] === change.text[shared]) shared++;
  for (let moved = 0; moved <= shared; moved++) {
    const at = change.start + moved;
    if (text[at - 1] !== '}') continue;
    const fresh = change.text.slice(moved) + text.slice(change.start, at);
    if (!/^ else\b/.test(fresh)) continue;
    const branch = file.root.descendantForIndex(at - 1, at - 1);
    for (let node: SyntaxNode | null = branch; node; node = node.parent) {
      if (node.type !== 'if_statement' || bodyOf(node)?.endIndex !== at) continue;
      const target: PlaceDescription = { by: 'headed', of: headText(file, node) };
      const upper = node.parent ?? node;
      for (const [index, { scope }] of waysTo(file, upper).entries())
        found.push({
          placed: { scope, target, around: [], how: 'insertElse', text: fresh, place: 'ElseBranch' },
          cost: costOf(target) + index * 0.6,
        });
      break;
    }
  }
  return found;
}
