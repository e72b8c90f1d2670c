// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../../../src/c/parse.ts';
import type { Found } from '../../rule.ts';
import { functionName, quote } from './code.ts';
import { functionsOfFile } from './functions.ts';

const NARROW = /^(?:unsigned int|unsigned|int|u32|__u32|s32|__s32|uint32_t|int32_t)$/;
/** 64 bits wide, or on 64-bit architectures. */
const WIDE =
  'u64|__u64|s64|uint64_t|int64_t|loff_t|resource_size_t|phys_addr_t|dma_addr_t|sector_t|size_t|ssize_t|unsigned long|long|unsigned long long|long long';
const COMPARES = /^(?:<|>|<=|>=)$/;
/** Only the low part is meant, or it is known to be small. */
const MASKED = /[&%]|>>|\b(?:min|max|clamp|min_t|lower_32_bits|upper_32_bits|sizeof|offset_in_page)\b/;
const SUM = /^(?:\+|\*|<<)$/;

/** A cast to one of them, in which a blank may stand anywhere. */
const CUTS = /\(\s*(?:unsigned\s+int|unsigned|int|_*[us]32|u?int32_t)\s*\)/;

/** Ends and sizes of ranges that are cut to 32 bits before they are compared, though their parts are wider. */
export function narrowedRanges(file: SourceFile): Found[] {
  return functionsOfFile(file, (text) => CUTS.test(text) && /[<>]/.test(text)).flatMap(({ node }) => {
    const text = node.text;
    const name = functionName(node) ?? '';
    const wide = declared(text, WIDE);
    if (wide.size === 0) return [];
    return node.descendantsOfType(['cast_expression', 'call_expression']).flatMap((cast): Found[] => {
      const sum = sumIn(narrowed(cast), wide);
      if (!sum || !isCompared(cast, text, wide)) return [];
      const place = quote({ file, node: cast });
      const message = `${name}() cuts ${sum} to 32 bits, and compares the rest`;
      return [{ file: place.file, line: place.line, message, symbol: name, after: place, key: sum }];
    });
  });
}

/** What a cast cuts; of a type that only a header tells from a function, a cast reads as a call. */
function narrowed(node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'cast_expression')
    return NARROW.test(node.childForFieldName('type')?.text ?? '') ? node.childForFieldName('value') : null;
  const type = /^\((\w+)\)$/.exec(node.childForFieldName('function')?.text ?? '')?.[1] ?? '';
  return NARROW.test(type) ? (node.childForFieldName('arguments')?.namedChildren[0] ?? null) : null;
}

function declared(text: string, types: string): Set<string> {
  const names = new Set<string>();
  for (const [, list = ''] of text.matchAll(
    new RegExp(`\\b(?:${types})\\s+((?:\\w+(?:\\s*=[^,;)]*)?\\s*,\\s*)*\\w+)`, 'g'),
  ))
    for (const part of list.split(',')) names.add(part.replace(/=.*/s, '').trim());
  return names;
}

/** `start + length` where one of them is wide. */
function sumIn(value: SyntaxNode | null, wide: ReadonlySet<string>): string | undefined {
  let at = value;
  while (at?.type === 'parenthesized_expression') at = at.namedChildren[0] ?? null;
  if (at?.type !== 'binary_expression' || !SUM.test(at.childForFieldName('operator')?.text ?? '')) {
    // A difference of two addresses is a length, which mmap() does not limit.
    const isLength = /^\w+->vm_end - \w+->vm_start$/.test(at?.text ?? '');
    return isLength ? at?.text : undefined;
  }
  if (MASKED.test(at.text.replaceAll('<<', ''))) return undefined;
  const names = at.descendantsOfType('identifier').map(({ text }) => text);
  return names.some((one) => wide.has(one)) ? at.text.replaceAll(/\s+/g, ' ') : undefined;
}

/** In place, or in a wide variable that is. */
function isCompared(cast: SyntaxNode, text: string, wide: ReadonlySet<string>): boolean {
  let at = cast.parent;
  while (at?.type === 'parenthesized_expression') at = at.parent;
  if (at?.type === 'binary_expression') return COMPARES.test(at.childForFieldName('operator')?.text ?? '');
  const to = at?.childForFieldName('left') ?? at?.childForFieldName('declarator');
  if (!at || !to || !/^(?:assignment_expression|init_declarator)$/.test(at.type) || !wide.has(to.text))
    return false;
  return new RegExp(
    `\\bif \\([^;{]*\\b${to.text}\\b[^;{]*[<>]|\\bif \\([^;{]*[^-][<>][^;{]*\\b${to.text}\\b`,
  ).test(text);
}
