// SPDX-License-Identifier: GPL-2.0-only
import { normalise } from '../lines.ts';
import type { SyntaxNode } from '../parse.ts';
import { withComment } from './around.ts';
import { type Step, structural } from './run.ts';

/** The definition of a function. */
export function functionNamed(name: string): Step {
  return structural({
    words: `${name}()`,
    named: name,
    query: '(function_definition) @site',
    where: (_, { site }) => declaredBy(site).includes(name),
    like: `${name}(`,
  });
}

/** A struct with its members. */
export const structNamed = (name: string) => record('struct', name);
/** A union with its members. */
export const unionNamed = (name: string) => record('union', name);
/** An enum with its constants. */
export const enumNamed = (name: string) => record('enum', name);

function record(kind: 'struct' | 'union' | 'enum', name: string): Step {
  return structural({
    words: `${kind} ${name}`,
    named: name,
    query: `(${kind}_specifier body: (_)) @site`,
    where: (_, { site }) => site?.childForFieldName('name')?.text === name,
    like: `${kind} ${name} {`,
  });
}

/** A `#define`, with parameters or without. */
export function macroNamed(name: string): Step {
  return structural({
    words: `#define ${name}`,
    named: name,
    query: '[(preproc_def) (preproc_function_def)] @site',
    where: (_, { site }) => site?.childForFieldName('name')?.text === name,
    like: `#define ${name}`,
  });
}

/** The declaration of a variable, with its initialiser; of a function, its prototype. */
export function declarationOf(name: string): Step {
  return structural({
    words: `the declaration of ${name}`,
    named: name,
    query: '(declaration) @site',
    where: (_, { site }) => declaredBy(site).includes(name),
    like: `${name};`,
  });
}

/** A `typedef`. */
export function typeNamed(name: string): Step {
  return structural({
    words: `the type ${name}`,
    named: name,
    query: '(type_definition) @site',
    where: (_, { site }) => declaredBy(site).includes(name),
    like: `typedef ${name};`,
  });
}

/** A member of a struct or union. */
export function memberNamed(name: string): Step {
  return structural({
    words: `the member ${name}`,
    query: '(field_declaration) @site',
    where: (_, { site }) => declaredBy(site).includes(name),
    like: `${name};`,
  });
}

/** A constant of an enum. */
export function constantNamed(name: string): Step {
  return structural({
    words: `the constant ${name}`,
    query: '(enumerator) @site',
    where: (_, { site }) => site?.childForFieldName('name')?.text === name,
    like: name,
  });
}

/** What an initialiser gives to a member: `entryFor('.open')`, `entryFor('[2]')`. */
export function entryFor(designator: string): Step {
  return structural({
    words: `the entry ${designator}`,
    query: '(initializer_pair designator: (_) @designator) @site',
    where: (text) => text('designator') === normalise(designator),
    like: `${designator} = `,
  });
}

/** One of several alike that an initialiser lists, by an entry that tells it from the others: `.name = "lamp"`. */
export function listedWith(entry: string): Step {
  const wanted = normalise(entry);
  return structural({
    words: `what is listed with ${entry}`,
    query: '(initializer_list (initializer_list) @site)',
    where: (_, { site }, file) =>
      site?.namedChildren.some(
        (one) => normalise(file.text.slice(one.startIndex, one.endIndex)) === wanted,
      ) ?? false,
    like: `{ ${entry} }`,
  });
}

/** An `#include`, as it is written: `includeOf('<linux/fs.h>')`. */
export function includeOf(path: string): Step {
  return structural({
    words: `#include ${path}`,
    query: '(preproc_include path: (_) @path) @site',
    where: (text) => text('path') === path,
    like: `#include ${path}`,
  });
}

const NAMED = [
  'function_definition',
  'struct_specifier',
  'union_specifier',
  'enum_specifier',
  'preproc_def',
  'preproc_function_def',
  'declaration',
  'type_definition',
  'field_declaration',
  'enumerator',
];

/** The comments directly above what is defined under a name: its explanation. */
export function commentOn(name: string): Step {
  const definition = structural({
    words: `the definition of ${name}`,
    query: `[${NAMED.map((kind) => `(${kind})`).join(' ')}] @site`,
    where: (_, { site }) =>
      site?.previousSibling?.type === 'comment' &&
      (site.childForFieldName('name')?.text === name || declaredBy(site).includes(name)),
    like: name,
  });
  return {
    words: `the comment on ${name}`,
    named: name,
    in(file, within, said) {
      const run = definition.in(file, within, said);
      return { ...run, node: undefined, start: withComment(run).start, end: run.start };
    },
  };
}

/** Names that a definition, declaration or member gives: `int *a, b[2], (*c)(void);` gives three. */
export function declaredBy(node: SyntaxNode | undefined): string[] {
  return (node?.childrenForFieldName('declarator') ?? []).flatMap(innermost);
}

function innermost(declarator: SyntaxNode): string[] {
  if (/^(identifier|field_identifier|type_identifier)$/.test(declarator.type)) return [declarator.text];
  const inner =
    declarator.childForFieldName('declarator') ??
    declarator.namedChildren.find(({ type }) => /declarator$|identifier$/.test(type));
  return inner ? innermost(inner) : [];
}
