// SPDX-License-Identifier: GPL-2.0-only
// A header as g++ reads it, as data: what of it does not compile there, and what is laid out otherwise than in C.
import { blankComments } from '../../c/comments.ts';
import {
  type CType,
  type FunctionDeclaration,
  isRecord,
  type MemberDeclaration,
  type NamedType,
  type RecordType,
} from '../../c/declare/type.ts';
import type { LaidMember, MemberLayout } from '../../c/layout/layout.ts';
import { Types } from '../../c/layout/types.ts';
import { type HeaderUnit, stopReason } from '../../c/preprocess/model.ts';
import type { SourceText } from '../../c/preprocess/source.ts';
import type { Target } from '../../c/target.ts';
import { lazily } from '../../memo.ts';
import { type CxxHeader, type CxxLayout, type CxxProblem, isUnknown } from '../model.ts';
import { UnitScope } from './scope.ts';
import type { Units } from './units.ts';

/** Words of C++17 that C11 has not (ISO/IEC 14882:2017, 5.11 and 5.5), or has as macros of its library; of GNU C none. */
const RESERVED = new Set(
  (
    'alignas alignof and and_eq bitand bitor bool catch char16_t char32_t class compl constexpr const_cast decltype delete ' +
    'dynamic_cast explicit export false friend mutable namespace new noexcept not not_eq nullptr operator or or_eq private ' +
    'protected public reinterpret_cast static_assert static_cast template this thread_local throw true try typeid typename ' +
    'using virtual wchar_t xor xor_eq'
  ).split(' '),
);

/** The target as g++ is for it: an empty struct has one byte, so that two objects of it have two addresses. */
export function cxxTarget(target: Target): Target {
  const { __STDC_VERSION__: _, ...predefined } = target.predefined;
  return {
    ...target,
    predefined: { ...predefined, __cplusplus: '201703L', __GNUG__: '12', _GNU_SOURCE: '1' },
    abi: { ...target.abi, emptyRecord: 1 },
  };
}

/**
 * Undefined where the target has no such header, or nothing of it is known.
 *
 * @param plain the same target, as C
 */
export function cxxHeaderOf(name: string, units: Units, plain?: Units): CxxHeader | undefined {
  const unit = units.unit(name);
  if (!unit) return undefined;
  if (unit.stopped) return plain && ended(unit, name, plain);
  const { source } = unit.instances[0];
  const scope = new UnitScope(unit, units.userspace);
  const types = new Types(units.target.abi, scope);
  const { own } = scope;
  const reader = new Problems(source);
  for (const { name: type, type: declared } of own.types)
    if (isRecord(declared)) reader.record(type, declared, types);
  for (const { name: tag, start, enumerators } of own.enums) {
    if (tag !== undefined) reader.word(tag, `enum ${tag}`, start);
    for (const one of enumerators) reader.word(one.name, one.name, one.at);
  }
  for (const typedef of own.typedefs.values()) reader.word(typedef.name, typedef.name, typedef.start);
  for (const { name: own_, variable, start, parameters } of own.functions.values()) {
    reader.word(own_, variable ? own_ : `${own_}()`, start);
    for (const parameter of parameters) reader.word(parameter, `${own_}(${parameter})`, start);
  }
  for (const { name: own_, variable, body, start, end } of own.functions.values())
    if (!variable && !body) reader.prototype(own_, start, end);
  for (const { name: tag, start } of own.enums) if (tag !== undefined) reader.earlyEnum(tag, start);
  const declaredHere = [...own.types, ...own.enums.map((one) => ({ name: `enum ${one.name}` }))];
  for (const { name: typedef, type, start } of own.typedefs.values())
    for (const { name: declared } of declaredHere)
      if (declared?.endsWith(` ${typedef}`) && !names(type, declared)) reader.twice(typedef, declared, start);
  for (const { name: own_, text, start } of plain ? sharedCode(own.functions, name, plain) : [])
    reader.word(text, `${own_}()`, start);
  let layouts: ReadonlyMap<string, CxxLayout> | undefined;
  return {
    problems: reader.found,
    mayMove: unit.instances.some(({ source: each }) => each.keep('may move in C++', () => mayMove(each))),
    get layouts() {
      layouts ??= layoutsOf(own.types, types, plain ? plainLayouts(name, plain) : new Map());
      return layouts;
    },
  };
}

