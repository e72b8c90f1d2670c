// SPDX-License-Identifier: GPL-2.0-only
// The engine's answers against the compiler's, name by name.
import type { Target, TargetId } from '../../src/c/target.ts';
import type { Api, ApiHeader, ApiMember, On, Request, TypeLayout, Unknown } from '../../src/uapi/model.ts';
import { isUnknown } from '../../src/uapi/model.ts';
import type { Truth, TruthRequest } from './oracle.ts';
import type { TruthMember, TruthType } from './types.ts';

export const KINDS = ['types', 'macros', 'enumerators', 'ioctls'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * - *equal*, *different*: decided by the engine, rightly or not; what the engine has and the compiler lacks differs.
 * - *undetermined*: the engine says that it does not know.
 * - *missing*: the compiler has it, and the engine neither has it nor says so.
 */
export type Verdict = 'equal' | 'different' | 'undetermined' | 'missing';

export interface Compared {
  readonly kind: Kind;
  readonly header: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** Both values of a difference; the reason of what is undetermined; empty otherwise. */
  readonly detail: string;
}

/** Headers that the compiler refused are left out: there is nothing to compare with. */
export function compared(api: Api, target: Target, truths: readonly Truth[]): Compared[] {
  return truths
    .filter(({ error }) => error === undefined)
    .flatMap((truth) => comparedHeader(api.header(truth.header), target.id, truth));
}

/** A name's value on the target, its being unknown, or undefined where there is none. */
type Side<T> = ReadonlyMap<string, T | Unknown>;

function comparedHeader(header: ApiHeader | undefined, id: TargetId, truth: Truth): Compared[] {
  const sideOf = <T>(symbols: readonly { name: string; on: On<T> }[] = []): Side<T> =>
    new Map(
      symbols.flatMap(({ name, on }): [string, T | Unknown][] => {
        const value = on.get(id);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const requests = sideOf(header?.ioctls);
  const numbers = new Map([...requests].map(([name, one]) => [name, isUnknown(one) ? one : one.value]));
  const told = new Map(
    header?.unresolved
      .filter(({ targets }) => targets.includes(id))
      .map(({ name, reason }) => [name, reason]),
  );
  const types = new Map(truth.types.map((type) => [type.name, type]));
  const unlisted = new Set(Object.keys(truth.enumerators));
  const pair = <T extends object | bigint, U>(
    kind: Kind,
    engine: Side<T>,
    compiler: ReadonlyMap<string, U>,
    difference: (engine: T, compiler: U) => string,
  ) =>
    [...new Set([...compiler.keys(), ...engine.keys()])].flatMap((name): Compared[] => {
      const [mine, theirs] = [engine.get(name), compiler.get(name)];
      const one = { kind, header: truth.header, name };
      const reason = mine !== undefined && isUnknown(mine) ? mine.unknown : told.get(name);
      if (mine !== undefined && !isUnknown(mine)) {
        const detail = theirs === undefined ? `${shown(mine)}, the compiler none` : difference(mine, theirs);
        return [{ ...one, verdict: detail ? 'different' : 'equal', detail }];
      }
      if (theirs === undefined) return [];
      return [{ ...one, verdict: reason ? 'undetermined' : 'missing', detail: reason ?? '' }];
    });
  const enumerators = sideOf(header?.enumerators);
  const ofEnumerators = new Map([...requests].filter(([name]) => unlisted.has(name)));
  const ofMacros = new Map([...requests].filter(([name]) => !unlisted.has(name)));
  return [
    ...pair('types', sideOf(header?.types), types, layoutDifference),
    ...pair(
      'macros',
      new Map([...withoutEnumerators(numbers, unlisted), ...sideOf(header?.macros)]),
      entries(truth.macros),
      integerDifference,
    ),
    ...pair('enumerators', enumerators, entries(truth.enumerators), integerDifference),
    ...pair('ioctls', ofMacros, entries(truth.ioctls), requestDifference),
    ...pair('ioctls', ofEnumerators, entries(truth.enumerators), (request: Request, value: string) =>
      integerDifference(request.value, value),
    ).filter(({ name }) => ofEnumerators.has(name)),
  ];
}

const entries = <T>(record: Readonly<Record<string, T>>) => new Map(Object.entries(record));

function withoutEnumerators<T>(side: Side<T>, enumerators: ReadonlySet<string>): [string, T | Unknown][] {
  return [...side].filter(([name]) => !enumerators.has(name));
}

const shown = (value: unknown) =>
  JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one)) ?? '';

const differs = (what: string, engine: unknown, compiler: unknown) =>
  String(engine) === String(compiler) ? '' : `${what} ${engine}, the compiler ${compiler}`;

function integerDifference(engine: bigint, compiler: string): string {
  return differs('value', engine, compiler);
}

function requestDifference(engine: Request, compiler: TruthRequest): string {
  return (['value', 'dir', 'type', 'nr', 'size'] as const)
    .map((key) => differs(key, engine[key], compiler[key]))
    .filter(Boolean)
    .join('; ');
}

function layoutDifference(engine: TypeLayout, compiler: TruthType): string {
  return [
    differs('size', engine.size, compiler.size),
    compiler.align === undefined ? '' : differs('align', engine.align, compiler.align),
    ...memberDifferences(engine.members, compiler.members, ''),
  ]
    .filter(Boolean)
    .join('; ');
}

/** Unnamed bit-fields are padding to the compiler. */
function memberDifferences(
  engine: readonly ApiMember[],
  compiler: readonly TruthMember[],
  within: string,
): string[] {
  const mine = engine
    .filter(({ name }) => name !== '')
    .map((member) => [within + member.name, member] as const);
  const theirs = new Map(compiler.map((member) => [within + member.name, member]));
  const order = differs(
    `members${within ? ` of ${within}` : ''}`,
    mine.map(([name]) => name).join(' '),
    [...theirs.keys()].join(' '),
  );
  const each = mine.flatMap(([name, member]) => {
    const other = theirs.get(name);
    return other ? memberDifference(name, member, other) : [];
  });
  return [order, ...each];
}

/** Where a bit-field's unit begins is a convention; where its first bit is, is not. */
function memberDifference(name: string, engine: ApiMember, compiler: TruthMember): string[] {
  const isField = compiler.bits !== undefined;
  const first = engine.offset * 8 + (engine.bitOffset ?? 0);
  return [
    isField
      ? differs(`${name}'s first bit`, first, compiler.firstBit)
      : differs(`${name}'s offset`, engine.offset, compiler.offset),
    differs(`${name}'s size`, engine.size, compiler.size),
    differs(`${name}'s bits`, engine.bits, compiler.bits),
    ...(compiler.members && engine.members
      ? memberDifferences(engine.members, compiler.members, `${name}.`)
      : []),
  ];
}
