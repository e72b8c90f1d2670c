// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../../src/c/parse.ts';
import { type Code, flat, functionAround, memoCode, nodesIn } from './code.ts';
import { guardsAt, type HeldCondition, inner } from './condition.ts';

/** How much of a struct a size stands for. */
type Extent =
  /** `offsetofend(struct tag, member)`, and `offsetof` for what ends before it. */
  | { readonly kind: 'through' | 'before'; readonly tag: string; readonly member: string }
  /** `sizeof(struct tag)`, `sizeof(variable)`. */
  | { readonly kind: 'whole'; readonly of: string }
  /** Never more than userspace said that it has: `min(argsz, …)`, argsz itself. */
  | { readonly kind: 'bounded' }
  /** What lies between two sizes: `xend - minsz`. */
  | { readonly kind: 'span'; readonly to: readonly SizedValue[] }
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'unknown'; readonly text: string };

/** A value that a size may have, and what holds where it got it. */
export interface SizedValue {
  readonly extent: Extent;
  readonly guards: readonly HeldCondition[];
}

const ARGSZ = /(?:^|\.|->)(?:argsz|user_size|usize|outsz)$/;

/** Whether a text asks for the size that userspace gave. */
export function asksArgsz(text: string, sizes: ReadonlySet<string> = new Set()): boolean {
  return /\b(argsz|user_size|usize|outsz)\b/.test(text) || [...sizes].some((name) => hasWord(text, name));
}

export function hasWord(text: string, word: string): boolean {
  return new RegExp(`\\b${word}\\b`).test(text);
}

/** The values that a size expression may have where it stands. */
export function extentsOf(code: Code, expression: SyntaxNode, depth = 0): SizedValue[] {
  const node = inner(expression);
  const text = flat(code.file, node);
  const one = (extent: Extent): SizedValue[] => [{ extent, guards: [] }];
  const end = /^offsetof(end)?\(struct (\w+),([\w.]+)\)$/.exec(text);
  if (end) {
    const [, through, tag = '', path = ''] = end;
    const member = path.split('.')[0] ?? '';
    return one({ kind: through ? 'through' : 'before', tag, member });
  }
  const whole = /^sizeof\(?\*?(?:struct )?(\w+)\)?$/.exec(text);
  if (whole) return one({ kind: 'whole', of: whole[1] ?? '' });
  if (/^(min|min_t|min3|umin)\(/.test(text))
    return one(asksArgsz(text) ? { kind: 'bounded' } : unknown(text));
  if (ARGSZ.test(text)) return one({ kind: 'bounded' });
  if (/^\d+$/.test(text)) return one({ kind: 'bytes', bytes: Number(text) });
  if (node.type === 'binary_expression' && node.childForFieldName('operator')?.type === '-') {
    const left = node.childForFieldName('left');
    return left ? one({ kind: 'span', to: extentsOf(code, left, depth + 1) }) : one(unknown(text));
  }
  if (node.type === 'identifier' && depth < 4) {
    const values = assignments(code, text, node);
    if (values.length > 0)
      return values.flatMap(({ value, guards }) =>
        extentsOf(code, value, depth + 1).map((sized) => ({
          extent: sized.extent,
          guards: [...guards, ...sized.guards],
        })),
      );
  }
  return one(unknown(text));
}

function unknown(text: string): Extent {
  return { kind: 'unknown', text };
}

interface Assignment {
  readonly value: SyntaxNode;
  readonly site: SyntaxNode;
}

/** Plain assignments of a function by the variable's name, in the order of the text. */
const assignmentsIn = memoCode((code): ReadonlyMap<string, readonly Assignment[]> => {
  const made = new Map<string, Assignment[]>();
  for (const site of nodesIn(code, 'assignment_expression', 'init_declarator')) {
    const name = site.childForFieldName('left') ?? site.childForFieldName('declarator');
    const value = site.childForFieldName('right') ?? site.childForFieldName('value');
    if (name?.type !== 'identifier' || !value) continue;
    if ((site.childForFieldName('operator')?.type ?? '=') !== '=') continue;
    const own = made.get(name.text);
    if (own) own.push({ value, site });
    else made.set(name.text, [{ value, site }]);
  }
  return made;
});

/** What a variable may hold at a node: the last assignment on the way to it, and those under conditions since. */
export function assignments(
  code: Code,
  name: string,
  at: SyntaxNode,
): { value: SyntaxNode; guards: readonly HeldCondition[] }[] {
  const whole = functionAround(code);
  let found: Assignment[] = [];
  for (const one of assignmentsIn(whole).get(name) ?? []) {
    if (one.site.endIndex > at.startIndex) continue;
    if (dominates(one.site, at)) found = [];
    found.push(one);
  }
  return found.map(({ value, site }) => ({ value, guards: guardsAt(code.file, site, whole.node) }));
}

/** Whether one comes before the other on every way: its block is around the other. */
export function dominates(site: SyntaxNode, at: SyntaxNode): boolean {
  let block: SyntaxNode | null = site.parent;
  while (block && !/^(compound_statement|case_statement|function_definition)$/.test(block.type)) {
    if (block.type === 'if_statement' || block.type === 'else_clause') return false;
    block = block.parent;
  }
  for (let one: SyntaxNode | null = at; one; one = one.parent) if (one.id === block?.id) return true;
  return false;
}