/** A header that reaches an #error in C++ alone; undefined where it does so in C too, of which all else is told. */
function ended({ stopped, instances }: HeaderUnit, name: string, plain: Units): CxxHeader | undefined {
  if (stopped?.kind !== 'error' || plain.unit(name)?.stopped) return undefined;
  const { source } = instances[0];
  const text = `it reaches ${stopReason(stopped, source)}`;
  const problem: CxxProblem = { kind: 'refused', symbol: name, line: source.line(stopped.own), text };
  return { problems: [problem], mayMove: false, layouts: new Map() };
}

/** Words of C11 too, by a keyword or a macro of its library. */
const IN_BOTH = new Set([
  'alignas',
  'alignof',
  'bool',
  'true',
  'false',
  'static_assert',
  'thread_local',
  'char16_t',
  'char32_t',
  'wchar_t',
]);

/** Names in the code of inline functions that C has as well: what C++ alone reads may be written in its words. */
function sharedCode(
  functions: ReadonlyMap<string, FunctionDeclaration>,
  header: string,
  plain: Units,
): { readonly name: string; readonly text: string; readonly start: number }[] {
  const unit = [...functions.values()].some(({ body }) => body) ? plain.unit(header) : undefined;
  if (!unit || unit.stopped) return [];
  const inC = new UnitScope(unit, plain.userspace).own.functions;
  return [...functions.values()].flatMap(({ name, parameters, body = [] }) => {
    const known = new Set((inC.get(name)?.body ?? []).map(({ text }) => text));
    return body
      .filter(
        ({ kind, text }) =>
          kind === 'name' && known.has(text) && !parameters.includes(text) && !IN_BOTH.has(text),
      )
      .map(({ text, start }) => ({ name, text, start }));
  });
}

/** What a C++ compiler may lay out otherwise: an empty struct, and text that it alone reads. */
const MOVING = /\b__cplusplus\b|_FLEX_ARRAY\b|\{\s*(?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*)*\}/;
/** Has the macro that the others use, and makes nothing of it itself. */
const HOME = 'linux/stddef.h';

function mayMove({ name, text }: SourceText): boolean {
  return name !== HOME && MOVING.test(text);
}

function layoutsOf(
  declared: readonly NamedType[],
  types: Types,
  inC: ReadonlyMap<string, NonNullable<CxxLayout['plain']>>,
): ReadonlyMap<string, CxxLayout> {
  const layouts = new Map<string, CxxLayout>();
  for (const { name, type } of declared) {
    const laid = isRecord(type) ? types.layout(type) : undefined;
    if (!laid || isUnknown(laid)) continue;
    const open = opens(laid.members);
    const same = inC.get(name);
    layouts.set(name, { ...placesOf(laid), open, ...(same ? { plain: same } : {}) });
  }
  return layouts;
}

/** Whether the last member is `[]`, itself or at the end of a struct that is written in its place. */
function opens(members: readonly LaidMember[]): boolean {
  const last = members.at(-1);
  if (!last) return false;
  if (last.shape.kind === 'array') return last.shape.count === undefined;
  return opens(last.members ?? []);
}

function placesOf({ size, members }: MemberLayout): NonNullable<CxxLayout['plain']> {
  return { size, offsets: new Map(members.map((member) => [member.name, member.offset])) };
}

function plainLayouts(name: string, units: Units): Map<string, NonNullable<CxxLayout['plain']>> {
  const found = new Map<string, NonNullable<CxxLayout['plain']>>();
  const unit = units.unit(name);
  if (!unit || unit.stopped) return found;
  const scope = new UnitScope(unit, units.userspace);
  const types = new Types(units.target.abi, scope);
  for (const { name: type, type: declared } of scope.own.types) {
    const laid = isRecord(declared) ? types.layout(declared) : undefined;
    if (laid && !isUnknown(laid)) found.set(type, placesOf(laid));
  }
  return found;
}

/** Whether a typedef's type is the one with that tag. */
function names(type: CType, declared: string): boolean {
  if (type.kind === 'tag') return `${type.tag} ${type.name}` === declared;
  if (type.kind === 'record') return `${type.record.tag} ${type.record.name}` === declared;
  const isInteger = type.kind === 'name' && /^(?:__[usbl]e?\d+|u?int\d+_t|s?size_t)$/.test(type.name);
  return type.kind === 'enum' || (type.kind === 'name' && !isInteger);
}

class Problems {
  readonly found: CxxProblem[] = [];

  constructor(private readonly source: SourceText) {}

  word(name: string | undefined, symbol: string, at: number): void {
    if (name !== undefined && RESERVED.has(name)) this.add('keyword', symbol, at, `${name} is a word of C++`);
  }

