// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Condition, ElseBranch, Statements } from '../../../src/c/fragment.ts';
import { lineEnd, lineStart } from '../../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { inFunction } from './function.ts';

const CHECKS: Anchor = {
  id: 'F1',
  words: 'the checks of the disk in floppy_open(), which O_NDELAY skips',
  query: `((if_statement condition: (parenthesized_expression) @condition
            consequence: (compound_statement) @body) @site)`,
  where: (text) => /^\(!\(mode&\w+_NDELAY\)\)$/.test(text('condition').replace(/\s/g, '')),
  like: 'if (!(mode & FMODE_NDELAY)) {',
};

const NO_DRIVE: Anchor = {
  id: 'F2',
  words: 'the place in floppy_open() from which on the drive is held, and every error is ENXIO',
  query: `((expression_statement (assignment_expression left: (identifier) @left right: (unary_expression) @right)) @site
           (#eq? @left "res") (#eq? @right "-ENXIO"))`,
  like: 'res = -ENXIO;',
};

/** floppy_open(), which decides what of a drive and its disk has to be there. */
export interface Open {
  /** O_NDELAY skips nothing any more, and every open reads the disk's first block. */
  checksAlways(): Edit[];
  /** An open that asks neither for reading nor for writing, for ioctls, is refused. */
  refusesIoctlsOnly(): Edit[];
  /** What the checks begin with, for an open that reads or writes. */
  begins(statements: Statements): Edit[];
  /** What is done where O_NDELAY skips the checks, and a condition holds. */
  notes(condition: Condition, statements: Statements): Edit[];
}

export function open(file: SourceFile): Open {
  const within = () => inFunction(file, 'floppy_open');
  return {
    checksAlways() {
      const { node, captures } = locate(file, CHECKS, within());
      const body = captures.body as SyntaxNode;
      const [asks, ...others] = body.namedChildren.filter(({ type }) => type !== 'comment');
      const checks = asks?.childForFieldName('consequence');
      if (!checks || others.length === 0) throw new Error('floppy_open() checks something else');
      // With nobody left who neither reads nor writes, the question for that goes as well.
      const text: Statements = [
        outdented(inner(file, checks), 2).replace(/\n*$/, ''),
        '',
        ...others.map((one) => `\t${outdented(textOf(file, one), 1)}`),
      ].join('\n');
      const at = lineStart(file.text, node.startIndex);
      return [edit(file, at, node.endIndex, text, 'F1', 'every open looks at the disk')];
    },

    refusesIoctlsOnly() {
      const at = lineStart(file.text, locate(file, NO_DRIVE, within()).node.startIndex);
      const flags = accessFlags(file, within());
      const text: Statements = `\tif (!(mode & ${flags})) {\n\t\tres = -EINVAL;\n\t\tgoto out;\n\t}\n\n`;
      return [edit(file, at, at, text, 'F2', 'an open for ioctls alone is refused')];
    },

    begins(statements) {
      const { captures } = locate(file, CHECKS, within());
      const asks = (captures.body as SyntaxNode).namedChildren.find(({ type }) => type === 'if_statement');
      const block = asks?.childForFieldName('consequence');
      if (!block) throw new Error('floppy_open() checks something else');
      const at = lineEnd(file.text, block.startIndex);
      return [edit(file, at, at, statements, 'F1', 'whoever is checked need not be later')];
    },

    notes(condition, statements) {
      const { node } = locate(file, CHECKS, within());
      const text: ElseBranch = ` else if ${condition} {\n${statements}\t}`;
      return [
        edit(file, node.endIndex, node.endIndex, text, 'F1', 'an open that skips the checks is remembered'),
      ];
    },
  };
}

/** `(FMODE_READ | FMODE_WRITE)`, by the tree's names. */
function accessFlags(file: SourceFile, within: SyntaxNode): string {
  const found = /mode & (\(\w+_READ ?\| ?\w+_WRITE\))/.exec(textOf(file, within))?.[1];
  if (found === undefined) throw new Error('floppy_open() asks for no access mode');
  return found.replace(/ ?\| ?/, ' | ');
}

/** The lines between a block's braces. */
function inner(file: SourceFile, block: SyntaxNode): string {
  return textOf(file, block)
    .replace(/^\{\n/, '')
    .replace(/\n\s*\}$/, '\n');
}

/** Lines with so many tabs less before each. */
function outdented(code: string, tabs: number): string {
  return code.replace(new RegExp(`^\\t{1,${tabs}}`, 'gm'), '');
}

function edit(
  { path }: SourceFile,
  start: number,
  end: number,
  text: string,
  anchor: string,
  purpose: string,
): Edit {
  return { path, start, end, text, anchor, purpose };
}
