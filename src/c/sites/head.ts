// SPDX-License-Identifier: GPL-2.0-only
import { normalise } from '../lines.ts';
import type { SourceFile, SyntaxNode } from '../parse.ts';
import { quoted } from './code.ts';
import { type Step, structural } from './run.ts';

const KINDS = [
  'if_statement',
  'for_statement',
  'while_statement',
  'do_statement',
  'switch_statement',
  'case_statement',
  'labeled_statement',
  'preproc_if',
  'preproc_ifdef',
];

/**
 * A statement, or a conditional group of the preprocessor, by what stands before its body: `headed('if (!dev)')`,
 * `headed('case 1:')`, `headed('out:')`, `headed('#ifdef CONFIG_PCI')`. What the body says does not matter.
 */
export function headed(code: string): Step {
  const wanted = normalise(code);
  return structural({
    words: `"${quoted(code.replace(/\s+/g, ' '))}"`,
    query: `${kindsOf(code)} @site`,
    where: (_, { site }, file) => site !== undefined && headOf(file, site) === wanted,
    like: code,
  });
}

/** Kinds of nodes that may have a head: what it begins with tells, but for a loop by a macro, which is a while to the grammar. */
function kindsOf(code: string): string {
  const word = /^#?\s*(\w+)/.exec(code)?.[1] ?? '';
  if (code.startsWith('#')) return word === 'if' ? '(preproc_if)' : '(preproc_ifdef)';
  if (/^(if|for|while|do|switch)$/.test(word)) return `(${word}_statement)`;
  if (/^(case|default)$/.test(word)) return '(case_statement)';
  return /^\w+\s*:/.test(code) ? '(labeled_statement)' : '(while_statement)';
}

/** Whether a node has a head of its own. */
export function hasHead(node: SyntaxNode): boolean {
  return KINDS.includes(node.type);
}

/** What stands before a body, normalised: `if(!dev)`. Of `do { … } while (x)` the condition belongs to it. */
function headOf(file: SourceFile, node: SyntaxNode): string {
  const at = bodyStart(file, node);
  const text = file.text.slice(node.startIndex, at);
  const condition = node.type === 'do_statement' ? node.childForFieldName('condition') : undefined;
  const tail = condition ? ` while ${file.text.slice(condition.startIndex, condition.endIndex)}` : '';
  return normalise(text + tail);
}

/** Offset at which the body of a statement or definition begins; its end where it has none. */
export function bodyStart(file: SourceFile, node: SyntaxNode): number {
  if (node.type === 'case_statement' || node.type === 'labeled_statement') {
    const colon = node.children.find(({ type }) => type === ':');
    return colon?.endIndex ?? node.endIndex;
  }
  if (node.type.startsWith('preproc_if')) {
    const newline = /(?<!\\)\n/.exec(file.text.slice(node.startIndex, node.endIndex));
    return newline ? node.startIndex + newline.index : node.endIndex;
  }
  return bodyOf(node)?.startIndex ?? node.endIndex;
}

/** The node that a statement or definition governs. */
export function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  const own =
    node.childForFieldName('consequence') ??
    node.childForFieldName('body') ??
    node.childForFieldName('value');
  if (own) return own;
  const declarator = node.type === 'declaration' ? node.childForFieldName('declarator') : undefined;
  return declarator?.childForFieldName('value') ?? undefined;
}
