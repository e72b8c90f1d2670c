// SPDX-License-Identifier: GPL-2.0-only

import {
  type Attributes,
  type CType,
  type EnumType,
  isRecord,
  type MemberDeclaration,
  type RecordType,
  type Typedef,
} from '../declare/type.ts';
import { readTypeName } from '../declare/type-name.ts';
import type { Macros } from '../expand.ts';
import {
  type CValue,
  type ExpressionEnvironment,
  evaluateC,
  type IntegerType,
  type UnknownValue,
} from '../expression.ts';
import { Ring } from '../ring.ts';
import type { Abi } from '../target.ts';
import type { Token } from '../token.ts';
import { basicType, pointer } from './basic.ts';
import { enumeratorValue, enumInteger } from './enumeration.ts';
import type { LaidMember, MemberLayout, SizedType } from './layout.ts';
import { layoutRecord, type Measures } from './record.ts';
import type { NameScope } from './scope.ts';

const NO_MACROS: Macros = { get: () => undefined };
const DECIMAL = /^(?:0|[1-9][0-9]{0,8})$/;

/** Values of expressions that no target changes. */
const ALIKE = new WeakMap<readonly Token[], bigint>();

/** Whether an expression has neither a name nor a suffix of long, whose size differs. */
export function isAlike(tokens: readonly Token[]): boolean {
  return tokens.every(
    ({ kind, text }) => kind === 'punct' || (kind === 'number' && !/[lL][uU]?$/.test(text)),
  );
}

/** What an expression asked of the declarations, and what the answer was. */
export interface DeclarationQuestion {
  readonly about: 'constant' | 'size' | 'type' | 'member';
  /** A name or a type. */
  readonly of: readonly Token[];
  readonly member: readonly Token[];
  readonly answer: string;
}

function plain(answer: object | undefined): string {
  return answer ? Object.values(answer).join() : '';
}

function nameToken(text: string): Token {
  return { kind: 'name', text, start: 0, end: 0, space: false };
}

interface EnumValues {
  /** In order; a value that is being computed or is not known is missing from `known`. */
  readonly known: Map<number, bigint>;
  reason: string | undefined;
  done: boolean;
  integer: { size: number; align: number; signed: boolean } | UnknownValue | undefined;
}

/** A header's types are asked for on all targets, and then hardly again. */
const LAST = new Ring<Types>(128, (oldest) => oldest.forget());

/**
 * Sizes, layouts and constants of one unit on one target; each is computed when it is asked for, once for who asks soon
 * again.
 */
export class Types implements Measures {
  private readonly sizes = new Map<object, SizedType | UnknownValue>();
  private readonly values = new Map<EnumType, EnumValues>();
  private readonly busy = new Set<object>();
  private remembers = false;

  constructor(
    readonly abi: Abi,
    private readonly scope: NameScope,
  ) {}

  /** A type's size, alignment and shape; unknown where it is incomplete, contains itself or is not understood. */
  measure(type: CType): SizedType | UnknownValue {
    switch (type.kind) {
      case 'basic':
        return (
          basicType(type.name, this.abi) ?? {
            unknown: type.name === 'void' ? 'void has no size' : `this target has no ${type.name}`,
          }
        );
      case 'pointer':
        return pointer(this.abi);
      case 'function':
        return { unknown: 'a function has no size' };
      case 'strange':
        return { unknown: type.reason };
      case 'record':
        return this.once(type.record, () => this.measureRecord(type.record));
      case 'enum':
        return this.once(type.enum, () => this.measureEnum(type.enum));
      case 'tag':
        return this.measureTag(`${type.tag} ${type.name}`);
      case 'name':
        return this.measureName(type.name);
      case 'array':
        return this.once(type, () => this.measureArray(type.of, type.length));
      case 'typeof':
        return this.once(type, () => this.measureTypeof(type.tokens));
    }
  }

  layout(type: RecordType | EnumType): MemberLayout | UnknownValue {
    const sized = isRecord(type)
      ? this.measure({ kind: 'record', record: type })
      : this.measure({ kind: 'enum', enum: type });
    if ('unknown' in sized) return sized;
    return sized.layout ?? { size: sized.size, align: sized.align, members: [] };
  }

  /** What another asks while this is computed contains itself. */
  private once(key: object, compute: () => SizedType | UnknownValue): SizedType | UnknownValue {
    const known = this.sizes.get(key);
    if (known) return known;
    this.remember();
    if (this.busy.has(key)) return { unknown: 'it contains itself' };
    if (this.busy.size > 300) return { unknown: 'more than 300 types inside each other' };
    this.busy.add(key);
    const made = compute();
    this.busy.delete(key);
    this.sizes.set(key, made);
    return made;
  }

