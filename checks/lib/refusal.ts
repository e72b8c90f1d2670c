// SPDX-License-Identifier: GPL-2.0-only
import { compile } from '../../src/c/anchor.ts';
import { lineOf, normalise } from '../../src/c/lines.ts';
import { type SyntaxNode, textOf } from '../../src/c/parse.ts';
import type { Sources } from '../../src/series/topic.ts';
import { type Call, type Code, callsIn, definitionOf, parametersOf } from './dispatch.ts';

/** A struct that a handler copied from userspace. */
export interface Argument {
  readonly body: Code;
  /** Its name there: `hdr`. */
  readonly variable: string;
  readonly tag: string;
  readonly copy: Call;
}

/** Whether a member's bad values are refused before anything is done with the argument. */
export type Verdict =
  | { readonly state: 'refused' }
  | { readonly state: 'unchecked'; readonly line: number }
  | { readonly state: 'output'; readonly line: number }
  | { readonly state: 'late'; readonly line: number; readonly use: string };

const IFS = '(if_statement condition: (parenthesized_expression) @condition consequence: (_) @then) @site';
const SWITCHES = '(switch_statement condition: (parenthesized_expression) @condition body: (_) @then) @site';

export function verdictOn(sources: Sources, argument: Argument, member: 'argsz' | 'flags'): Verdict {
  const { body, variable, copy } = argument;
  const checks = [
    ...refusals(body, variable, member),
    ...(copy.name === 'copy_struct_from_user' ? sizeRefusals(body, member) : []),
    ...delegated(sources, body, variable, member),
  ];
  const [first] = checks.sort((a, b) => a.startIndex - b.startIndex);
  const line = (node: SyntaxNode) => lineOf(body.file.text, node.startIndex);
  if (!first) {
    const state = member === 'flags' && isOutput(body, variable) ? 'output' : 'unchecked';
    return { state, line: line(copy.node) };
  }
  // What stands before a call that checks the struct usually computes the call's other arguments.
  if (first.type === 'call_expression') return { state: 'refused' };
  const use = usesOf(body, variable, member).find((node) => node.startIndex < first.startIndex);
  if (!use) return { state: 'refused' };
  return { state: 'late', line: line(use), use: normalise(textOf(body.file, use)) };
}

/** A struct that is copied back, and whose flags nobody reads: they may be the kernel's answer. */
function isOutput(body: Code, variable: string): boolean {
  const back = callsIn(body).some(
    ({ name, arguments: passed }) => name === 'copy_to_user' && passed[1]?.replace('&', '') === variable,
  );
  const assignment = new RegExp(`^${variable}(\\.|->)flags ?\\|?=(?!=)`);
  return (
    back &&
    usesOf(body, variable, 'flags').every(
      (use) => use.parent !== null && assignment.test(normalise(textOf(body.file, use.parent))),
    )
  );
}

/** Ifs (and for flags a switch) that answer -EINVAL to a bad value; one may answer for several members. */
function refusals(body: Code, variable: string, member: string): SyntaxNode[] {
  return conditions(body, IFS)
    .filter(({ then, terms }) => answers(body, then) && terms.some((term) => refuses(term, variable, member)))
    .map(({ site }) => site)
    .concat(
      conditions(body, SWITCHES)
        .filter(
          ({ then, terms }) =>
            member === 'flags' &&
            new RegExp(`^${variable}(\\.|->)flags$`).test(terms.join('')) &&
            /default:.*-EINVAL/.test(normalise(textOf(body.file, then))),
        )
        .map(({ site }) => site),
    );
}

function refuses(term: string, variable: string, member: string): boolean {
  const name = `${variable}(\\.|->)${member}`;
  if (member === 'argsz')
    return new RegExp(`^${name} ?<=? ?[^<]|[^>] ?>=? ?${name}$|^${name} ?!= ?\\w`).test(term);
  // All flags, or all but the known ones; one flag alone (`hdr.flags & A`) says nothing of those unknown.
  return new RegExp(`^${name}( ?(!=|>) ?.*| ?& ?\\(?~.*)?$|^\\(?~.*& ?${name}$`).test(term);
}

