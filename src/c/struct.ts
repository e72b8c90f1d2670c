// SPDX-License-Identifier: GPL-2.0-only
import { compile } from './anchor.ts';
import { lineOf, normalise } from './lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from './parse.ts';

/** One member of a struct or union as written, not laid out. */
export interface Member {
  /** Empty for an anonymous struct, union or bit-field. */
  readonly name: string;
  /** The whole declaration on one line: `__u32 argsz`. */
  readonly declaration: string;
  readonly line: number;
}

/** A named struct or union with a body. */
export interface Struct {
  readonly name: string;
  readonly kind: 'struct' | 'union';
  readonly members: readonly Member[];
  readonly line: number;
  readonly node: SyntaxNode;
}

const NAMED = `[
  (struct_specifier name: (type_identifier) body: (field_declaration_list)) @site
  (union_specifier name: (type_identifier) body: (field_declaration_list)) @site
]`;

/** All named structs and unions of a file, in order, nested ones after the one that holds them. */
export function structs(file: SourceFile): Struct[] {
  return compile(NAMED)
    .captures(file.root)
    .map(({ node }) => ({
      name: node.childForFieldName('name')?.text ?? '',
      kind: node.type === 'union_specifier' ? 'union' : 'struct',
      members: members(file, node.childForFieldName('body') as SyntaxNode),
      line: lineOf(file.text, node.startIndex),
      node,
    }));
}

function members(file: SourceFile, body: SyntaxNode): Member[] {
  const found: Member[] = [];
  // Conditionals inside a struct hold their declarations one level down.
  for (const child of body.namedChildren) {
    if (child.type === 'field_declaration') found.push(member(file, child));
    else if (child.type.startsWith('preproc_')) found.push(...members(file, child));
  }
  return found;
}

function member(file: SourceFile, node: SyntaxNode): Member {
  const declarator = compile('(field_identifier) @name').captures(node);
  const last = declarator.filter(({ node: name }) => !insideBody(name, node)).at(-1);
  return {
    name: last ? textOf(file, last.node) : '',
    declaration: normalise(textOf(file, node)).replace(/;$/, ''),
    line: lineOf(file.text, node.startIndex),
  };
}

function insideBody(node: SyntaxNode, limit: SyntaxNode): boolean {
  for (let at = node.parent; at && at.id !== limit.id; at = at.parent)
    if (at.type === 'field_declaration_list') return true;
  return false;
}