  private remember(): void {
    if (this.remembers) return;
    this.remembers = true;
    LAST.add(this);
  }

  /** What is asked for again is computed again. */
  forget(): void {
    this.remembers = false;
    this.sizes.clear();
    this.values.clear();
    this.casts.clear();
  }

  private measureRecord(record: RecordType): SizedType | UnknownValue {
    const layout = layoutRecord(record, this);
    if ('unknown' in layout) return layout;
    const { size, align } = layout;
    const name = record.name === undefined ? '' : `${record.tag} ${record.name}`;
    return { size, align, userAlign: false, layout, shape: { kind: record.tag, name, size } };
  }

  private measureTag(name: string): SizedType | UnknownValue {
    const found = this.scope.tag(name);
    if (!found) return { unknown: this.undeclared(name) };
    if ('unknown' in found) return found;
    return isRecord(found)
      ? this.measure({ kind: 'record', record: found })
      : this.measure({ kind: 'enum', enum: found });
  }

  private undeclared(name: string): string {
    const { excuse } = this.scope;
    return `${name} is declared nowhere in what the header includes${excuse ? ` (${excuse})` : ''}`;
  }

  private measureName(name: string): SizedType | UnknownValue {
    const found = this.scope.typedef(name);
    if (!found) return { unknown: this.undeclared(name) };
    if ('unknown' in found) return found;
    return this.once(found, () => this.measureTypedef(found));
  }

  /** `aligned` on a typedef sets its alignment, and lowers it too. */
  private measureTypedef(typedef: Typedef): SizedType | UnknownValue {
    const { attributes, name, type } = typedef;
    if (attributes.strange) return { unknown: attributes.strange };
    const sized = this.measure(type);
    const align = this.aligned(attributes);
    if (typeof align !== 'number') return align;
    if ('unknown' in sized) return sized;
    // The typedef is the name of a struct that has no tag.
    const { shape } = sized;
    const named = 'name' in shape && shape.name === '' ? { ...sized, shape: { ...shape, name } } : sized;
    return align === 0 ? named : { ...named, align, userAlign: true };
  }

  private measureEnum(type: EnumType): SizedType | UnknownValue {
    const integer = this.integerOf(type);
    if ('unknown' in integer) return integer;
    const least = this.aligned(type.attributes);
    if (typeof least !== 'number') return least;
    const name = type.name === undefined ? '' : `enum ${type.name}`;
    const { size } = integer;
    return {
      size,
      align: Math.max(integer.align, least),
      userAlign: least > 0,
      shape: { kind: 'enum', name, size },
    };
  }

  private measureArray(of: CType, length: readonly Token[] | undefined): SizedType | UnknownValue {
    const element = this.measure(of);
    if ('unknown' in element) return element;
    const { align, userAlign, shape } = element;
    if (!length)
      return { size: 0, align, userAlign, shape: { kind: 'array', of: shape, count: undefined, size: 0 } };
    const count = this.integer(length, 'the length of an array');
    if (typeof count !== 'bigint') return count;
    if (count < 0n) return { unknown: `an array of length ${count}` };
    const size = count * BigInt(element.size);
    if (size > BigInt(Number.MAX_SAFE_INTEGER) || count > BigInt(Number.MAX_SAFE_INTEGER))
      return { unknown: `an array of ${size} bytes` };
    return {
      size: Number(size),
      align,
      userAlign,
      shape: { kind: 'array', of: shape, count: Number(count), size: Number(size) },
    };
  }

  private measureTypeof(tokens: readonly Token[]): SizedType | UnknownValue {
    const type = readTypeName(tokens);
    if (type && !(type.kind === 'name' || type.kind === 'function')) return this.measure(type);
    if (type?.kind === 'name' && this.scope.typedef(type.name)) return this.measure(type);
    const value = this.evaluate(tokens, NO_MACROS);
    if (!value || 'unknown' in value) return { unknown: 'typeof an expression that is not known' };
    const { size, signed } = value;
    const align = size === 8 ? this.abi.longLongAlign : size;
    return { size, align, userAlign: false, shape: { kind: 'integer', size, signed } };
  }

  sized(member: MemberDeclaration): SizedType | UnknownValue {
    return this.measure(member.type);
  }

  bits(member: MemberDeclaration): number | UnknownValue {
    const bits = this.integer(member.bits ?? [], 'the width of a bit-field');
    return typeof bits === 'bigint' ? Number(bits) : bits;
  }

