// SPDX-License-Identifier: GPL-2.0-only
import type { Cases, Members, Statements, TopLevel } from '../fragment.ts';
import { normalise } from '../lines.ts';
import { parse, type SourceFile, type SyntaxNode } from '../parse.ts';
import { type Step, structural } from './run.ts';

/** Statements and declarations of a function, one or several beside each other, whatever their spacing and comments. */
export const statements = (code: Statements): Step => coded(code, 'void kpw(void)\n{\n', '\n}\n');

/** Functions, declarations and directives at file level. */
export const topLevel = (code: TopLevel): Step => coded(code, '', '\n');

/** Members of a struct or union. */
export const members = (code: Members): Step => coded(code, 'struct kpw {\n', '\n};\n');

/** Constants of an enum. */
export const constants = (code: string): Step => coded(code, 'enum kpw {\n', '\n};\n');

/** What an initialiser lists. */
export const entries = (code: string): Step => coded(code, 'struct kpw kpw[] = {\n', '\n};\n');

/** Cases of a switch, each with its statements. */
export const cases = (code: Cases): Step => coded(code, 'void kpw(void)\n{\nswitch (kpw) {\n', '\n}\n}\n');

function coded(code: string, before: string, after: string): Step {
  const wanted = normalise(code);
  return structural(
    {
      words: `"${quoted(code.trim().replace(/\s+/g, ' '))}"`,
      query: `(${kindOf(before + code + after, before.length, before.length + code.length)}) @site`,
      where: (_, { site }, file) => site !== undefined && lastOf(file, site, wanted) !== undefined,
      like: code,
    },
    (file, node) => lastOf(file, node, wanted) ?? node,
  );
}

/** The last of the nodes that together say something; undefined where they do not. */
function lastOf(file: SourceFile, first: SyntaxNode, wanted: string): SyntaxNode | undefined {
  for (let node: SyntaxNode | null = first; node; node = node.nextSibling) {
    if (node.type === 'comment') continue;
    const said = normalise(file.text.slice(first.startIndex, node.endIndex));
    // In a list the comma that follows belongs to neither.
    if (said === wanted || `${said},` === wanted) return node;
    if (!wanted.startsWith(said.replace(/[;,)}\]]+$/, ''))) return undefined;
  }
  return undefined;
}

/** What the first node of code is at its place. */
function kindOf(text: string, start: number, end: number): string {
  const { root } = parse('template', 'sample.c', text);
  const from = start + (/^(\s|\/\*[\s\S]*?\*\/)*/.exec(text.slice(start, end))?.[0].length ?? 0);
  let node = root.descendantForIndex(from, from + 1);
  for (let up = node.parent; up && up.startIndex === node.startIndex && up.endIndex <= end; up = up.parent)
    node = up;
  return node.isNamed && /^\w+$/.test(node.type) ? node.type : '_';
}

/** So much of a line of code is quoted. */
const QUOTED = 60;

export function quoted(code: string): string {
  return code.length > QUOTED ? `${code.slice(0, QUOTED - 1)}…` : code;
}
