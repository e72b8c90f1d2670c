// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../c/parse.ts';
import { isGuard, scopesOf } from './describe.ts';
import type { PlaceDescription, PlacedEdit } from './placed.ts';

/** One way to say where an edit belongs; the cheapest that gives the patch's bytes is taken. */
export interface AnchorCandidate {
  readonly placed: PlacedEdit;
  /** What is dear is less likely to be there once in another tree, or tells a reader less. */
  readonly cost: number;
}

/** What each kind of description costs: a name lasts, a condition does so as a rule, a statement is rewritten sooner. */
export function costOf({ by, of }: PlaceDescription): number {
  if (by === 'textLines') return 6 + of.split('\n').length / 4;
  if (by === 'headed') return (COMMON.test(of) ? 1.4 : 1) + of.length / 100;
  if (by === 'declarationOf') return 0.6;
  if (by === 'statements')
    return (TRIVIAL.test(of.trim()) ? 3.2 : SHORT_CALL.test(of) ? 1.5 : 2) + of.split('\n').length / 10;
  if (['topLevel', 'members', 'constants', 'entries', 'cases'].includes(by))
    return 2 + of.split('\n').length / 10;
  return 0;
}

/** Heads that many places have. */
const COMMON = /^(case|default|if \((ret|err|rc)( < 0)?\))/;
/** A call of few arguments is seldom rewritten. */
const SHORT_CALL = /^\w+\([^()]{0,30}\);$/;

/** Statements that say little of where they stand. */
const TRIVIAL = /^(return\b[^(]*;|break;|continue;|goto \w+;|\w+ = (0|NULL|-\w+);|return -?\w+;)$/;

/**
 * Ways from the file to a block: the named definition alone, then with the statements between that have a head of their
 * own, the nearest first.
 */
export function waysTo(
  file: SourceFile,
  block: SyntaxNode,
): { scope: PlaceDescription[]; owner: SyntaxNode | undefined }[] {
  const all = scopesOf(file, block).filter(({ node }) => !isGuard(file, node));
  const owner = all.at(-1)?.node;
  const outer = all.findIndex(({ described: { by } }) => by !== 'headed' && by !== 'listedWith');
  // A conditional group around a definition says nothing that its name does not.
  const [named, ...inner] = (outer < 0 ? all : all.slice(outer)).map(({ described }) => described);
  if (!named) return [{ scope: [], owner: undefined }];
  const ways: PlaceDescription[][] = outer < 0 ? [[], [named]] : [[named]];
  for (let from = inner.length - 1; from >= 0; from--) {
    if (from < inner.length - 1) ways.push([named, inner[from] as PlaceDescription]);
    ways.push([named, ...inner.slice(from)]);
  }
  return ways.map((scope) => ({ scope, owner }));
}
