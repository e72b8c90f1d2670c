// SPDX-License-Identifier: GPL-2.0-only
import { withoutComments } from '../c/comments.ts';
import type { FragmentPlace } from '../c/fragment.ts';
import { normalise } from '../c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../c/parse.ts';
import { bodyStart, hasHead } from '../c/sites/head.ts';
import { declaredBy } from '../c/sites/named.ts';
import type { PlaceDescription, StepName } from './placed.ts';

/** Nodes whose children stand beside each other, each on lines of its own. */
const BLOCKS: Readonly<Record<string, StepName>> = {
  translation_unit: 'topLevel',
  declaration_list: 'topLevel',
  compound_statement: 'statements',
  case_statement: 'statements',
  field_declaration_list: 'members',
  enumerator_list: 'constants',
  initializer_list: 'entries',
};

/** Of conditional groups the surroundings say what they hold. */
const CONDITIONAL = /^preproc_(if|ifdef|else|elif|elifdef)$/;

export function isBlock({ type }: SyntaxNode): boolean {
  return type in BLOCKS || CONDITIONAL.test(type);
}

/** What describes code of a block. */
export function codeIn(block: SyntaxNode): StepName {
  for (let at: SyntaxNode | null = block; at; at = at.parent) {
    const known = BLOCKS[at.type];
    if (known === 'statements' && at.parent?.type === 'switch_statement') return 'cases';
    if (known) return known;
  }
  return 'topLevel';
}

const PLACES: Partial<Readonly<Record<StepName, FragmentPlace>>> = {
  topLevel: 'TopLevel',
  statements: 'Statements',
  members: 'Members',
  cases: 'Cases',
};

export function placeIn(block: SyntaxNode): FragmentPlace | undefined {
  return PLACES[codeIn(block)];
}

/** Nodes that may have a name. */
const NAMED =
  /^(function_definition|(struct|union|enum)_specifier|preproc_(function_)?def|declaration|type_definition|field_declaration|enumerator|initializer_pair|preproc_include)$/;

/** The name by which a node is known, whatever it says; undefined for what has none. */
export function describedName(node: SyntaxNode): PlaceDescription | undefined {
  // To look through the fields of a block of ten thousand statements takes a millisecond.
  if (!NAMED.test(node.type)) return undefined;
  const own = node.childForFieldName('name')?.text;
  const [declared] = declaredBy(node);
  const as = (by: StepName, of: string | undefined) => (of === undefined ? undefined : { by, of });
  switch (node.type) {
    case 'function_definition':
      return as('functionNamed', declared);
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier':
      return as(
        `${node.type.split('_')[0]}Named` as StepName,
        node.childForFieldName('body') ? own : undefined,
      );
    case 'preproc_def':
    case 'preproc_function_def':
      return as('macroNamed', own);
    case 'declaration':
      return as('declarationOf', declared);
    case 'type_definition':
      return as('typeNamed', declared);
    case 'field_declaration':
      return as('memberNamed', declared);
    case 'enumerator':
      return as('constantNamed', own);
    case 'initializer_pair':
      return as('entryFor', node.childForFieldName('designator')?.text);
    case 'preproc_include':
      return as('includeOf', node.childForFieldName('path')?.text);
    default:
      return undefined;
  }
}

/** The head of a statement, as it is written but on one line. */
export function headText(file: SourceFile, node: SyntaxNode): string {
  const head = file.text.slice(node.startIndex, bodyStart(file, node));
  const condition = node.type === 'do_statement' ? node.childForFieldName('condition') : undefined;
  return tidy(condition ? `${head} while ${textOf(file, condition)}` : head);
}

/** Code on one line that reads as it was written. */
export function tidy(code: string): string {
  return withoutComments(code).replace(/\s+/g, ' ').replace(/\( /g, '(').trim();
}

/** All that a node may be described by, the most lasting first: its name, its head, what it says. */
export function descriptions(file: SourceFile, node: SyntaxNode, block: SyntaxNode): PlaceDescription[] {
  const name = describedName(node);
  const head: PlaceDescription | undefined = hasHead(node)
    ? { by: 'headed', of: headText(file, node) }
    : undefined;
  const code: PlaceDescription = { by: codeIn(block), of: codeBetween(file, node, node) };
  // A long body says what may change; its head has been tried.
  const long = (name || head) && code.of.split('\n').length > 3;
  return [...(name ? [name] : []), ...(head ? [head] : []), ...(long ? [] : [code])];
}

/** What nodes beside each other say, comments left out and the indentation of the first taken away. */
export function codeBetween(file: SourceFile, first: SyntaxNode, last: SyntaxNode): string {
  const text = file.text.slice(first.startIndex, last.endIndex).trimEnd();
  const indent = /[ \t]*$/.exec(file.text.slice(0, first.startIndex))?.[0] ?? '';
  const bare = text
    .replace(/[ \t]*\/\*[\s\S]*?\*\/(?=[ \t]*\n)|[ \t]*\/\/[^\n]*/g, '')
    .replace(/\n[ \t]*(?=\n)/g, '');
  const shifted = indent === '' ? bare : bare.replaceAll(`\n${indent}`, '\n');
  return normalise(shifted) === normalise(text) ? shifted : text;
}

/** Statements and definitions around a node, from outside to inside; what has neither name nor head is left out. */
export function scopesOf(
  file: SourceFile,
  node: SyntaxNode,
): { described: PlaceDescription; node: SyntaxNode }[] {
  const found: { described: PlaceDescription; node: SyntaxNode }[] = [];
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    const described = hasHead(at)
      ? { by: 'headed' as const, of: headText(file, at) }
      : (describedName(at) ?? listed(file, at));
    if (described) found.unshift({ described, node: at });
  }
  return found;
}

/** One of several alike in an initialiser, by the first entry that says something of its own. */
function listed(file: SourceFile, node: SyntaxNode): PlaceDescription | undefined {
  if (node.type !== 'initializer_list' || node.parent?.type !== 'initializer_list') return undefined;
  const telling = node.namedChildren.find(
    ({ type }) => type === 'initializer_pair' || type === 'call_expression' || type === 'string_literal',
  );
  const text = telling && textOf(file, telling);
  return text === undefined || text.includes('\n') ? undefined : { by: 'listedWith', of: text };
}

/** The conditional group that guards a header against being read twice: it says nothing of a place. */
export function isGuard(file: SourceFile, node: SyntaxNode): boolean {
  return (
    node.type === 'preproc_ifdef' &&
    /^#\s*ifndef/.test(textOf(file, node)) &&
    node.parent?.type === 'translation_unit'
  );
}
