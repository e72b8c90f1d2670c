// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../anchor.ts';
import type { SourceFile, SyntaxNode } from '../parse.ts';

/** Whole lines of one file: what an edit puts text before, behind, or in the place of. */
export interface Run {
  readonly file: SourceFile;
  /** Offset of the first line's first byte. */
  readonly start: number;
  /** Offset behind the last line's end. */
  readonly end: number;
  /** The first of the nodes that it is made of; undefined where lines were found as text. */
  readonly node: SyntaxNode | undefined;
  /** For provenance: the function or file that it is in, without blanks. */
  readonly anchor: string;
  /** For messages: `"res = -ENXIO;" in floppy_open()`. */
  readonly words: string;
}

/** One description on the way from a file to a place in it. */
export interface Step {
  /** For people: `floppy_open()`, `"res = -ENXIO;"`. */
  readonly words: string;
  /** What a provenance block calls places in it by: the name of a function or struct. */
  readonly named?: string;
  /**
   * Its lines, which are there exactly once.
   *
   * @param within where to look; undefined for the whole file
   * @throws AnchorMissing, AnchorAmbiguous, AnchorBroken
   */
  in(file: SourceFile, within: Run | undefined, said: Pick<Run, 'anchor' | 'words'>): Run;
}

/**
 * The place that descriptions lead to, each within what the one before it found.
 *
 * @throws AnchorMissing, AnchorAmbiguous, AnchorBroken
 */
export function find(where: SourceFile | Run, ...steps: readonly Step[]): Run {
  let run = 'file' in where ? where : undefined;
  const file = 'file' in where ? where.file : where;
  for (const step of steps) {
    const anchor = run?.anchor ?? step.named ?? nameOf(file.path);
    const words = run ? `${step.words} in ${run.words}` : step.words;
    run = step.in(file, run, { anchor, words });
  }
  return run ?? whole(file);
}

/** All lines of a file. */
export function whole(file: SourceFile): Run {
  const { text, path } = file;
  return { file, start: 0, end: text.length, node: undefined, anchor: nameOf(path), words: path };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A description that tree-sitter looks for. */
export function structural(
  { words, named, ...anchor }: Omit<Anchor, 'id'> & Pick<Step, 'named'>,
  lastOf: (file: SourceFile, node: SyntaxNode) => SyntaxNode = (_, node) => node,
): Step {
  return {
    words,
    ...(named === undefined ? {} : { named }),
    in(file, within, said) {
      const described = { ...anchor, id: said.anchor, words: said.words };
      const { node } = locate(file, described, within?.node ?? file.root);
      return { file, node, ...said, ...linesOf(file, node, lastOf(file, node)) };
    },
  };
}

/** The lines that nodes stand on. */
function linesOf({ text }: SourceFile, first: SyntaxNode, last: SyntaxNode): Pick<Run, 'start' | 'end'> {
  const newline = text.indexOf('\n', Math.max(last.endIndex - 1, first.startIndex));
  return {
    start: first.startIndex === 0 ? 0 : text.lastIndexOf('\n', first.startIndex - 1) + 1,
    end: newline < 0 ? text.length : newline + 1,
  };
}
