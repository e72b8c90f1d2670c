// SPDX-License-Identifier: GPL-2.0-only
import Parser, { type Query, type QueryMatch } from 'tree-sitter';
import { damageAt, damageNear, damages } from './damage.ts';
import { AnchorAmbiguous, AnchorBroken, AnchorMissing } from './errors.ts';
import { lineOf, normalise } from './lines.ts';
import { LANGUAGE, type SourceFile, type SyntaxNode, textOf } from './parse.ts';

/** Captures of one match by name, in the words of the anchor's query. */
type Captures = Readonly<Record<string, SyntaxNode>>;

/** A structural description of one edit site. It must match exactly once. */
export interface Anchor {
  /** Short and stable: `A5m`; appears in provenance blocks. */
  readonly id: string;
  /** For people: `the refusal of mmaps that overlap the MSI-X table`. */
  readonly words: string;
  /**
   * A tree-sitter query that captures the site as `@site`. In tree-sitter 0.22 predicates must stand inside
   * the outer parentheses of the pattern, or they are ignored.
   */
  readonly query: string;
  /** What the query language cannot say, over text that is free of comments and spacing. */
  readonly where?: (text: (capture: string) => string, captures: Captures, file: SourceFile) => boolean;
  /** Code that the site resembles, to rank candidates by when nothing matches. */
  readonly like: string;
}

/** One place in one file that an anchor describes. */
export interface Site {
  readonly anchor: Anchor;
  readonly file: SourceFile;
  readonly node: SyntaxNode;
  readonly captures: Captures;
}

const queries = new Map<string, Query>();

/** The compiled form of a query, made once a process. */
export function compile(source: string): Query {
  let query = queries.get(source);
  if (!query) {
    query = new Parser.Query(LANGUAGE, source);
    queries.set(source, query);
  }
  return query;
}

/** What a query finds in a whole file does not change while the file's parse is kept; finding it takes 6 ms. */
const found = new WeakMap<SyntaxNode, Map<string, QueryMatch[]>>();

function queryMatches(file: SourceFile, query: string, within: SyntaxNode): QueryMatch[] {
  if (within !== file.root) return compile(query).matches(within);
  const known = found.get(file.root) ?? new Map<string, QueryMatch[]>();
  found.set(file.root, known);
  const result = known.get(query) ?? compile(query).matches(within);
  known.set(query, result);
  return result;
}

/** Told of every search: the anchor, and in how many places it was found. */
export type Watcher = (anchor: Anchor, places: number) => void;
let watcher: Watcher | undefined;

/** Does work and tells which anchors were looked for meanwhile: kpw lint asks which of them no tree has. */
export function anchorsWatched<T>(told: Watcher, work: () => T): T {
  const outer = watcher;
  watcher = told;
  try {
    return work();
  } finally {
    watcher = outer;
  }
}

/** Every match, in the order of the file. A node that several patterns capture as `@site` counts once. */
export function matches(file: SourceFile, anchor: Anchor, within: SyntaxNode = file.root): Site[] {
  const sites = new Map<number, Site>();
  for (const match of queryMatches(file, anchor.query, within)) {
    const captures = Object.fromEntries(match.captures.map(({ name, node }) => [name, node]));
    const node = captures.site;
    if (!node || sites.has(node.startIndex)) continue;
    const text = (capture: string) => {
      const captured = captures[capture];
      return captured ? normalise(textOf(file, captured)) : '';
    };
    if (anchor.where && !anchor.where(text, captures, file)) continue;
    sites.set(node.startIndex, { anchor, file, node, captures });
  }
  watcher?.(anchor, sites.size);
  return [...sites.values()].sort((a, b) => a.node.startIndex - b.node.startIndex);
}

/**
 * The one place that the anchor describes.
 *
 * @param within limits the search, usually to a function found by another anchor
 * @throws AnchorMissing, AnchorAmbiguous, AnchorBroken
 */
