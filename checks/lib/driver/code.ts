// SPDX-License-Identifier: GPL-2.0-only

import { compile } from '../../../src/c/anchor.ts';
import { blankComments } from '../../../src/c/comments.ts';
import { damages } from '../../../src/c/damage.ts';
import { lineOf, normalise } from '../../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { lazily, memo } from '../../../src/memo.ts';
import type { Quotation } from '../../../src/series/finding.ts';

/** Code with the file that holds it. */
export interface Code {
  readonly file: SourceFile;
  readonly node: SyntaxNode;
}

const UAPI = /(^|\/)include\/(generated\/)?uapi\/|(^|\/)usr\/include\//;

/** Some checks are inline functions of a header: vfio_check_precopy_ioctl() of include/linux/vfio.h, for one. */
export function isDriver(path: string): boolean {
  return /\.[ch]$/.test(path) && !UAPI.test(path) && !/^(tools|Documentation|samples|scripts)\//.test(path);
}

/** A file's text with its comments blanked, for all rules that search it. */
export const bareText = memo(({ text }: SourceFile) => blankComments(text));

/** The names that stand in a file's code. */
export const wordsIn = memo((file: SourceFile): ReadonlySet<string> => new Set(bareText(file).match(WORD)));

const WORD = /[A-Za-z_]\w*/g;

/** One line, without comments. */
export function flat(file: SourceFile, node: SyntaxNode): string {
  return normalise(textOf(file, node));
}

export function codeLine({ file, node }: Code): number {
  return lineOf(file.text, node.startIndex);
}

/** Where code is, and its first hundred characters. */
export function quote({ file, node }: Code): Quotation {
  const text = textOf(file, node).replace(/\s+/g, ' ').trim();
  const short = text.length > 100 ? `${text.slice(0, 99)}…` : text;
  return { file: file.path, line: lineOf(file.text, node.startIndex), text: short };
}

/** The nodes of every match of a query inside code, by capture. */
export function findInCode({ node }: Code, query: string): Record<string, SyntaxNode>[] {
  return compile(query)
    .matches(node)
    .map(({ captures }) => Object.fromEntries(captures.map((one) => [one.name, one.node])));
}

/**
 * The nodes of some types in code, it itself among them, in the order of the text: in half of the time that a query takes,
 * which tries its pattern at each node.
 */
export function nodesIn({ node }: Code, ...types: string[]): SyntaxNode[] {
  return node.descendantsOfType(types);
}

/** A call with what it passes. */
export interface Call {
  readonly name: string;
  /** On one line each, without comments. */
  readonly arguments: readonly string[];
  readonly node: SyntaxNode;
}

/** A function of code that computes its result once for each node: several rules ask the same of one function. */
export function memoCode<T>(compute: (code: Code) => T): (code: Code) => T {
  const known = memo((_: SourceFile) => new Map<number, { readonly value: T }>());
  return ({ file, node }) => {
    const of = known(file);
    let made = of.get(node.id);
    if (!made) {
      made = { value: compute({ file, node }) };
      of.set(node.id, made);
    }
    return made.value;
  };
}

/** Calls of functions by their name, in the order of the text; a call inside another's arguments too. */
export const callsIn = memoCode(readCalls);

function readCalls({ file, node }: Code): readonly Call[] {
  return nodesIn({ file, node }, 'call_expression').flatMap((call): Call[] => {
    const callee = call.childForFieldName('function');
    if (callee?.type !== 'identifier') return [];
    const passed = lazily(() =>
      (call.childForFieldName('arguments')?.namedChildren ?? [])
        .filter(({ type }) => type !== 'comment')
        .map((argument) => flat(file, argument)),
    );
    return [
      {
        name: callee.text,
        get arguments() {
          return passed();
        },
        node: call,
      },
    ];
  });
}

function functionDeclarator(definition: SyntaxNode): SyntaxNode | undefined {
  let declarator = definition.childForFieldName('declarator');
  while (declarator && declarator.type !== 'function_declarator')
    declarator = declarator.childForFieldName('declarator');
  return declarator ?? undefined;
}

export function functionName(definition: SyntaxNode): string | undefined {
  return functionDeclarator(definition)?.childForFieldName('declarator')?.text;
}

/**
 * Whether the body of a function parses, but for what changes nothing around it: a type among the arguments of a macro
 * (`min_t(unsigned int, a, b)`), a macro beside a string (`KERN_INFO PFX "…"`), the semicolon behind a macro's call.
 */
export function isSound({ node }: Code): boolean {
  if (!node.hasError) return true;
  const body = node.childForFieldName('body') ?? node;
  return damages(body).every(
    (one) =>
      (one.isMissing && one.type === ';') ||
      (/^(?:argument_list|concatenated_string)$/.test(one.parent?.type ?? '') &&
        /^[\w\s*]{1,60}$/.test(one.text)),
  );
}

/** Names of a function's parameters, in order; empty for one without a name. */
export function parametersOf({ node }: Code): string[] {
  return (functionDeclarator(node)?.childForFieldName('parameters')?.namedChildren ?? []).map((parameter) => {
    let name = parameter.childForFieldName('declarator');
    while (name && name.type !== 'identifier') name = name.childForFieldName('declarator');
    return name?.text ?? '';
  });
}

/** The function around code, or the code itself where it stands in none. */
export function functionAround({ file, node }: Code): Code {
  for (let at: SyntaxNode | null = node; at; at = at.parent)
    if (at.type === 'function_definition') return { file, node: at };
  return { file, node };
}
