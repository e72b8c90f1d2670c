// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../c/parse.ts';
import type { BranchMark, BranchWay, MarkedText, StatementMark } from './marks.ts';

/**
 * What is known of a line with code. `absent`: the modules have nothing of it. `unparsed`: no mark could be put there.
 */
type LineState = 'reached' | 'missed' | 'absent' | 'unparsed';

interface CoveredBranch {
  readonly way: Exclude<BranchWay, 'case'>;
  /** Line where it begins. */
  readonly begins: number;
  /** Indexes of moments, ascending; [] where it was not taken. */
  readonly moments: readonly number[];
}

export interface CoveredLine {
  /** 1-based. */
  readonly line: number;
  readonly state: LineState;
  /** Why a line is absent. */
  readonly reason?: string;
  readonly moments: readonly number[];
  readonly branches: readonly CoveredBranch[];
}

const OPERAND: readonly BranchWay[] = ['first', 'second', 'right'];

/**
 * The lines with code among some of a file, in their order. Comments, declarations without a value, braces and labels
 * have none; a case is reached by what follows it.
 *
 * @param reached moments of the marks that the modules have
 */
export function coveredLines(
  file: SourceFile,
  { marks, unparsed }: Pick<MarkedText, 'marks' | 'unparsed'>,
  lines: readonly number[],
  reached: ReadonlyMap<number, readonly number[]>,
): CoveredLine[] {
  const code = codeOf(file);
  const statements = marks.filter((mark): mark is StatementMark => mark.kind === 'statement');
  const branches = marks.filter((mark): mark is BranchMark => mark.kind === 'branch');
  const taken = new Set<BranchMark>();
  return [...lines]
    .sort((a, b) => a - b)
    .flatMap((line): CoveredLine[] => {
      if (!/\w/.test(code[line - 1] ?? '')) return [];
      if (unparsed.some(([from, to]) => line >= from && line <= to))
        return [{ line, state: 'unparsed', moments: [], branches: [] }];
      const own = speaking(statements, branches, line);
      if (own.length === 0) return [];
      const present = own.filter(({ number }) => reached.has(number));
      if (present.length === 0)
        return [{ line, state: 'absent', reason: absence(file, line), moments: [], branches: [] }];
      const moments = union(present.map(({ number }) => reached.get(number) ?? []));
      // What spans several changed lines is told with the first of them.
      const chosen = branches.filter((one) => line >= one.from && line <= one.to && !taken.has(one));
      for (const one of chosen) taken.add(one);
      return [
        {
          line,
          state: moments.length > 0 ? 'reached' : 'missed',
          moments,
          branches: chosen.flatMap(({ number, way, begins }) => {
            const at = reached.get(number);
            return at && way !== 'case' ? [{ way, begins, moments: at }] : [];
          }),
        },
      ];
    });
}

/** The marks that tell whether control was on a line. */
function speaking(
  statements: readonly StatementMark[],
  branches: readonly BranchMark[],
  line: number,
): { number: number }[] {
  const beginning = statements.filter(({ from }) => from === line);
  if (beginning.length > 0) return beginning;
  const cases = branches.filter(({ way, from }) => way === 'case' && from === line);
  if (cases.length > 0) return cases;
  const around = statements.filter(({ from, to }) => line > from && line <= to);
  if (around.length === 0) return [];
  const operands = branches.filter(({ way, begins }) => begins === line && OPERAND.includes(way));
  // The innermost begins last.
  return operands.length > 0 ? operands : around.sort((a, b) => b.from - a.from).slice(0, 1);
}

/** Lines of a file without its comments. */
function codeOf({ text, root }: SourceFile): string[] {
  const characters = text.split('');
  for (const comment of root.descendantsOfType('comment'))
    for (let at = comment.startIndex; at < comment.endIndex; at++)
      if (characters[at] !== '\n') characters[at] = ' ';
  return characters.join('').split('\n');
}

function absence({ text, root }: SourceFile, line: number): string {
  const source = text.split('\n')[line - 1] ?? '';
  const column = source.length - source.trimStart().length;
  for (
    let node: SyntaxNode | null = root.descendantForPosition({ row: line - 1, column });
    node;
    node = node.parent
  ) {
    if (!/^preproc_(if|ifdef|elif|elifdef|else)$/.test(node.type)) continue;
    const [head = '', next = ''] = text
      .slice(node.startIndex)
      .split('\n')
      .map((one) => one.trim());
    // A header's guard.
    const guard = /^#\s*ifndef\s+(\w+)/.exec(head)?.[1];
    if (guard !== undefined && /^#\s*define\s+(\w+)/.exec(next)?.[1] === guard) continue;
    return `not compiled in this configuration, or the compiler left it out: ${head}`;
  }
  return 'the compiler left it out: nothing calls it, or it has no effect';
}

function union(lists: readonly (readonly number[])[]): number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}
