// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from './parse.ts';
import { damageAbove } from './parse.ts';

/** Every ERROR and MISSING node, in the order of the file. */
export function damages(root: SyntaxNode): SyntaxNode[] {
  if (root.type === 'ERROR' || root.isMissing) return [root];
  return root.hasError ? root.children.flatMap(damages) : [];
}

/**
 * What is wrong with the syntax at a site: on the way from the root to it, in it, or right beside it. Of a function
 * or a struct the head counts and not the body, in which other anchors have sites of their own.
 */
export function damageAt(site: SyntaxNode): SyntaxNode | undefined {
  const body = /^(function_definition|struct_specifier)$/.test(site.type)
    ? site.childForFieldName('body')
    : undefined;
  const inside = site.children.filter(({ id }) => id !== body?.id).flatMap(damages);
  const beside = [site.previousSibling, site.nextSibling].find((node) => node?.type === 'ERROR');
  return damageAbove(site) ?? inside[0] ?? beside ?? undefined;
}

/** What an anchor looks for, as text. */
export interface Likeness {
  /** Code that its site resembles. */
  readonly like: string;
  /** Its query: the names that this compares with must be there. */
  readonly query: string;
}

/**
 * The damage for which a query finds nothing although its site's text is there; undefined where that text is gone,
 * or everything around it parses. Error recovery may report a missing brace a function's length from where it is
 * missing, so damage is charged with all that no sound function parts from it.
 */
export function damageNear(file: SourceFile, likeness: Likeness, within: SyntaxNode): SyntaxNode | undefined {
  const found = damages(file.root);
  if (found.length === 0) return undefined;
  const at = likeliest(file.text.slice(within.startIndex, within.endIndex), likeness);
  if (at === undefined) return undefined;
  const place = within.startIndex + at;
  const sound = soundFunctions(file.root);
  const distance = (node: SyntaxNode) => Math.max(node.startIndex - place, place - node.endIndex, 0);
  return found
    .filter((node) => {
      const [from, to] = [Math.min(place, node.endIndex), Math.max(place, node.startIndex)];
      return !sound.some(({ startIndex, endIndex }) => from <= startIndex && endIndex <= to);
    })
    .sort((a, b) => distance(a) - distance(b))[0];
}

function soundFunctions(node: SyntaxNode): SyntaxNode[] {
  if (node.type === 'function_definition' && !node.hasError) return [node];
  return node.children.flatMap(soundFunctions);
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

/** Of names their parts: `vfio_pci_mmap` has most of `vfio_pci_core_mmap`. */
function tokens(code: string): Token[] {
  return [...code.matchAll(/[a-zA-Z0-9]+|[^\s\w]/g)].map((match) => ({
    text: match[0],
    offset: match.index,
  }));
}

/** Part of the code that a place must have in common with what is looked for. */
const ENOUGH = 0.75;
/** The same where it has the right name. */
const ENOUGH_WITH_NAME = 0.5;

/** Offset of the place in a text that has most of some code, in any order; undefined where none has enough. */
function likeliest(text: string, { like, query }: Likeness): number | undefined {
  const name = nameIn(query);
  const wanted = new Map<string, number>();
  for (const { text: token } of tokens(like)) wanted.set(token, (wanted.get(token) ?? 0) + 1);
  const size = tokens(like).length;
  const all = tokens(text);
  const window = new Map<string, number>();
  let shared = 0;
  let best = { score: 0, at: undefined as number | undefined };
  for (const [index, { text: token }] of all.entries()) {
    const count = (window.get(token) ?? 0) + 1;
    window.set(token, count);
    if (count <= (wanted.get(token) ?? 0)) shared++;
    const left = all[index - size];
    if (left) {
      const rest = window.get(left.text) ?? 0;
      window.set(left.text, rest - 1);
      if (rest <= (wanted.get(left.text) ?? 0)) shared--;
    }
    const start = all[Math.max(0, index - size + 1)]?.offset ?? 0;
    if (shared / size <= best.score) continue;
    if (name && !name.test(text.slice(start, all[index + 1]?.offset))) continue;
    best = { score: shared / size, at: start };
  }
  return best.score >= (name ? ENOUGH_WITH_NAME : ENOUGH) ? best.at : undefined;
}

/** The name that a query's predicate asks for: `#eq? @name "x"`, `#match? @name "^x$"`. */
function nameIn(query: string): RegExp | undefined {
  const [, kind, pattern] = /#(eq|match)\? @\w+ "([^"]*)"/.exec(query) ?? [];
  if (pattern === undefined) return undefined;
  return kind === 'eq' ? new RegExp(`\\b${pattern}\\b`) : new RegExp(pattern.replace(/^\^|\$$/g, '\\b'));
}
