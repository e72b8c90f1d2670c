// SPDX-License-Identifier: GPL-2.0-only
import { tokensText } from '../../c/declare/cursor.ts';
import type { EnumType } from '../../c/declare/type.ts';
import { type Token, tokenise } from '../../c/token.ts';
import type { ApiEnumerator } from '../model.ts';
import { type Evaluation, grouped, LazySymbol, SymbolDeclarations } from './lazy.ts';
import type { View } from './view.ts';

interface Place {
  readonly type: EnumType;
  readonly index: number;
}

/** The enumerators of a header, in order. */
export function enumeratorsOf(views: readonly View[]): ApiEnumerator[] {
  const made = new Map<string, SymbolDeclarations<Place, bigint>>();
  const enumerators: ApiEnumerator[] = [];
  const places = new Map<EnumType, Place[]>();
  for (const [{ enums }, group] of grouped(views, ({ scope }) => scope.own)) {
    for (const type of enums) {
      let own = places.get(type);
      if (!own) {
        own = type.enumerators.map((_, index) => ({ type, index }));
        places.set(type, own);
      }
      for (const place of own) {
        const { name } = type.enumerators[place.index] as EnumType['enumerators'][number];
        const known = made.get(name);
        if (known) {
          known.add(group, place);
          continue;
        }
        const declarations = new SymbolDeclarations(EVALUATION, name, views, { views: group, item: place });
        made.set(name, declarations);
        enumerators.push(new EnumeratorSymbol(place, group[0] as View, declarations));
      }
    }
  }
  return enumerators;
}

const EVALUATION: Evaluation<Place, bigint> = {
  value: ({ types, stopped }, { type, index }) => {
    if (stopped !== undefined) return { unknown: stopped };
    const value = types.enumerator(type, index);
    return 'unknown' in value ? value : value.value;
  },
  // A value follows from the one before, back to the last that is written.
  written: (_, { type, index }) => {
    let at = index;
    while (at > 0 && !type.enumerators[at]?.value) at--;
    const { value } = type.enumerators[at] as EnumType['enumerators'][number];
    return `${value ? tokensText(value) : ''} + ${index - at}`;
  },
  line: ({ source }, { type, index }) => source.line(type.enumerators[index]?.at ?? 0),
};

class EnumeratorSymbol extends LazySymbol<Place, bigint> implements ApiEnumerator {
  constructor(
    private readonly place: Place,
    view: View,
    declarations: SymbolDeclarations<Place, bigint>,
  ) {
    super(place.type.enumerators[place.index]?.name ?? '', view, declarations);
  }

  protected get span(): { start: number; end: number } {
    const { type, index } = this.place;
    const at = type.enumerators[index]?.at ?? 0;
    return { start: at, end: at };
  }

  override get text(): string {
    const { initialiser } = this;
    return initialiser === undefined ? this.name : `${this.name} = ${initialiser}`;
  }

  get enum(): string {
    const { type } = this.place;
    if (type.name !== undefined) return `enum ${type.name}`;
    return this.view.scope.own.types.find((one) => one.type === type)?.name ?? '';
  }

  get index(): number {
    return this.place.index;
  }

  get siblings(): number {
    return this.place.type.enumerators.length;
  }

  get initialiser(): string | undefined {
    const { type, index } = this.place;
    const value = type.enumerators[index]?.value;
    return value && slice(value, this.view.source.text);
  }
}

/** As written: what stands there is the invocation where a macro made the tokens. */
function slice(tokens: readonly Token[], text: string): string {
  const [first] = tokens;
  const last = tokens.at(-1);
  return first && last ? tokensText(tokenise(text, first.start, last.end)) : '';
}
