// SPDX-License-Identifier: GPL-2.0-only
import { textOf } from '../../c/declare/cursor.ts';
import { isRecord } from '../../c/declare/type.ts';
import type { MacroDefinition } from '../../c/expand.ts';
import type { Directive } from '../../c/preprocess/scan.ts';
import type { Source } from '../../c/preprocess/source.ts';
import { UNDETERMINED } from '../../c/preprocess/unit.ts';
import type { TargetId } from '../../c/target.ts';
import type { Token } from '../../c/token.ts';
import type { ApiMacro, ApiType, Unknown } from '../model.ts';
import { commentOf } from './comment.ts';
import type { Doubts, View } from './header.ts';

type Value = bigint | Unknown | undefined;

/** The macros that a header defines itself, with what they mean at its end. */
export function macrosOf(views: readonly View[], _types: readonly ApiType[], doubts: Doubts): ApiMacro[] {
  const made = new Map<string, ApiMacro & { on: Map<TargetId, bigint | Unknown> }>();
  /** Values that no target changes. */
  const constant = new Map<MacroDefinition, Value>();
  for (const view of views) {
    const { unit, source, target, stopped } = view;
    for (const [name, { directive, macro }] of unit.instances[0].defines) {
      let entry = made.get(name);
      if (!entry) {
        entry = { ...declared(name, directive, macro, view), on: new Map() };
        made.set(name, entry);
      }
      if (macro.parameters || macro.body.length === 0) continue;
      const value = stopped ? { unknown: stopped } : valueOf(macro, view, constant);
      if (value === undefined) continue;
      entry.on.set(target.id, value);
      if (typeof value !== 'bigint' && !stopped)
        doubts.add(name, value.unknown, source.line(directive.start), target.id);
    }
  }
  return [...made.values()];
}

function valueOf(macro: MacroDefinition, view: View, constant: Map<MacroDefinition, Value>): Value {
  if (constant.has(macro)) return constant.get(macro);
  const found = view.types.evaluate(macro.body, view.unit.macros);
  const value = found && 'unknown' in found ? (undeclared(found) ? undefined : found) : found?.value;
  if (macro.body.every(alike)) constant.set(macro, value);
  return value;
}

/** No name, and no suffix of long, whose size differs. */
function alike({ kind, text }: Token): boolean {
  return kind === 'punct' || (kind === 'number' && !/[lL]$|[lL][uU]$/.test(text));
}

/** Whether the value is unknown only since a name means nothing: then it is none to the compiler either. */
function undeclared({ unknown }: Unknown): boolean {
  return /^\w+ is not defined in the UAPI$/.test(unknown) && !unknown.includes(UNDETERMINED);
}

function declared(
  name: string,
  directive: Directive,
  macro: MacroDefinition,
  view: View,
): Omit<ApiMacro, 'on'> {
  const { source, text } = view;
  return {
    name,
    header: text.name,
    path: text.path,
    line: source.line(directive.start),
    text: source.text.slice(directive.start, directive.end),
    parameters: macro.parameters,
    body: textOf(macro.body),
    comment: commentOf(source, directive),
    inside: inside(source, directive, view),
  };
}

/** The innermost struct in whose braces the directive stands. */
function inside(source: Source, { start }: Directive, { scope }: View): ApiMacro['inside'] {
  let best: ApiMacro['inside'];
  let from = -1;
  for (const { name, type } of scope.own.types) {
    if (type.start > start || type.end < start || type.start < from || !isRecord(type)) continue;
    from = type.start;
    best = { type: name, member: type.members.findLast(({ at }) => at < start)?.name };
  }
  return best;
}
