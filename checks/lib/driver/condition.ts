// SPDX-License-Identifier: GPL-2.0-only
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { type Code, flat, functionAround, memoCode, nodesIn } from './code.ts';

/** What is known to hold where some code stands: an if around it, or an early exit before it. */
export interface HeldCondition {
  /** On one line, without the outer parentheses. */
  readonly text: string;
  /** False where the code is reached only if the condition does not hold. */
  readonly holds: boolean;
  readonly node: SyntaxNode;
}

/** An if that leaves with an error. */
export interface Refusal {
  readonly site: SyntaxNode;
  /** Operands of || at the top, each enough to be refused; on one line. */
  readonly terms: readonly string[];
  /** What it answers: `EINVAL`. */
  readonly errnos: readonly string[];
}

const EXITS = new Set(['return_statement', 'goto_statement', 'break_statement', 'continue_statement']);

/** Whether control never gets behind a statement. */
export function exits(statement: SyntaxNode): boolean {
  if (EXITS.has(statement.type)) return true;
  if (statement.type === 'compound_statement') {
    let last = statement.lastNamedChild;
    while (last?.type === 'comment') last = last.previousNamedSibling;
    return last !== null && exits(last);
  }
  if (statement.type !== 'if_statement') return false;
  const other = statement.childForFieldName('alternative');
  const then = statement.childForFieldName('consequence');
  return !!other && !!then && exits(then) && exits(other);
}

/** `(a)` → `a`, as nodes. */
export function inner(node: SyntaxNode): SyntaxNode {
  if (node.type !== 'parenthesized_expression') return node;
  const only = node.namedChildren.find(({ type }) => type !== 'comment');
  return only ? inner(only) : node;
}

/** A macro that tells what a condition is, and gives it: `XE_IOCTL_DBG(xe, args->pad)`. */
const TELLS = /^(?:[A-Z][A-Z0-9_]*_DBG|(?:un)?likely)$/;

function toldOf(node: SyntaxNode): SyntaxNode {
  if (node.type !== 'call_expression' || !TELLS.test(node.childForFieldName('function')?.text ?? ''))
    return node;
  const last = node.childForFieldName('arguments')?.lastNamedChild;
  return last ? inner(last) : node;
}

/** Operands of a chain of one operator. */
export function operands(node: SyntaxNode, operator: '||' | '&&'): SyntaxNode[] {
  const bare = toldOf(inner(node));
  if (bare.type !== 'binary_expression') return [bare];
  const [left, right] = [bare.childForFieldName('left'), bare.childForFieldName('right')];
  if (!left || !right) return [bare];
  if (bare.childForFieldName('operator')?.type !== operator) return [bare];
  return [...operands(left, operator), ...operands(right, operator)];
}

/** Guards of a node, innermost first; those outside `limit` are not asked for. */
export function guardsAt(file: SourceFile, node: SyntaxNode, limit: SyntaxNode): HeldCondition[] {
  const found: HeldCondition[] = [];
  let below = node;
  for (let at = node.parent; at && below.id !== limit.id; below = at, at = at.parent) {
    if (at.type === 'if_statement') found.push(...around(file, at, below));
    if (at.type === 'compound_statement' || at.type === 'case_statement')
      found.push(...before(file, at, below));
    if (at.type === 'binary_expression' && /&&|\|\|/.test(at.childForFieldName('operator')?.type ?? ''))
      found.push(...circuit(file, at, below));
    if (at.type === 'conditional_expression') found.push(...choice(file, at, below));
  }
  return found;
}

function around(file: SourceFile, statement: SyntaxNode, below: SyntaxNode): HeldCondition[] {
  const condition = statement.childForFieldName('condition');
  if (!condition || below.id === condition.id) return [];
  const then = statement.childForFieldName('consequence');
  return guards(file, condition, below.id === then?.id);
}

/** What holds each by itself: all operands of && where they hold, all of || where none does. */
function guards(file: SourceFile, condition: SyntaxNode, holds: boolean): HeldCondition[] {
  return operands(condition, holds ? '&&' : '||').map((node) => ({ text: flat(file, node), holds, node }));
}

function before(file: SourceFile, block: SyntaxNode, below: SyntaxNode): HeldCondition[] {
  const { startIndex } = below;
  return leavesOf({ file, node: block }).flatMap(({ start, without }) => (start < startIndex ? without : []));
}

/** The ifs of a block that leave it, by where they begin, with what holds behind each. */
const leavesOf = memoCode(({ file, node }) =>
  node.namedChildren.flatMap((one): { readonly start: number; readonly without: HeldCondition[] }[] => {
    if (one.type !== 'if_statement') return [];
    const [condition, then] = [one.childForFieldName('condition'), one.childForFieldName('consequence')];
    if (!condition || !then || !exits(then)) return [];
    return [{ start: one.startIndex, without: guards(file, condition, false) }];
  }),
);

/** The right side of && is asked only where the left holds. */
function circuit(file: SourceFile, at: SyntaxNode, below: SyntaxNode): HeldCondition[] {
  const [left, right] = [at.childForFieldName('left'), at.childForFieldName('right')];
  if (!left || right?.id !== below.id) return [];
  return guards(file, left, at.childForFieldName('operator')?.type === '&&');
}

