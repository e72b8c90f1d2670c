// SPDX-License-Identifier: GPL-2.0-only
import { compile } from '../../src/c/anchor.ts';
import { evaluate } from '../../src/c/constant.ts';
import { lineOf, normalise } from '../../src/c/lines.ts';
import { macros } from '../../src/c/macro.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../src/c/parse.ts';
import { type Struct, structs } from '../../src/c/struct.ts';
import type { Sources } from '../../src/series/topic.ts';

/** A name that a header gives a constant: an object-like macro or an enumerator. */
export interface Constant {
  readonly name: string;
  readonly kind: 'macro' | 'enumerator';
  /** As written, normalised; empty for a define without a body and an enumerator without an initialiser. */
  readonly text: string;
  /** The text with the header's own macros replaced until none is left: equal means the same, known or not. */
  readonly expanded: string;
  /** Undefined where it is no integer, or none that the text alone can tell. */
  readonly value: bigint | undefined;
  readonly line: number;
  readonly node: SyntaxNode;
  /** The name has several definitions with different bodies, chosen by conditionals. */
  readonly conditional: boolean;
  /** Last of an enum, without an initialiser and with a name like NUM or MAX: it counts those before, and grows. */
  readonly countsOthers: boolean;
}

/** A macro with parameters. */
export interface FunctionMacro {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** What a UAPI header promises by name. */
export interface Header {
  readonly file: SourceFile;
  readonly constants: ReadonlyMap<string, Constant>;
  readonly functionMacros: ReadonlyMap<string, FunctionMacro>;
  readonly structs: ReadonlyMap<string, Struct>;
}

export const UAPI = /(^|\/)include\/uapi\/.*\.h$/;

const COUNT = /(^|_)(NUM|NR|MAX|COUNT|LAST|END)(_|$)/;

const read = new WeakMap<Sources, Map<string, Header>>();

/** Undefined where the sources have no such file. Read once, since nine rules ask for the same headers. */
export function headerOf(sources: Sources, path: string): Header | undefined {
  const known = read.get(sources) ?? new Map<string, Header>();
  read.set(sources, known);
  const header = known.get(path);
  if (header) return header;
  const file = sources.get(path);
  if (!file) return undefined;
  const made = readHeader(file);
  known.set(path, made);
  return made;
}

function readHeader(file: SourceFile): Header {
  return {
    file,
    constants: constants(file),
    functionMacros: functionMacros(file),
    structs: new Map(structs(file).map((struct) => [struct.name, struct])),
  };
}

function constants(file: SourceFile): Map<string, Constant> {
  const definitions = macros(file);
  const bodies = new Map(definitions.map(({ name, body }) => [name, body]));
  const enumerators = enumeratorsOf(file, bodies);
  const lookup = (name: string) => enumerators.find((one) => one.name === name)?.value ?? bodies.get(name);
  const found = new Map<string, Constant>();
  for (const enumerator of enumerators) found.set(enumerator.name, enumerator);
  for (const { name, body, line, node } of definitions) {
    // `enum { A, #define A A }` is an idiom that makes enumerators visible to #ifdef.
    if (body === name) continue;
    const earlier = found.get(name);
    found.set(name, {
      name,
      kind: 'macro',
      text: body,
      expanded: expand(body, bodies),
      value: body === '' ? undefined : evaluate(body, lookup),
      line,
      node,
      conditional: earlier !== undefined && (earlier.conditional || earlier.text !== body),
      countsOthers: false,
    });
  }
  return found;
}

function enumeratorsOf(file: SourceFile, bodies: ReadonlyMap<string, string>): Constant[] {
  const found: Constant[] = [];
  const lookup = (name: string) => found.find((one) => one.name === name)?.value ?? bodies.get(name);
  for (const { node: list } of compile('(enumerator_list) @list').captures(file.root)) {
    let next: bigint | undefined = 0n;
    const members = list.namedChildren.filter(({ type }) => type === 'enumerator');
    for (const node of members) {
      const initialiser = node.childForFieldName('value');
      const text = initialiser ? normalise(textOf(file, initialiser)) : '';
      const value: bigint | undefined = initialiser ? evaluate(text, lookup) : next;
      next = value === undefined ? undefined : value + 1n;
      const name = node.childForFieldName('name')?.text ?? '';
      found.push({
        name,
        kind: 'enumerator',
        text,
        expanded: value === undefined ? expand(text, bodies) : String(value),
        value,
        line: lineOf(file.text, node.startIndex),
        node,
        conditional: false,
        countsOthers: !initialiser && node.id === members.at(-1)?.id && COUNT.test(name),
      });
    }
  }
  return found;
}

function expand(text: string, bodies: ReadonlyMap<string, string>, depth = 0): string {
  if (depth > 20) return text;
  return text.replace(/"(?:\\.|[^"])*"|[A-Za-z_]\w*/g, (word) => {
    const body = bodies.get(word);
    return body === undefined || body === word ? word : expand(body, bodies, depth + 1);
  });
}

function functionMacros(file: SourceFile): Map<string, FunctionMacro> {
  const nodes = compile('(preproc_function_def) @site').captures(file.root);
  return new Map(
    nodes.map(({ node }) => {
      const name = node.childForFieldName('name')?.text ?? '';
      const text = normalise(textOf(file, node).replace(/\\\n/g, ' '));
      return [name, { name, text, line: lineOf(file.text, node.startIndex) }];
    }),
  );
}
