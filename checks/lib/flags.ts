// SPDX-License-Identifier: GPL-2.0-only
import { type SyntaxNode, textOf } from '../../src/c/parse.ts';
import type { Constant, Header } from './header.ts';

const PREFIX = /^(\w+?_FLAGS?)_\w+$/;

/**
 * The families of flags that a macro belongs to, none where it is no flag: its prefix up to FLAG, the member of
 * the struct behind which it stands (the house style of vfio.h), the block of defines that it stands in.
 */
export function flagFamilies(header: Header, constant: Constant): string[] {
  if (constant.kind !== 'macro' || constant.text === '') return [];
  const prefix = PREFIX.exec(constant.name)?.[1];
  const shifted = /^\(?\(?\w+\s*<<\s*\w+\)?\)?$/.test(constant.text);
  if (!shifted && !prefix) return [];
  const families = prefix ? [`${prefix}_*`] : [];
  if (shifted) families.push(memberBefore(header, constant.node) ?? blockOf(header, constant.node));
  return families;
}

/** A mask or an alias is made of other flags, so sharing their bits is its purpose. */
export function isMade(constant: Constant): boolean {
  return /\bMASK\b|_MASK$/.test(constant.name) || /[A-Za-z_]{2,}/.test(constant.text.replace(/0x\w+/gi, ''));
}

function memberBefore({ file }: Header, node: SyntaxNode): string | undefined {
  let list: SyntaxNode | null = node.parent;
  let inList: SyntaxNode = node;
  while (list && list.type !== 'field_declaration_list') {
    inList = list;
    list = list.parent;
  }
  if (!list) return undefined;
  const tag = list.parent?.childForFieldName('name')?.text ?? '';
  let member: SyntaxNode | null = inList.previousNamedSibling;
  while (member && member.type !== 'field_declaration') member = member.previousNamedSibling;
  const declarator = member?.childForFieldName('declarator');
  return `struct ${tag}: ${declarator ? textOf(file, declarator) : 'first'}`;
}

/** Named after the first of an unbroken run of defines: nothing else ties loose flags together. */
function blockOf({ file }: Header, node: SyntaxNode): string {
  let first = node;
  for (;;) {
    const previous = first.previousNamedSibling;
    const ours = previous?.type === 'preproc_def';
    const remark = previous?.type === 'comment' && previous.startPosition.row === previous.endPosition.row;
    if (!previous || (!ours && !remark)) break;
    if (/\n\s*\n/.test(file.text.slice(previous.endIndex - 1, first.startIndex))) break;
    first = previous;
  }
  return `the block of ${/\w+(?=\s)/.exec(textOf(file, first).replace(/^#\s*define\s+/, ''))?.[0] ?? '?'}`;
}
