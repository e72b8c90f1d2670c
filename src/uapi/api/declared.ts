// SPDX-License-Identifier: GPL-2.0-only
// Typedefs and functions of a header, as data. A header has few of them, so nothing is put off.
import { tokensText } from '../../c/declare/cursor.ts';
import { type CType, isRecord, type Typedef } from '../../c/declare/type.ts';
import type { TargetId } from '../../c/target.ts';
import type { Token } from '../../c/token.ts';
import { codeAlone } from '../compare/code.ts';
import type { ApiFunction, ApiTypedef, FunctionForm, TypedefMeaning, Unknown } from '../model.ts';
import { grouped } from './lazy.ts';
import type { View } from './view.ts';

/** The typedefs of a header, in the order in which the first target that has them declares them. */
export function typedefsOf(views: readonly View[]): ApiTypedef[] {
  const made = new Map<string, { symbol: ApiTypedef; on: Map<TargetId, TypedefMeaning | Unknown> }>();
  for (const [own, group] of grouped(views, ({ scope }) => scope.own))
    for (const typedef of own.typedefs.values()) {
      const { name, start, end } = typedef;
      const [first] = group as readonly [View, ...View[]];
      let entry = made.get(name);
      if (!entry) {
        const on = new Map<TargetId, TypedefMeaning | Unknown>();
        entry = { symbol: { ...placeOf(first, name, start, end), on }, on };
        made.set(name, entry);
      }
      for (const view of group) entry.on.set(view.target.id, meaningOf(view, typedef));
    }
  return [...made.values()].map(({ symbol }) => symbol);
}

/** The functions of a header, inline ones and prototypes, and its variables. */
export function declaredFunctions(views: readonly View[]): ApiFunction[] {
  const made = new Map<
    string,
    { symbol: ApiFunction; on: Map<TargetId, FunctionForm>; targets: TargetId[] }
  >();
  for (const [own, group] of grouped(views, ({ scope }) => scope.own))
    for (const { name, variable, signature, body, start, end } of own.functions.values()) {
      const [first] = group as readonly [View, ...View[]];
      const form = { signature, body: body && written(first, body) };
      let entry = made.get(name);
      if (!entry) {
        const on = new Map<TargetId, FunctionForm>();
        const targets: TargetId[] = [];
        const symbol = { ...placeOf(first, name, start, end), ...form, targets, on };
        entry = { symbol: variable ? { ...symbol, variable } : symbol, on, targets };
        made.set(name, entry);
      }
      for (const { target } of group) {
        entry.on.set(target.id, form);
        entry.targets.push(target.id);
      }
    }
  return [...made.values()].map(({ symbol }) => symbol);
}

/** As written: what a macro in it means is that macro's affair. */
function written({ source }: View, body: readonly Token[]): string {
  const [first] = body;
  return first ? codeAlone(source.text.slice(first.start, body.at(-1)?.end)) : '';
}

function placeOf({ text, source }: View, name: string, start: number, end: number) {
  const { name: header, path } = text;
  return { name, header, path, line: source.line(start), text: source.text.slice(start, end) };
}

function meaningOf(view: View, typedef: Typedef): TypedefMeaning | Unknown {
  const { types, stopped } = view;
  const { type, name } = typedef;
  if (stopped !== undefined) return { unknown: stopped };
  const body = tagOf(type, name);
  // A struct's layout is looked at as that of a type.
  if (body !== undefined) return { of: body };
  if (pointsTo(type))
    return { of: asWritten(view, typedef), shape: { kind: 'pointer', size: types.abi.pointer } };
  if (type.kind === 'function') return { of: asWritten(view, typedef) };
  const sized = types.measure(type);
  return 'unknown' in sized ? sized : { of: spelled(type), shape: sized.shape };
}

/** `const char *`, `void (*)(int)`: with the qualifiers and parameters that a type alone does not keep. */
function asWritten({ source }: View, { name, type, start, end }: Typedef): string {
  const text = codeAlone(source.text.slice(start, end))
    .replace(/\b__(?:user|force|iomem)\b/g, '')
    .replace(/\s+/g, ' ')
    // Where the struct itself stands there, its layout is looked at as that of a type.
    .replace(/\b((?:struct|union|enum) \w+) ?\{.*\}/, '$1')
    .replace(/ ?;$/, '');
  const [, before, after] = new RegExp(`^typedef (.*?)\\b${name}\\b(.*)$`).exec(text) ?? [];
  // Of a list of declarators, and of what a macro makes, the type alone is known.
  const alone = before !== undefined && after !== undefined && !/,(?![^()]*\))|\{/.test(`${before}${after}`);
  return alone ? `${before.trim()}${after.trim()}` : spelled(type);
}

/** The struct, union or enum that a typedef names; one without a tag is called as the typedef. */
function tagOf(type: CType, name: string): string | undefined {
  if (type.kind === 'tag') return `${type.tag} ${type.name}`;
  if (type.kind === 'record') return type.record.name ? `${type.record.tag} ${type.record.name}` : name;
  if (type.kind === 'enum') return type.enum.name ? `enum ${type.enum.name}` : name;
  return undefined;
}

function pointsTo(type: CType): boolean {
  return type.kind === 'pointer' || (type.kind === 'array' && pointsTo(type.of));
}

function spelled(type: CType): string {
  switch (type.kind) {
    case 'basic':
    case 'name':
      return type.name;
    case 'pointer':
      return `${spelled(type.to)} *`;
    case 'array':
      return `${spelled(type.of)}[${type.length ? tokensText(type.length) : ''}]`;
    case 'function':
      return 'function';
    case 'tag':
      return `${type.tag} ${type.name}`;
    case 'record':
      return isRecord(type.record) ? `${type.record.tag} ${type.record.name ?? '{…}'}` : '';
    case 'enum':
      return `enum ${type.enum.name ?? '{…}'}`;
    default:
      return type.kind;
  }
}