function choice(file: SourceFile, at: SyntaxNode, below: SyntaxNode): HeldCondition[] {
  const [condition, then] = [at.childForFieldName('condition'), at.childForFieldName('consequence')];
  if (!condition || below.id === condition.id) return [];
  return guards(file, condition, below.id === then?.id);
}

/** An if with its condition, in parentheses, and what it does. */
export interface If {
  readonly site: SyntaxNode;
  readonly condition: SyntaxNode;
  readonly then: SyntaxNode;
}

export const ifsIn = memoCode((code): readonly If[] =>
  nodesIn(code, 'if_statement').flatMap((site) => {
    const [condition, then] = [site.childForFieldName('condition'), site.childForFieldName('consequence')];
    return condition?.type === 'parenthesized_expression' && then ? [{ site, condition, then }] : [];
  }),
);

/** An error by its name, or in a variable. */
const ANSWERS = /-E|\b(?:return|goto)\b/;
const ERRNO = /-(E[A-Z0-9]+)\b/g;
/** A macro that tells why and gives the error: `return SUBMIT_ERROR(EINVAL, submit, "…");`. */
const GIVEN = /\b[A-Z][A-Z0-9_]*\((E[A-Z0-9]{2,}),/g;

/** Ifs of code that answer with an errno, in order. */
export const refusalsIn = memoCode((code): readonly Refusal[] =>
  (mayRefuse(code) ? ifsIn(code) : []).flatMap(({ site, condition, then }): Refusal[] => {
    if (!ANSWERS.test(textOf(code.file, then))) return [];
    const text = own(code.file, then);
    const errnos = [ERRNO, GIVEN].flatMap((form) => [...text.matchAll(form)].map(([, name = '']) => name));
    if (errnos.length === 0) errnos.push(...held(code, site, text));
    if (errnos.length === 0) return [];
    const terms = operands(condition, '||').map((node) => flat(code.file, node));
    return [{ site, terms, errnos: [...new Set(errnos)] }];
  }),
);

/** Some error stands in the function, in the if or where what it returns was set. */
function mayRefuse(code: Code): boolean {
  const { file, node } = functionAround(code);
  return /-E|[A-Z]\(E[A-Z]/.test(textOf(file, node));
}

const NESTED = /^(if|while|for|do|switch)_statement$/;

/** The text of a statement without the ifs and loops in it: what those answer is their own. */
function own(file: SourceFile, statement: SyntaxNode): string {
  if (statement.type !== 'compound_statement')
    return NESTED.test(statement.type) ? '' : flat(file, statement);
  const parts = statement.namedChildren.filter(({ type }) => !NESTED.test(type) && type !== 'comment');
  return parts.map((part) => flat(file, part)).join('');
}

/** `return ret;` answers what ret was last set to, in the order of the text, and so does `goto out;`. */
function held({ file }: Code, site: SyntaxNode, text: string): string[] {
  let around: SyntaxNode = site;
  while (around.parent && around.type !== 'function_definition') around = around.parent;
  const variable =
    /^\{?return (\w+);/.exec(text)?.[1] ??
    (/\bgoto \w+;\}?$/.test(text) ? returnedBy(file, around) : undefined);
  if (variable === undefined || !/^[a-z]/.test(variable)) return [];
  const errno = /^-(E[A-Z0-9]+)$/.exec(valueAt(file, site, variable) ?? '')?.[1];
  return errno === undefined ? [] : [errno];
}

/** What a variable was last set to on the way to a statement; undefined where that depends on the way. */
function valueAt(file: SourceFile, site: SyntaxNode, variable: string): string | undefined {
  const sets = new RegExp(`\\b${variable}\\s*=(?!=)\\s*([^;,]+)`, 'g');
  for (let at: SyntaxNode | null = site; at && at.type !== 'function_definition'; at = at.parent) {
    for (let one = at.previousNamedSibling; one; one = one.previousNamedSibling) {
      const last = [...textOf(file, one).matchAll(sets)].at(-1)?.[1];
      if (last === undefined) continue;
      if (one.type === 'expression_statement' || one.type === 'declaration') return last.trim();
      // Who is in a block that leaves does not come here.
      const then =
        one.type === 'if_statement' && !one.childForFieldName('alternative')
          ? one.childForFieldName('consequence')
          : null;
      const asked = one.childForFieldName('condition');
      if (!then || !exits(then) || (asked && textOf(file, asked).includes(`${variable} =`))) return undefined;
    }
    // In a loop, what stands behind comes before as well.
    if (/^(?:for|while|do)_statement$/.test(at.type) && [...textOf(file, at).matchAll(sets)].length > 1)
      return undefined;
  }
  return undefined;
}

/** The variable that a function returns at its end. */
function returnedBy(file: SourceFile, around: SyntaxNode): string | undefined {
  return [...textOf(file, around).matchAll(/\breturn (\w+);/g)].at(-1)?.[1];
}