export function locate(file: SourceFile, anchor: Anchor, within: SyntaxNode = file.root): Site {
  const site = locateOptional(file, anchor, within);
  if (site) return site;
  // In a function that does not parse, what is not found may be what did not parse.
  const damage = within === file.root ? undefined : damages(within)[0];
  if (damage) throw broken(file, anchor, damage);
  throw new AnchorMissing({
    title: `anchor ${anchor.id} (${anchor.words}) matches nowhere`,
    where: `${file.origin}: ${file.path}`,
    detail: `nearest candidates:\n${candidates(file, anchor, within)}`,
    hint: 'Compare the candidates with the anchor: the tree may have moved the code, or may already carry the change.',
  });
}

/**
 * Like `locate`, but undefined where nothing matches: for parts that only some trees have.
 *
 * @throws AnchorAmbiguous, AnchorBroken
 */
export function locateOptional(
  file: SourceFile,
  anchor: Anchor,
  within: SyntaxNode = file.root,
): Site | undefined {
  const sites = matches(file, anchor, within);
  const [site, ...others] = sites;
  if (!site) {
    const damage = damageNear(file, anchor, within);
    if (damage) throw broken(file, anchor, damage);
    return undefined;
  }
  if (others.length > 0) {
    throw new AnchorAmbiguous({
      title: `anchor ${anchor.id} (${anchor.words}) matches ${sites.length} times`,
      where: `${file.origin}: ${file.path}`,
      detail: sites.map(({ node }) => describe(file, node)).join('\n'),
      hint: 'Remove the duplicate from the tree, or narrow the anchor so that it tells them apart.',
    });
  }
  const damage = damageAt(site.node);
  if (damage) throw broken(file, anchor, damage);
  return site;
}

function broken(file: SourceFile, anchor: Anchor, damage: SyntaxNode): AnchorBroken {
  return new AnchorBroken({
    title: `anchor ${anchor.id} (${anchor.words}) lies in text that does not parse`,
    where: `${file.origin}: ${file.path}:${lineOf(file.text, damage.startIndex)}`,
    detail: `the damage begins at\n${describe(file, damage)}`,
    hint: 'Mend the syntax there (an unbalanced brace or a stray token is usual), then try again.',
  });
}

/** The three nodes of the site's kind that share most words with it, the likest first; of those within the place where there are any. */
function candidates(file: SourceFile, anchor: Anchor, within: SyntaxNode): string {
  const kind = /\((\w+)/.exec(anchor.query.slice(anchor.query.search(/\(\w/)))?.[1] ?? 'function_definition';
  const wanted = words(anchor.like);
  const scored = compile(`(${kind}) @candidate`)
    .captures(within)
    .map(({ node }) => ({ node, score: likeness(wanted, words(firstLines(file, node))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3);
  if (scored.length === 0 && within !== file.root) return candidates(file, anchor, file.root);
  if (scored.length === 0) return `  none of kind ${kind}`;
  return scored.map(({ node }) => describe(file, node)).join('\n');
}

/** One line of a message: where a node is, and how it begins. */
export function describe(file: SourceFile, node: SyntaxNode): string {
  const [first = ''] = textOf(file, node).split('\n');
  return `  ${file.path}:${lineOf(file.text, node.startIndex)}: ${first.trim().slice(0, 90)}`;
}

function firstLines(file: SourceFile, node: SyntaxNode): string {
  return textOf(file, node).split('\n', 3).join('\n');
}

/** Names, and of each name its parts: `lamp_init` is like `torch_init`. */
function words(code: string): Set<string> {
  return new Set([...(code.match(/\w+/g) ?? []), ...(code.match(/[A-Za-z0-9]+/g) ?? [])]);
}

/** Sørensen–Dice coefficient of two sets of words, 0 to 1. */
function likeness(a: Set<string>, b: Set<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return (2 * shared) / (a.size + b.size || 1);
}
