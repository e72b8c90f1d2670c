// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../../src/c/parse.ts';
import { type Code, flat, functionAround, nodesIn } from './code.ts';

/** A variable or parameter of a struct's type, with the code that it is visible in. */
export interface Local {
  /** `vfio_region_info`. */
  readonly tag: string;
  readonly name: string;
  /** Whether it is a pointer; into userspace, where it says so. */
  readonly pointer: boolean;
  readonly user: boolean;
  readonly parameter: boolean;
  /** As written, on one line: `{}`. */
  readonly initialiser: string | undefined;
  readonly declaration: Code;
  /** The block of the declaration, or the function. */
  readonly scope: Code;
}

/** Variables and parameters in a function that have a struct's type, in order. */
export function localsIn(code: Code, tag?: string): Local[] {
  return declarationsIn(code, tag).flatMap(({ site, tag: name, declarator }): Local[] => {
    const initialised = declarator.type === 'init_declarator';
    const value = initialised ? declarator.childForFieldName('value') : undefined;
    const identifier = identifierOf(declarator);
    if (!identifier) return [];
    const scope = scopeOf({ file: code.file, node: site });
    return [
      {
        tag: name,
        name: identifier.name,
        pointer: identifier.pointer,
        user: /\b__user\b/.test(flat(code.file, site)),
        parameter: site.type === 'parameter_declaration',
        initialiser: value ? flat(code.file, value) : undefined,
        declaration: { file: code.file, node: site },
        scope,
      },
    ];
  });
}

interface Declaration {
  readonly site: SyntaxNode;
  readonly tag: string;
  readonly declarator: SyntaxNode;
}

function declarationsIn(code: Code, tag: string | undefined): Declaration[] {
  return nodesIn(code, 'struct_specifier').flatMap((struct) => {
    const name = struct.childForFieldName('name');
    if (name?.type !== 'type_identifier' || (tag !== undefined && name.text !== tag)) return [];
    const site = struct.parent;
    if (site?.type !== 'declaration' && site?.type !== 'parameter_declaration') return [];
    if (site.childForFieldName('type')?.id !== struct.id) return [];
    return site
      .childrenForFieldName('declarator')
      .flatMap((declarator) => (declarator.isNamed ? [{ site, tag: name.text, declarator }] : []));
  });
}

function identifierOf(declarator: SyntaxNode): { name: string; pointer: boolean } | undefined {
  let pointer = false;
  for (let at: SyntaxNode | null = declarator; at; at = at.childForFieldName('declarator')) {
    if (at.type === 'pointer_declarator') pointer = true;
    if (at.type === 'function_declarator') return undefined;
    if (at.type === 'identifier') return { name: at.text, pointer };
  }
  return undefined;
}

function scopeOf({ file, node }: Code): Code {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.type === 'compound_statement' || at.type === 'function_definition') return { file, node: at };
  }
  return functionAround({ file, node });
}
