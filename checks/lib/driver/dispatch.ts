// SPDX-License-Identifier: GPL-2.0-only

import { lineOf } from '../../../src/c/lines.ts';
import type { SourceFile, SyntaxNode } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type Code, codeLine, findInCode, flat, functionName, isDriver } from './code.ts';
import { ifsIn } from './condition.ts';
import { filesWith, functionsOfFile } from './functions.ts';

/** A command that a dispatcher asks for, and what it does then. */
export interface Arm {
  readonly name: string;
  readonly line: number;
  /** The case that holds the statements, the body of an if, or the block behind a guard. */
  readonly code: Code;
}

/** A function that is handed a command: it picks what to do, or hands the command on. */
export interface Dispatcher {
  readonly function: string;
  readonly code: Code;
  /** The parameter that it asks: `cmd`. */
  readonly parameter: string;
  /** Empty where it only hands the command on. */
  readonly arms: readonly Arm[];
}

/** A row of a table of ioctls in place of a switch: `IOCTL_OP(number, function, struct, last member)` of iommufd. */
export interface TableRow {
  readonly name: string;
  readonly line: number;
  readonly function: string;
  readonly tag: string;
  /** Last member that userspace must pass. */
  readonly last: string;
  readonly file: SourceFile;
  readonly table: string;
}

const CASES = `(switch_statement condition: (parenthesized_expression (identifier) @asked)
  body: (compound_statement (case_statement value: (identifier) @name) @site))`;
const TAKES = /\b(?:int|u32|long|unsigned)\s+(u?cmd|command|ioctl|ioctl_num|request)\s*[,)]/;

/** Functions of a file that take a command, in order. */
const dispatchersOf = memo((file: SourceFile): readonly Dispatcher[] => {
  if (!TAKES.test(file.text)) return [];
  return functionsOfFile(file, (text) => TAKES.test(text)).flatMap((code): Dispatcher[] => {
    const [, parameter] =
      TAKES.exec(flat(file, code.node.childForFieldName('declarator') ?? code.node)) ?? [];
    if (!parameter) return [];
    const arms = [...caseArms(code, parameter), ...ifArms(code, parameter)].sort((a, b) => a.line - b.line);
    return [{ function: functionName(code.node) ?? '', code, parameter, arms }];
  });
});

/** Every dispatcher of the drivers at hand. */
export function dispatchers(sources: Sources): Dispatcher[] {
  return sources.paths.filter(isDriver).flatMap((path) => {
    const file = sources.get(path);
    return file ? dispatchersOf(file) : [];
  });
}

/** What the drivers at hand do for a command, in any shape of dispatcher. */
export function armsOf(sources: Sources, command: string): { dispatcher: Dispatcher; arm: Arm }[] {
  return filesWith(sources, command).flatMap((file) =>
    dispatchersOf(file).flatMap((dispatcher) =>
      dispatcher.arms.filter(({ name }) => name === command).map((arm) => ({ dispatcher, arm })),
    ),
  );
}

function caseArms(code: Code, parameter: string): Arm[] {
  return findInCode(code, CASES).flatMap(({ asked, name, site }) => {
    if (!asked || !name || !site || flat(code.file, asked) !== parameter) return [];
    let label = site;
    // `case A: case B: statements` is a label without statements, and one with.
    while (!hasStatements(label) && label.nextNamedSibling) label = label.nextNamedSibling;
    return [arm(code.file, name, label)];
  });
}

function arm(file: SourceFile, name: SyntaxNode, node: SyntaxNode): Arm {
  return { name: flat(file, name), line: codeLine({ file, node: name }), code: { file, node } };
}

function hasStatements(label: SyntaxNode): boolean {
  const value = label.childForFieldName('value');
  return label.namedChildren.some(({ id, type }) => id !== value?.id && type !== 'comment');
}

function ifArms(code: Code, parameter: string): Arm[] {
  const { file } = code;
  const asks = new RegExp(`(?:^|\\W)${parameter} ?([=!]=) ?([A-Z]\\w+)(?:\\W|$)`);
  return ifsIn(code).flatMap(({ condition, then: body }) => {
    const [, operator, name] = asks.exec(flat(file, condition)) ?? [];
    if (!name) return [];
    // A descriptor with a single command turns all others away first: `if (cmd != X) return -ENOTTY;`.
    const node = operator === '==' ? body : (condition.parent?.parent ?? body);
    return [{ name, line: codeLine({ file, node: condition }), code: { file, node } }];
  });
}

const ROW = /\bIOCTL_OP\(\s*(\w+),\s*(\w+),\s*struct\s+(\w+),\s*(\w+)\s*\)/g;

const TABLE = /\b(\w+)\[\w*\]\s*=\s*\{/g;
/** Rows of every table of ioctls at hand. */
export const tableRows = memo((sources: Sources): readonly TableRow[] =>
  sources.paths.filter(isDriver).flatMap((path) => {
    const file = sources.get(path);
    return file?.text.includes('IOCTL_OP') ? rowsOf(file) : [];
  }),
);

function rowsOf(file: SourceFile): TableRow[] {
  const heads = [...file.text.matchAll(TABLE)];
  return [...file.text.matchAll(ROW)].map((match) => {
    const [, name = '', callee = '', tag = '', last = ''] = match;
    const table = heads.findLast(({ index }) => index < match.index)?.[1] ?? 'IOCTL_OP';
    const number = lineOf(file.text, match.index);
    return { name, line: number, function: callee, tag, last, file, table };
  });
}
