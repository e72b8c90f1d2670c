// SPDX-License-Identifier: GPL-2.0-only
import { isRecord, type NamedType } from '../../c/declare/type.ts';
import type { MemberLayout as Laid, LaidMember as Placed, Shape } from '../../c/layout/layout.ts';
import type { SourceText } from '../../c/preprocess/source.ts';
import type { ApiMember, ApiType, TypeLayout, Unknown } from '../model.ts';
import { type Evaluation, grouped, LazySymbol, SymbolDeclarations } from './lazy.ts';
import type { View } from './view.ts';

/** The types with a body of a header, in the order in which the first target that has them declares them. */
export function declaredTypes(views: readonly View[]): ApiType[] {
  const made = new Map<string, SymbolDeclarations<NamedType, TypeLayout>>();
  const types: ApiType[] = [];
  const evaluation = evaluationOf();
  for (const [own, group] of grouped(views, ({ scope }) => scope.own)) {
    for (const named of own.types) {
      const known = made.get(named.name);
      if (known) {
        known.add(group, named);
        continue;
      }
      const declarations = new SymbolDeclarations(evaluation, named.name, views, {
        views: group,
        item: named,
      });
      made.set(named.name, declarations);
      types.push(new TypeSymbol(named, group[0] as View, declarations));
    }
  }
  return types;
}

function evaluationOf(): Evaluation<NamedType, TypeLayout> {
  /** Of one declaration; most are alike on several targets and are kept once. */
  const layouts = new Map<object, [Laid, TypeLayout][]>();
  return {
    value: ({ types, source, stopped }, named) => {
      if (stopped !== undefined) return { unknown: stopped };
      const layout: Laid | Unknown = types.layout(named.type);
      if ('unknown' in layout) return layout;
      const laid = layouts.get(named.type) ?? [];
      layouts.set(named.type, laid);
      let same = laid.find(([one]) => equal(one, layout))?.[1];
      if (!same) {
        const { size, align, members } = layout;
        same = { size, align, members: members.map((member) => placed(member, source)) };
        laid.push([layout, same]);
      }
      return same;
    },
    disputed: ({ scope, stopped }, { name }) => {
      const doubt = stopped === undefined ? scope.disputed(name) : undefined;
      return doubt === undefined ? undefined : { unknown: doubt };
    },
    written: ({ source }, { type, start, end }) =>
      `${isRecord(type) ? type.pack : ''} ${type.attributes.texts.join()} ${source.text.slice(start, end)}`,
    line: ({ source }, { start }) => source.line(start),
    finished: ({ type }) => {
      layouts.delete(type);
    },
  };
}

/** A struct or union as who includes the header has it, whichever file declares it; undefined where that is not known. */
export function layoutSeen({ scope, types, unit, stopped }: View, name: string): TypeLayout | undefined {
  const index = unit.instances.findIndex((_, at) => scope.declaresAt(at, name));
  const source = unit.instances[index]?.source;
  if (stopped !== undefined || !source) return undefined;
  const { tags, typedefs } = scope.at(index);
  const typedef = typedefs.get(name)?.type;
  const type = tags.get(name) ?? (typedef?.kind === 'record' ? typedef.record : undefined);
  const layout = type && isRecord(type) ? types.layout(type) : undefined;
  if (!layout || 'unknown' in layout) return undefined;
  const { size, align, members } = layout;
  return { size, align, members: members.map((member) => placed(member, source)) };
}

class TypeSymbol extends LazySymbol<NamedType, TypeLayout> implements ApiType {
  constructor(
    private readonly named: NamedType,
    view: View,
    declarations: SymbolDeclarations<NamedType, TypeLayout>,
  ) {
    super(named.name, view, declarations);
  }

  protected get span(): NamedType {
    return this.named;
  }

  get kind(): ApiType['kind'] {
    const { type } = this.named;
    return isRecord(type) ? type.tag : 'enum';
  }

  get attributes(): readonly string[] {
    return this.named.type.attributes.texts;
  }
}

/** Each property by its name: of what is left of an object V8 makes a class for each, and two trees have 36,000 members. */
function placed(member: Placed, source: SourceText): ApiMember {
  const { name, type, shape, offset, size, bitOffset, bits, within, members } = member;
  const line = source.line(member.at);
  const laid: ApiMember =
    bitOffset === undefined || bits === undefined
      ? { name, type, shape, offset, size, within, line }
      : { name, type, shape, offset, size, bitOffset, bits, within, line };
  return members ? { ...laid, members: members.map((each) => placed(each, source)) } : laid;
}

/** Layouts of one declaration on two targets. */
function equal(one: Laid, other: Laid): boolean {
  if (one.size !== other.size || one.align !== other.align) return false;
  return alike(one.members, other.members);
}

function alike(ones: readonly Placed[], others: readonly Placed[]): boolean {
  return (
    ones.length === others.length &&
    ones.every((one, index) => {
      const other = others[index] as Placed;
      return (
        one.name === other.name &&
        one.at === other.at &&
        one.offset === other.offset &&
        one.size === other.size &&
        one.bitOffset === other.bitOffset &&
        one.bits === other.bits &&
        sameShape(one.shape, other.shape) &&
        alike(one.members ?? [], other.members ?? [])
      );
    })
  );
}

function sameShape(one: Shape, other: Shape): boolean {
  if (one.kind !== other.kind || one.size !== other.size) return false;
  if (one.kind === 'integer') return one.signed === (other as typeof one).signed;
  if (one.kind === 'array') {
    const array = other as typeof one;
    return one.count === array.count && sameShape(one.of, array.of);
  }
  return !('name' in one) || one.name === (other as typeof one).name;
}