  aligned(attributes: Attributes): number | UnknownValue {
    let most = 0;
    for (const argument of attributes.aligned) {
      const align = this.alignment(argument);
      if (typeof align !== 'number') return align;
      most = Math.max(most, align);
    }
    return most;
  }

  private alignment(argument: readonly Token[]): number | UnknownValue {
    if (argument.length === 0) return this.abi.biggestAlign;
    const type = readTypeName(argument);
    const sized = type && this.measure(type);
    if (sized && !('unknown' in sized)) return sized.align;
    const value = this.integer(argument, 'an alignment');
    if (typeof value !== 'bigint') return value;
    const align = Number(value);
    if (align < 0 || align > 2 ** 28 || (align & (align - 1)) !== 0)
      return { unknown: `an alignment of ${value}` };
    return align;
  }

  private integer(tokens: readonly Token[], what: string): bigint | UnknownValue {
    const [only] = tokens;
    if (tokens.length === 1 && only && DECIMAL.test(only.text)) return BigInt(only.text);
    const same = ALIKE.get(tokens);
    if (same !== undefined) return same;
    const value = this.evaluate(tokens, NO_MACROS);
    if (!value) return { unknown: `${what} is no integer constant expression` };
    if ('unknown' in value) return { unknown: `${what}: ${value.unknown}` };
    if (isAlike(tokens)) ALIKE.set(tokens, value.value);
    return value.value;
  }

  private readonly casts = new Map<string, IntegerType | UnknownValue | undefined>();
  private questions: DeclarationQuestion[] | undefined;

  /** An expression of the unit. */
  evaluate(tokens: readonly Token[], macros: Macros): CValue | UnknownValue | undefined {
    return evaluateC(tokens, this.environment(macros));
  }

  /** What is computed, with the questions about declarations and the ABI that it depends on. */
  witnessed<T>(compute: () => T): { readonly value: T; readonly questions: readonly DeclarationQuestion[] } {
    const questions: DeclarationQuestion[] = [];
    this.questions = questions;
    const value = compute();
    this.questions = undefined;
    return { value, questions };
  }

  /** Whether this unit and target give the same answer. */
  agrees({ about, of, member, answer }: DeclarationQuestion): boolean {
    return answer === this.answer(about, of, member);
  }

  private answer(
    about: DeclarationQuestion['about'],
    of: readonly Token[],
    member: readonly Token[],
  ): string {
    switch (about) {
      case 'constant':
        return plain(this.constant((of[0] as Token).text));
      case 'size':
        return plain(this.sizeOf(of));
      case 'type':
        return plain(this.typeOf(of));
      case 'member':
        return plain(this.member(of, member));
    }
  }

  private ask<T extends object | undefined>(
    about: DeclarationQuestion['about'],
    of: readonly Token[],
    member: readonly Token[],
    found: T,
  ): T {
    this.questions?.push({ about, of, member, answer: plain(found) });
    return found;
  }

  private environment(macros: Macros): ExpressionEnvironment {
    const member = (type: readonly Token[], path: readonly Token[]) =>
      this.ask('member', type, path, this.member(type, path));
    return {
      abi: this.abi,
      macros,
      constant: (name) => {
        const found = this.constant(name);
        if (this.questions) this.ask('constant', [nameToken(name)], [], found);
        return found;
      },
      sizeOf: (type) => this.ask('size', type, [], this.sizeOf(type)),
      offsetOf: (type, path) => {
        const found = member(type, path);
        return 'unknown' in found ? found : found.offset;
      },
      sizeOfMember: (type, path) => {
        const found = member(type, path);
        return 'unknown' in found ? found : found.size;
      },
      typeOf: (type) => this.ask('type', type, [], this.typeOf(type)),
    };
  }

  private sizeOf(tokens: readonly Token[]): { size: number; align: number } | UnknownValue {
    const type = readTypeName(tokens);
    return type ? this.measure(type) : { unknown: 'a type that is not understood' };
  }

  /** For casts: undefined where the tokens are no type at all. */
  private typeOf(tokens: readonly Token[]): IntegerType | UnknownValue | undefined {
    const [only] = tokens;
    if (tokens.length !== 1 || only?.kind !== 'name') return this.cast(tokens);
    if (!this.casts.has(only.text))
      this.casts.set(only.text, this.scope.typedef(only.text) ? this.cast(tokens) : undefined);
    return this.casts.get(only.text);
  }

