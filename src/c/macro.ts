// SPDX-License-Identifier: GPL-2.0-only
import { compile } from './anchor.ts';
import { definition, type MacroDefinition } from './expand.ts';
import { type DeclarationLookup, evaluateC } from './expression.ts';
import { lineOf, normalise } from './lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from './parse.ts';
import { LP64 } from './target.ts';
import { tokenise } from './token.ts';

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

/** include/uapi/asm-generic/ioctl.h: a request without an argument is its type (from bit 8) and its number. */
const REQUEST = '_IO(type, nr) (((type) << 8) | (nr))';

/** A macro that needs a type or an enumerator has no value here. */
const ALONE: DeclarationLookup = {
  abi: LP64,
  constant: () => undefined,
  sizeOf: () => ({ unknown: 'types are not read' }),
  offsetOf: () => ({ unknown: 'types are not read' }),
  typeOf: () => undefined,
};

/** Value of every macro of the file that is an integer constant by the file's own macros. */
export function macroValues(file: SourceFile): Map<string, bigint> {
  const known = new Map<string, MacroDefinition>();
  for (const text of [REQUEST, ...macros(file).map(({ name, body }) => `${name} ${body}`)]) {
    const macro = definition(tokenise(text));
    if (macro) known.set(macro.name, macro);
  }
  const values = new Map<string, bigint>();
  for (const { name, parameters, body } of known.values()) {
    const value = parameters ? undefined : evaluateC(body, { ...ALONE, macros: known });
    if (value && !('unknown' in value)) values.set(name, value.value);
  }
  return values;
}
