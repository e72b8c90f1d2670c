// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, type SourceFile, type SyntaxNode } from '../c/parse.ts';
import type { Context } from '../context.ts';
import { runProgram } from '../kernel/run.ts';
import type { Sources } from './topic.ts';

/** What patch(1) made of one hunk, and where. */
export interface FuzzedHunk {
  /** Path in the tree that is patched. */
  readonly path: string;
  /** What the hunk begins with, of the lines that it adds. */
  readonly adds: string;
  /** Function or struct that the hunk was written for. */
  readonly meant: string;
  readonly outcome: 'failed' | 'applied';
  /** Context lines that patch ignored. */
  readonly fuzz: number;
  /** Function or struct that it landed in; undefined where it failed. */
  readonly landed: string | undefined;
}

interface Hunk {
  path: string;
  text: string;
  /** 1-based line of the first added (or else the first) line after the patch. */
  line: number;
  adds: string;
}

/**
 * Applies a diff as `patch -p1 -F3` does, which looks for the context anywhere in the file and may ignore all of
 * it, and tells where each hunk ended up.
 *
 * @param diff a unified diff of another tree
 * @param meant that other tree with the diff applied: says which function each hunk was written for
 * @param onto the tree to patch
 * @param renamed paths of the other tree that are called otherwise here; a careful person would map them by hand
 * @throws HostLacks without patch(1)
 */
export async function fuzzOf(
  diff: string,
  meant: Sources,
  onto: Sources,
  renamed: ReadonlyMap<string, string>,
  context: Context,
): Promise<FuzzedHunk[]> {
  const results: FuzzedHunk[] = [];
  const work = await context.cache.temporary();
  try {
    for (const [path, hunks] of byPath(hunksOf(diff))) {
      const target = renamed.get(path) ?? path;
      const file = join(work, target);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, onto.get(target)?.text ?? '', 'latin1');
      for (const hunk of hunks) results.push(await one(hunk, target, file, meant.get(path), context));
    }
    return results;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Hunk by hunk, because patch(1) says only how many failed of a file, and a place for those that did not. */
async function one(
  hunk: Hunk,
  target: string,
  file: string,
  meant: SourceFile | undefined,
  context: Context,
): Promise<FuzzedHunk> {
  const argv = ['-F3', '--force', '--no-backup-if-mismatch', '--reject-file=-', file];
  const { stdout } = await runProgram('patch', argv, context, { input: `--- a\n+++ b\n${hunk.text}` });
  const said = /Hunk #1 (succeeded|FAILED) at (\d+)(?: with fuzz (\d))?/.exec(stdout);
  const silent = !said && /^patching file/m.test(stdout);
  const applied = silent || said?.[1] === 'succeeded';
  const offset = hunk.line - startOf(hunk);
  const line = silent ? hunk.line : Number(said?.[2] ?? 0) + offset;
  const patched = parse('patched', target, await readFile(file, 'latin1'));
  return {
    path: target,
    adds: hunk.adds,
    meant: meant ? enclosing(meant, hunk.line) : hunk.path,
    outcome: applied ? 'applied' : 'failed',
    fuzz: Number(said?.[3] ?? 0),
    landed: applied ? enclosing(patched, line) : undefined,
  };
}

function hunksOf(diff: string): Hunk[] {
  return diff
    .split(/^(?=diff --git )/m)
    .filter((section) => section.startsWith('diff --git '))
    .flatMap((section) => {
      const path = /^\+\+\+ b\/(.*)$/m.exec(section)?.[1] ?? '';
      return section
        .split(/^(?=@@ )/m)
        .slice(1)
        .map((text) => hunkOf(path, text));
    });
}

function hunkOf(path: string, text: string): Hunk {
  const after = text
    .split('\n')
    .slice(1)
    .filter((line) => !line.startsWith('-'));
  const first = after.findIndex((line) => /^\+\s*\S/.test(line));
  const start = Number(/^@@ -\S+ \+(\d+)/.exec(text)?.[1] ?? 1);
  return { path, text, line: start + Math.max(0, first), adds: (after[first] ?? '').slice(1).trim() };
}

function startOf({ text }: Hunk): number {
  return Number(/^@@ -\S+ \+(\d+)/.exec(text)?.[1] ?? 1);
}

function byPath(hunks: readonly Hunk[]): Map<string, Hunk[]> {
  const groups = new Map<string, Hunk[]>();
  for (const hunk of hunks) groups.set(hunk.path, [...(groups.get(hunk.path) ?? []), hunk]);
  return groups;
}

/** `vfio_pci_ioctl()`, `struct vfio_pci_device`, or what stands before a place outside of both. */
function enclosing(file: SourceFile, line: number): string {
  const position = { row: line - 1, column: 999 };
  const inside = file.root.descendantForPosition({ row: line - 1, column: 0 }, position);
  for (let node: SyntaxNode | null = inside; node; node = node.parent) {
    const name = nameOf(node);
    if (name) return name;
  }
  const before = file.root.namedChildren
    .filter((node) => node.endPosition.row < line - 1 && nameOf(node))
    .at(-1);
  const last = before && nameOf(before);
  return last ? `file level, after ${last}` : 'file level';
}

function nameOf(node: SyntaxNode): string | undefined {
  if (node.type === 'function_definition') {
    const declarator = node.descendantsOfType('function_declarator')[0];
    return `${declarator?.childForFieldName('declarator')?.text ?? '?'}()`;
  }
  if (/^(struct|union|enum)_specifier$/.test(node.type) && node.childForFieldName('body'))
    return `${node.type.replace('_specifier', '')} ${node.childForFieldName('name')?.text ?? '{}'}`;
  return undefined;
}
