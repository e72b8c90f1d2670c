// SPDX-License-Identifier: GPL-2.0-only
import { compile } from './anchor.ts';
import { evaluate } from './constant.ts';
import { lineOf, normalise } from './lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from './parse.ts';

/** One `#define` without parameters. */
export interface Macro {
  readonly name: string;
  /** Replacement text without comments, on one line; empty for a flag-like define. */
  readonly body: string;
  readonly line: number;
  readonly node: SyntaxNode;
}

/** All object-like macros of a file, in order; a name may appear again where conditionals define it twice. */
export function macros(file: SourceFile): Macro[] {
  return compile('(preproc_def name: (identifier) @name) @site')
    .matches(file.root)
    .map(({ captures }) => {
      const node = captures.find(({ name }) => name === 'site')?.node as SyntaxNode;
      const value = node.childForFieldName('value');
      return {
        name: node.childForFieldName('name')?.text ?? '',
        body: value ? normalise(textOf(file, value).replace(/\\\n/g, ' ')) : '',
        line: lineOf(file.text, node.startIndex),
        node,
      };
    });
}

/** Value of every macro of the file that is an integer constant by the file's own macros. */
export function macroValues(file: SourceFile): Map<string, bigint> {
  const bodies = new Map(macros(file).map(({ name, body }) => [name, body]));
  const values = new Map<string, bigint>();
  for (const [name, body] of bodies) {
    const value = body === '' ? undefined : evaluate(body, (other) => bodies.get(other));
    if (value !== undefined) values.set(name, value);
  }
  return values;
}