  private cast(tokens: readonly Token[]): IntegerType | UnknownValue | undefined {
    const type = readTypeName(tokens);
    if (!type) return undefined;
    const sized = this.measure(type);
    if ('unknown' in sized) return sized;
    const { shape, size } = sized;
    switch (shape.kind) {
      case 'integer':
        return { size, signed: shape.signed };
      case 'char':
        return { size, signed: this.abi.charSigned };
      case 'bool':
        return { size, signed: false };
      case 'pointer':
        // What is cast to a pointer is no integer constant expression.
        return undefined;
      case 'enum': {
        const type = shape.name.startsWith('enum ') ? this.scope.tag(shape.name) : undefined;
        const integer = type && !('unknown' in type) && !isRecord(type) ? this.integerOf(type) : undefined;
        return { size, signed: integer && !('unknown' in integer) ? integer.signed : false };
      }
      default:
        return { unknown: 'a cast to what is no integer' };
    }
  }

  /** `a.b[2].c` in a type: where it begins, and its size. */
  private member(
    typeTokens: readonly Token[],
    path: readonly Token[],
  ): { offset: number; size: number } | UnknownValue {
    const type = readTypeName(typeTokens);
    const sized = type ? this.measure(type) : { unknown: 'a type that is not understood' };
    if ('unknown' in sized) return sized;
    let offset = 0;
    let members = sized.layout?.members;
    let { shape, size } = sized;
    for (let at = 0; at < path.length; at++) {
      const token = path[at] as Token;
      if (token.text === '.') continue;
      if (token.text === '[') {
        const close = path.findIndex(({ text }, index) => index > at && text === ']');
        const index = this.integer(path.slice(at + 1, close), 'an index');
        if (typeof index !== 'bigint') return index;
        if (shape.kind !== 'array') return { unknown: 'an index of what is no array' };
        shape = shape.of;
        size = shape.size;
        offset += Number(index) * size;
        at = close;
        members = this.membersOf(shape);
        continue;
      }
      const found: LaidMember | undefined = members?.find(({ name }) => name === token.text);
      if (!found) return { unknown: `there is no member ${token.text}` };
      if (found.bits !== undefined) return { unknown: `${token.text} is a bit-field` };
      offset += found.offset;
      ({ shape, size } = found);
      members = found.members ?? this.membersOf(shape);
    }
    return { offset, size };
  }

  private membersOf(shape: SizedType['shape']): readonly LaidMember[] | undefined {
    if (!('name' in shape) || shape.name === '') return undefined;
    const sized = /^(?:struct|union|enum) /.test(shape.name)
      ? this.measureTag(shape.name)
      : this.measureName(shape.name);
    return 'unknown' in sized ? undefined : sized.layout?.members;
  }

  /** An enumerator's value; undefined where the name is none. */
  constant(name: string): CValue | UnknownValue | undefined {
    const found = this.scope.enumerator(name);
    if (!found) return undefined;
    return this.enumerator(found.enum, found.index);
  }

  enumerator(type: EnumType, index: number): CValue | UnknownValue {
    const values = this.valuesOf(type);
    const value = values.known.get(index);
    if (value === undefined) return { unknown: values.reason ?? 'it depends on itself' };
    const integer = values.done ? this.integerOf(type) : undefined;
    if (!integer || 'unknown' in integer) {
      const wide = value > 0xffffffffn || value < -(2n ** 31n);
      return enumeratorValue(value, wide ? 8 : 4, value < 0n);
    }
    return enumeratorValue(value, integer.size, integer.signed);
  }

  private integerOf(type: EnumType): { size: number; align: number; signed: boolean } | UnknownValue {
    const values = this.valuesOf(type);
    if (values.reason !== undefined) return { unknown: values.reason };
    if (!values.done) return { unknown: 'it depends on itself' };
    values.integer ??= enumInteger(type, [...values.known.values()], this.abi);
    return values.integer;
  }

  private valuesOf(type: EnumType): EnumValues {
    let values = this.values.get(type);
    if (values) return values;
    this.remember();
    values = { known: new Map(), reason: undefined, done: false, integer: undefined };
    this.values.set(type, values);
    let next: bigint | undefined = 0n;
    type.enumerators.forEach((one, index) => {
      if (one.value) {
        const value = this.integer(one.value, one.name);
        next = typeof value === 'bigint' ? value : undefined;
        if (typeof value !== 'bigint') (values as EnumValues).reason ??= value.unknown;
      }
      if (next === undefined) return;
      (values as EnumValues).known.set(index, next);
      next++;
    });
    values.done = true;
    return values;
  }
}
