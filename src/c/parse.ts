// SPDX-License-Identifier: GPL-2.0-only
import Parser, { type SyntaxNode } from 'tree-sitter';
import C from 'tree-sitter-c';
import { lineStart } from './lines.ts';
import { mask } from './mask.ts';
import type { TextPart } from './parts.ts';

export type { SyntaxNode } from 'tree-sitter';
export const LANGUAGE = C as unknown as Parser.Language;

/** One C file: its text, and the parse of its masked copy. Offsets of the one are offsets of the other. */
export interface SourceFile {
  /** Where it comes from, for messages: `debian-6.1`, `debian-6.1 with msix-mmap/prerequisite`. */
  readonly origin: string;
  /** Path in the tree. */
  readonly path: string;
  /** Latin1 decoded: an index is a byte offset. */
  readonly text: string;
  readonly root: SyntaxNode;
}

let ready: Parser | undefined;

/** Made when something is parsed: the language's node classes take 30 ms. */
function parserOfC(): Parser {
  if (!ready) {
    ready = new Parser();
    ready.setLanguage(LANGUAGE);
    keepTypes();
  }
  return ready;
}

/**
 * Lets the class of a node know its type. tree-sitter 0.22 makes a class for each type of named nodes and means to do so,
 * but assigns where the class below has but a getter, so that each question goes to native code.
 */
function keepTypes(): void {
  const { nodeSubclasses = [] } = LANGUAGE as { readonly nodeSubclasses?: readonly NodeClass[] };
  const below = (Parser as unknown as { readonly SyntaxNode: NodeClass }).SyntaxNode.prototype;
  const asked = Object.getOwnPropertyDescriptor(below, 'type')?.get;
  for (const { prototype } of new Set(nodeSubclasses)) {
    if (!asked || prototype === below) continue;
    Object.defineProperty(prototype, 'type', {
      configurable: true,
      get(this: SyntaxNode): string {
        const value = asked.call(this) as string;
        Object.defineProperty(prototype, 'type', { value });
        return value;
      },
    });
  }
}

interface NodeClass {
  readonly prototype: object;
}

/** Six designs on four trees parse the same blobs again and again; a parse costs 20 ms, a driver's tree a few MB. */
const KEPT = 48;
const roots = new Map<string, SyntaxNode>();

/**
 * A file, parsed when its root is asked for: of the files that a topic looks through, most are told apart by
 * their text. The parses of the last few distinct texts are kept. Never fails: see `damage`.
 */
export function parse(origin: string, path: string, text: string): SourceFile {
  let root: SyntaxNode | undefined;
  return {
    origin,
    path,
    text,
    get root() {
      root ??= rootOf(text);
      return root;
    },
  };
}

function rootOf(text: string): SyntaxNode {
  let root = roots.get(text);
  if (root) {
    roots.delete(text);
  } else {
    // Without bufferSize node-tree-sitter refuses strings over 32 KB ("Invalid argument").
    root = parserOfC().parse(mask(text), undefined, { bufferSize: 2 * text.length + 1024 }).rootNode;
  }
  roots.set(text, root);
  if (roots.size > KEPT) roots.delete(roots.keys().next().value as string);
  return root;
}

/**
 * The parse of one part of a file as if nothing stood around it; offsets and lines are those of the file.
 *
 * @param masked the part's text, masked
 */
export function parsePart(text: string, masked: string, { start, end, line }: TextPart): SyntaxNode {
  const read = (offset: number) => masked.slice(offset - start);
  const range = {
    startIndex: start,
    endIndex: end,
    startPosition: { row: line, column: start - lineStart(text, start) },
    endPosition: { row: text.length, column: 0 },
  };
  const size = { bufferSize: 2 * masked.length + 1024 };
  return parserOfC().parse(read, undefined, { ...size, includedRanges: [range] }).rootNode;
}

/** Tokens that are already preprocessed, as text of their own and its parse; offsets are those of that text. */
export function parseTokens(tokens: readonly { readonly text: string }[]): {
  text: string;
  root: SyntaxNode;
} {
  const text = tokens.map((token) => token.text).join(' ');
  return { text, root: parserOfC().parse(text, undefined, { bufferSize: 2 * text.length + 1024 }).rootNode };
}

/** The part of the original text that a node covers; `node.text` would give the masked copy's. */
export function textOf(file: SourceFile, node: SyntaxNode): string {
  return file.text.slice(node.startIndex, node.endIndex);
}

/**
 * The nearest damage on the way from the root to `node`: an ERROR node, or one that lacks a token of its own (a brace
 * that is never closed). What stands beside the way does not matter.
 */
export function damageAbove(node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.type === 'ERROR' || at.isMissing) return at;
    if (at.hasError && at.children.some(({ isMissing }) => isMissing)) return at;
  }
  return undefined;
}

/** The first ERROR or MISSING node that touches bytes [start, end). */
export function damageWithin(root: SyntaxNode, start: number, end: number): SyntaxNode | undefined {
  if (!root.hasError) return undefined;
  if (root.type === 'ERROR' || root.isMissing) return root;
  for (const child of root.children) {
    const touches =
      child.startIndex < end && (child.endIndex > start || child.isMissing) && child.endIndex >= start;
    if (!touches) continue;
    const found = damageWithin(child, start, end);
    if (found) return found;
  }
  return undefined;
}
