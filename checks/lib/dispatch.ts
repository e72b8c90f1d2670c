// SPDX-License-Identifier: GPL-2.0-only
import { compile } from '../../src/c/anchor.ts';
import { normalise } from '../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../src/c/parse.ts';
import type { Sources } from '../../src/series/topic.ts';
import { UAPI } from './header.ts';

/** Code with the file that holds it. */
export interface Code {
  readonly file: SourceFile;
  readonly node: SyntaxNode;
}

/** Some checks are inline functions of a header: vfio_check_precopy_ioctl() of include/linux/vfio.h, for one. */
export function isDriver(path: string): boolean {
  return /\.[ch]$/.test(path) && !UAPI.test(path);
}

const CASES = '(case_statement value: (identifier) @name) @site';
const IFS = `(if_statement condition: (parenthesized_expression) @condition
  consequence: (_) @body)`;

/**
 * What the drivers at hand do for a command, in any shape of dispatcher: the case that holds the statements,
 * the body of an if, or the block behind a guard.
 */
export function armsOf(sources: Sources, command: string): Code[] {
  return sources.paths.filter(isDriver).flatMap((path) => {
    const file = sources.get(path);
    // A plain search is a hundred times cheaper than a parse, and most drivers do not name the command.
    return file?.text.includes(command) ? [...caseArms(file, command), ...ifArms(file, command)] : [];
  });
}

function caseArms(file: SourceFile, command: string): Code[] {
  return compile(CASES)
    .matches(file.root)
    .flatMap(({ captures }) => {
      const name = captures.find((one) => one.name === 'name')?.node;
      let label = captures.find((one) => one.name === 'site')?.node;
      if (!name || !label || textOf(file, name) !== command) return [];
      // `case A: case B: statements` is a label without statements, and one with.
      while (!hasStatements(label) && label.nextNamedSibling) label = label.nextNamedSibling;
      return [{ file, node: label }];
    });
}

function hasStatements(label: SyntaxNode): boolean {
  const value = label.childForFieldName('value');
  return label.namedChildren.some(({ id, type }) => id !== value?.id && type !== 'comment');
}

function ifArms(file: SourceFile, command: string): Code[] {
  const wanted = new RegExp(`(?:^|\\W)\\w+ ?([=!]=) ?${command}(?:\\W|$)`);
  return compile(IFS)
    .matches(file.root)
    .flatMap(({ captures }) => {
      const [condition, body] = ['condition', 'body'].map(
        (name) => captures.find((one) => one.name === name)?.node,
      );
      if (!condition || !body) return [];
      const operator = wanted.exec(normalise(textOf(file, condition)))?.[1];
      if (!operator) return [];
      // A descriptor with a single command turns all others away first: `if (cmd != X) return -ENOTTY;`.
      return [{ file, node: operator === '==' ? body : (condition.parent?.parent ?? body) }];
    });
}

/** A call with what it passes. */
export interface Call {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly node: SyntaxNode;
}

export function callsIn({ file, node }: Code): Call[] {
  return compile('(call_expression function: (identifier)) @call')
    .captures(node)
    .map(({ node: call }) => ({
      name: call.childForFieldName('function')?.text ?? '',
      arguments: (call.childForFieldName('arguments')?.namedChildren ?? []).map((argument) =>
        normalise(textOf(file, argument)),
      ),
      node: call,
    }))
    .sort((a, b) => a.node.startIndex - b.node.startIndex);
}

/** The definition of a function: in the caller's file, else in any other that is at hand. */
export function definitionOf(sources: Sources, from: SourceFile, name: string): Code | undefined {
  // The kernel's style begins a definition in the first column; a search spares the parse of most files.
  const headed = new RegExp(`^\\w[\\w\\s*]*\\b${name}\\(`, 'm');
  const others = sources.paths.filter((path) => isDriver(path) && path !== from.path);
  for (const path of [from.path, ...others]) {
    const file = path === from.path ? from : sources.get(path);
    if (!file || !headed.test(file.text)) continue;
    for (const { node } of compile('(function_definition) @site').captures(file.root))
      if (functionName(node) === name) return { file, node };
  }
  return undefined;
}

function functionName(definition: SyntaxNode): string | undefined {
  let declarator = definition.childForFieldName('declarator');
  while (declarator && declarator.type !== 'function_declarator')
    declarator = declarator.childForFieldName('declarator');
  return declarator?.childForFieldName('declarator')?.text;
}

/** Names of a function's parameters, in order; empty for one without a name. */
export function parametersOf({ node }: Code): string[] {
  let declarator = node.childForFieldName('declarator');
  while (declarator && declarator.type !== 'function_declarator')
    declarator = declarator.childForFieldName('declarator');
  return (declarator?.childForFieldName('parameters')?.namedChildren ?? []).map((parameter) => {
    let name = parameter.childForFieldName('declarator');
    while (name && name.type !== 'identifier') name = name.childForFieldName('declarator');
    return name?.text ?? '';
  });
}