  /** What a prototype of C says to the compiler and C++ has no words for. */
  prototype(name: string, start: number, end: number): void {
    const text = blankComments(this.source.text.slice(start, end));
    const isDefined = /^[ \t]*#[ \t]*define[ \t]+restrict\b/m.test(this.source.text);
    if (/\brestrict\b/.test(text) && !isDefined)
      this.add('refused', `${name}()`, start, 'restrict, which is no word of C++');
    if (/\[\s*(?:const\s+)?static\b/.test(text))
      this.add('refused', `${name}()`, start, 'static in the brackets of a parameter');
  }

  /** ISO C++ takes no enum before its enumerators are known, unless its type is fixed. */
  earlyEnum(tag: string, start: number): void {
    const first = this.enums().get(tag);
    if (first !== undefined && first < start)
      this.add('refused', `enum ${tag}`, first, `enum ${tag} above its enumerators`);
  }

  /** A tag is a name of a type to C++. */
  twice(typedef: string, declared: string, start: number): void {
    this.add('refused', declared, start, `the typedef ${typedef} beside ${declared}, which is another type`);
  }

  /** Where each enum is named first. */
  private readonly enums = lazily((): ReadonlyMap<string, number> => {
    const first = new Map<string, number>();
    for (const { 1: tag = '', index } of blankComments(this.source.text).matchAll(/\benum\s+(\w+)/g))
      if (!first.has(tag)) first.set(tag, index);
    return first;
  });

  private add(kind: CxxProblem['kind'], symbol: string, at: number, text: string): void {
    if (this.found.some((one) => one.kind === kind && one.symbol === symbol && one.text === text)) return;
    this.found.push({ kind, symbol, line: this.source.line(at), text });
  }

  record(symbol: string, record: RecordType, types: Types): void {
    this.word(record.name, symbol, record.start);
    const solid = record.members.filter(({ name, bits }) => name !== undefined || !bits);
    for (const [at, member] of record.members.entries()) {
      const own = member.name === undefined ? symbol : `${symbol}.${member.name}`;
      this.word(member.name, own, member.at);
      if (isFlexible(member.type)) {
        if (record.tag === 'union') this.add('refused', own, member.at, 'a flexible array member in a union');
        else if (solid.length === 1)
          this.add('refused', own, member.at, 'a flexible array member in an otherwise empty struct');
      } else if (
        member.type.kind !== 'pointer' &&
        at < record.members.length - 1 &&
        record.tag === 'struct'
      ) {
        const held = endsOpen(member.type, types);
        if (held !== undefined)
          this.add(
            'refused',
            own,
            member.at,
            `${held}, which ends in a flexible array, before another member`,
          );
      }
      if (member.name === undefined) this.anonymous(symbol, member);
    }
  }

  /** An anonymous struct or union of C++ holds data members only: no type with a tag, no enumerators. */
  private anonymous(symbol: string, { type, bits }: MemberDeclaration): void {
    if (type.kind !== 'record' || bits) return;
    for (const member of type.record.members) {
      const inner = bodyOf(member.type);
      if (inner?.kind === 'record' && inner.record.name !== undefined) {
        const tag = `${inner.record.tag} ${inner.record.name}`;
        this.add('refused', symbol, member.at, `the tag of ${tag} in an anonymous ${type.record.tag}`);
      } else if (inner?.kind === 'enum')
        this.add('refused', symbol, member.at, `an enum in an anonymous ${type.record.tag}`);
      this.word(member.name, `${symbol}.${member.name}`, member.at);
      if (isFlexible(member.type) && type.record.tag === 'union')
        this.add('refused', `${symbol}.${member.name}`, member.at, 'a flexible array member in a union');
      if (member.name === undefined) this.anonymous(symbol, member);
    }
  }
}

function bodyOf(type: CType): CType | undefined {
  if (type.kind === 'array') return bodyOf(type.of);
  return type.kind === 'pointer' ? bodyOf(type.to) : type;
}

function isFlexible(type: CType): boolean {
  return type.kind === 'array' && type.length === undefined;
}

/** The struct that a member holds by value, where its last member is `[]`. */
function endsOpen(type: CType, types: Types): string | undefined {
  if (type.kind !== 'tag' && type.kind !== 'name') return undefined;
  const sized = types.measure(type);
  if (isUnknown(sized) || !('name' in sized.shape)) return undefined;
  const last = sized.layout?.members.at(-1);
  const open = last?.shape.kind === 'array' && last.shape.count === undefined && last.within.length === 0;
  return open ? sized.shape.name : undefined;
}
