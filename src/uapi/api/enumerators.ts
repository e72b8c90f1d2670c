// SPDX-License-Identifier: GPL-2.0-only
import { textOf } from '../../c/declare/cursor.ts';
import type { EnumType } from '../../c/declare/type.ts';
import type { TargetId } from '../../c/target.ts';
import { type Token, tokenise } from '../../c/token.ts';
import type { ApiEnumerator, Unknown } from '../model.ts';
import type { Doubts, View } from './header.ts';

/** The enumerators of a header, in order. */
export function enumeratorsOf(views: readonly View[], doubts: Doubts): ApiEnumerator[] {
  const made = new Map<string, ApiEnumerator & { on: Map<TargetId, bigint | Unknown> }>();
  for (const view of views) {
    const { scope, types, target, source, stopped } = view;
    for (const type of scope.own.enums) {
      for (let index = 0; index < type.enumerators.length; index++) {
        const { name, at } = type.enumerators[index] as EnumType['enumerators'][number];
        let enumerator = made.get(name);
        if (!enumerator) {
          enumerator = { ...declared(type, index, view), on: new Map() };
          made.set(name, enumerator);
        }
        const value = stopped ? { unknown: stopped } : types.enumerator(type, index);
        enumerator.on.set(target.id, 'unknown' in value ? value : value.value);
        if ('unknown' in value && !stopped) doubts.add(name, value.unknown, source.line(at), target.id);
      }
    }
  }
  return [...made.values()];
}

function declared(type: EnumType, index: number, { source, text, scope }: View): Omit<ApiEnumerator, 'on'> {
  const { name, at, value } = type.enumerators[index] as EnumType['enumerators'][number];
  const written = value && slice(value, source.text);
  const named = type.name === undefined ? scope.own.types.find((one) => one.type === type) : undefined;
  return {
    name,
    header: text.name,
    path: text.path,
    line: source.line(at),
    text: written === undefined ? name : `${name} = ${written}`,
    enum: type.name === undefined ? (named?.name ?? '') : `enum ${type.name}`,
    index,
    siblings: type.enumerators.length,
    initialiser: written,
  };
}

/** As written: what stands there is the invocation where a macro made the tokens. */
function slice(tokens: readonly Token[], text: string): string {
  const [first] = tokens;
  const last = tokens.at(-1);
  return first && last ? textOf(tokenise(text, first.start, last.end)) : '';
}