/** copy_struct_from_user() idiom: the size is read into a variable of its own, and that one is compared. */
function sizeRefusals(body: Code, member: string): SyntaxNode[] {
  if (member !== 'argsz') return [];
  const sizes = callsIn(body)
    .filter(({ name, arguments: passed }) => name === 'get_user' && /(\.|->)argsz$/.test(passed[1] ?? ''))
    .map(({ arguments: passed }) => passed[0] ?? '');
  return conditions(body, IFS)
    .filter(
      ({ then, terms }) =>
        answers(body, then) &&
        terms.some((term) => sizes.some((size) => new RegExp(`^${size} ?<`).test(term))),
    )
    .map(({ site }) => site);
}

/** Calls of a function that is handed the struct or the member, and refuses on its own. */
function delegated(sources: Sources, body: Code, variable: string, member: string): SyntaxNode[] {
  return callsIn(body).flatMap((call) => {
    const whole = call.arguments.findIndex((passed) => passed === `&${variable}` || passed === variable);
    const part = call.arguments.findIndex((passed) =>
      new RegExp(`^${variable}(\\.|->)${member}$`).test(passed),
    );
    if ((whole < 0 && part < 0) || /_user$|^mem/.test(call.name)) return [];
    const callee = definitionOf(sources, body.file, call.name);
    if (!callee) return [];
    const names = parametersOf(callee);
    const checks =
      (whole >= 0 && refusals(callee, names[whole] ?? '', member).length > 0) ||
      (part >= 0 &&
        conditions(callee, IFS).some(({ then, terms }) => {
          const name = names[part] ?? '';
          return (
            answers(callee, then) &&
            terms.some(
              (term) =>
                refuses(`${name}.${member}${term.slice(name.length)}`, name, member) && term.startsWith(name),
            )
          );
        }));
    return checks ? [call.node] : [];
  });
}

/** Reads of the struct's members that are not part of a refusal. */
function usesOf(body: Code, variable: string, member: 'argsz' | 'flags'): SyntaxNode[] {
  const refusing = conditions(body, IFS).filter(({ then }) => answers(body, then));
  return compile('(field_expression argument: (identifier) @variable field: (field_identifier) @field) @use')
    .matches(body.node)
    .flatMap(({ captures }) => {
      const [owner, field, use] = ['variable', 'field', 'use'].map(
        (name) => captures.find((one) => one.name === name)?.node,
      );
      if (!owner || !field || !use || textOf(body.file, owner) !== variable) return [];
      const counts = member === 'flags' ? field.text === 'flags' : field.text !== 'argsz';
      const asked = refusing.some(
        ({ condition }) => use.startIndex >= condition.startIndex && use.endIndex <= condition.endIndex,
      );
      return counts && !asked ? [use] : [];
    })
    .sort((a, b) => a.startIndex - b.startIndex);
}

interface Condition {
  readonly site: SyntaxNode;
  readonly condition: SyntaxNode;
  readonly then: SyntaxNode;
  /** Operands of || and &&, without parentheses around them. */
  readonly terms: readonly string[];
}

function conditions({ file, node }: Code, query: string): Condition[] {
  return compile(query)
    .matches(node)
    .flatMap(({ captures }) => {
      const [site, condition, then] = ['site', 'condition', 'then'].map(
        (name) => captures.find((one) => one.name === name)?.node,
      );
      if (!site || !condition || !then) return [];
      const terms = normalise(textOf(file, condition))
        .slice(1, -1)
        .split(/\|\||&&/)
        .map(unwrap);
      return [{ site, condition, then, terms }];
    });
}

/** `(hdr.flags & ~A)` of `(hdr.flags & ~A) || …`; the split may have left one parenthesis without its pair. */
function unwrap(term: string): string {
  const bare = term.trim();
  const surplus = (bare.match(/\(/g)?.length ?? 0) - (bare.match(/\)/g)?.length ?? 0);
  if (surplus > 0 && bare.startsWith('(')) return unwrap(bare.slice(1));
  if (surplus < 0 && bare.endsWith(')')) return unwrap(bare.slice(0, -1));
  if (/^\([^()]*(\([^()]*\)[^()]*)*\)$/.test(bare)) return unwrap(bare.slice(1, -1));
  return bare;
}

function answers({ file }: Code, then: SyntaxNode): boolean {
  return /-EINVAL\b/.test(textOf(file, then));
}
