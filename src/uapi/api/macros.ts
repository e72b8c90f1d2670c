// SPDX-License-Identifier: GPL-2.0-only
import { textOf } from '../../c/declare/cursor.ts';
import { isRecord } from '../../c/declare/type.ts';
import type { MacroDefinition } from '../../c/expand.ts';
import type { Directive } from '../../c/preprocess/scan.ts';
import type { Source } from '../../c/preprocess/source.ts';
import { UNDETERMINED } from '../../c/preprocess/unit.ts';
import type { TargetId } from '../../c/target.ts';
import type { ApiMacro, ApiType, Unknown } from '../model.ts';
import { commentOf } from './comment.ts';
import type { Doubts, View } from './header.ts';

type Value = bigint | Unknown | undefined;

/** The macros that a header defines itself, with what they mean at its end. */
export function macrosOf(views: readonly View[], _types: readonly ApiType[], doubts: Doubts): ApiMacro[] {
  const made = new Map<string, ApiMacro & { on: Map<TargetId, bigint | Unknown> }>();
  const known = new Map<MacroDefinition, Computed[]>();
  for (const view of views) {
    const { unit, source, target, stopped } = view;
    for (const [name, { directive, macro }] of unit.instances[0].defines) {
      let entry = made.get(name);
      if (!entry) {
        entry = { ...declared(name, directive, macro, view), on: new Map() };
        made.set(name, entry);
      }
      if (macro.parameters || macro.body.length === 0) continue;
      const value = stopped ? { unknown: stopped } : computed(macro, view, known);
      if (value === undefined) continue;
      entry.on.set(target.id, value);
      if (typeof value !== 'bigint' && !stopped)
        doubts.add(name, value.unknown, source.line(directive.start), target.id);
    }
  }
  return [...made.values()];
}

/** A value with what it was computed from: another target that has the same has the value too. */
interface Computed {
  readonly value: Value;
  readonly long: number;
  readonly from: readonly (readonly [name: string, macro: MacroDefinition | undefined])[];
}

function computed(macro: MacroDefinition, view: View, known: Map<MacroDefinition, Computed[]>): Value {
  const before = known.get(macro);
  const { macros } = view.unit;
  const { long } = view.target.abi;
  const same = before?.find(
    (each) => each.long === long && each.from.every(([name, one]) => macros.get(name) === one),
  );
  if (same) return same.value;
  const from: [string, MacroDefinition | undefined][] = [];
  const asked = view.types.asked;
  const found = view.types.evaluate(macro.body, {
    get: (name) => {
      const one = macros.get(name);
      from.push([name, one]);
      return one;
    },
  });
  const value = found && 'unknown' in found ? (undeclared(found) ? undefined : found) : found?.value;
  if (view.types.asked !== asked) return value;
  if (before) before.push({ value, long, from });
  else known.set(macro, [{ value, long, from }]);
  return value;
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
