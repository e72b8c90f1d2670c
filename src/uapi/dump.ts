// SPDX-License-Identifier: GPL-2.0-only
// Everything that a side exports, for one target, in the plain shape of `kpw uapi dump`.
import type { Target, TargetId } from '../c/target.ts';
import type { Api, ApiHeader, ApiMember, ApiType, Direction, On, TypeKind, TypeLayout } from './model.ts';
import { isUnknown } from './model.ts';

interface DumpMember {
  readonly name: string;
  /** Bytes from the start of the whole. */
  readonly offset: number;
  /** Bytes of the declared type. */
  readonly size: number;
  /** From the start of the unit at `offset`, in allocation order. */
  readonly bitOffset?: number;
  readonly bits?: number;
}

interface DumpType {
  /** `struct vfio_region_info`, or the typedef that names a type without a tag. */
  readonly name: string;
  readonly kind: TypeKind;
  /** As installed. */
  readonly header: string;
  readonly line: number;
  readonly size: number;
  readonly align: number;
  /** Those of anonymous structs and unions with their offset in the whole; unnamed bit-fields are no members. */
  readonly members: readonly DumpMember[];
}

interface DumpIoctl {
  readonly header: string;
  readonly value: bigint;
  readonly dir: Direction;
  readonly type: number;
  readonly nr: number;
  readonly size: number;
}

interface DumpUnresolved {
  readonly header: string;
  readonly name: string;
  readonly reason: string;
}

/** What has no value or layout on the target is in `unresolved`, and nowhere else. */
export interface Dump {
  readonly origin: string;
  readonly target: TargetId;
  readonly types: readonly DumpType[];
  /** By header. Requests are macros too. */
  readonly macros: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
  readonly enumerators: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
  /** By name; of a name that two headers give to two requests, the first header's. */
  readonly ioctls: Readonly<Record<string, DumpIoctl>>;
  readonly unresolved: readonly DumpUnresolved[];
}

export function dumpOf(api: Api, target: Target): Dump {
  const headers = api.headers
    .names(target)
    .map((name) => api.header(name))
    .filter((header) => header !== undefined);
  const ioctls = headers.flatMap((header) => ioctlsOf(header, target.id)).reverse();
  return {
    origin: api.headers.origin,
    target: target.id,
    types: headers.flatMap(({ types }) => types.flatMap((type) => typeOf(type, target.id))),
    macros: byHeader(headers, ({ macros, ioctls: requests }) => ({
      ...valuesOf(macros, target.id),
      ...Object.fromEntries(requests.flatMap((one) => known(one, target.id, ({ value }) => value))),
    })),
    enumerators: byHeader(headers, ({ enumerators }) => valuesOf(enumerators, target.id)),
    ioctls: Object.fromEntries(ioctls),
    unresolved: headers.flatMap((header) => unresolvedOf(header, target.id)),
  };
}

type Named<T> = { readonly name: string; readonly on: On<T> };

/** A pair for Object.fromEntries; none where the target lacks the thing, or it is not known. */
function known<T extends object | bigint, R>(
  { name, on }: Named<T>,
  id: TargetId,
  of: (value: T) => R,
): [string, R][] {
  const value = on.get(id);
  return value === undefined || isUnknown(value) ? [] : [[name, of(value as T)]];
}

function valuesOf(symbols: readonly Named<bigint>[], id: TargetId): Record<string, bigint> {
  return Object.fromEntries(symbols.flatMap((symbol) => known(symbol, id, (value) => value)));
}

function byHeader(
  headers: readonly ApiHeader[],
  of: (header: ApiHeader) => Record<string, bigint>,
): Record<string, Record<string, bigint>> {
  const all = headers.map((header): [string, Record<string, bigint>] => [header.name, of(header)]);
  return Object.fromEntries(all.filter(([, values]) => Object.keys(values).length > 0));
}

function ioctlsOf(header: ApiHeader, id: TargetId): [string, DumpIoctl][] {
  return header.ioctls.flatMap((one) =>
    known(one, id, ({ value, dir, type, nr, size }) => ({ header: header.name, value, dir, type, nr, size })),
  );
}

function typeOf(type: ApiType, id: TargetId): DumpType[] {
  const { name, kind, header, line } = type;
  const found = known<TypeLayout, DumpType>(type, id, ({ size, align, members }) => {
    const named = members.filter((member) => member.name !== '').map(memberOf);
    return { name, kind, header, line, size, align, members: named };
  });
  return found.map(([, dumped]) => dumped);
}

function memberOf({ name, offset, size, bitOffset, bits }: ApiMember): DumpMember {
  return {
    name,
    offset,
    size,
    ...(bitOffset === undefined ? {} : { bitOffset }),
    ...(bits === undefined ? {} : { bits }),
  };
}

function unresolvedOf(header: ApiHeader, id: TargetId): DumpUnresolved[] {
  const told = header.unresolved
    .filter(({ targets }) => targets.includes(id))
    .map(({ name, reason }): [string, string] => [name, reason]);
  const symbols: readonly Named<TypeLayout | bigint | object>[] = [
    ...header.types,
    ...header.macros,
    ...header.enumerators,
    ...header.ioctls,
  ];
  const unknown = symbols.flatMap(({ name, on }): [string, string][] => {
    const value = on.get(id);
    return value !== undefined && isUnknown(value) ? [[name, value.unknown]] : [];
  });
  const reasons = new Map([...unknown, ...told]);
  return [...reasons].map(([name, reason]) => ({ header: header.name, name, reason }));
}

/** JSON with every bigint as bare digits, which no reader rounds that reads integers exactly; indented by two spaces. */
export function stringify(value: unknown): string {
  // A digit string alone cannot carry the mark: JSON text has no raw control characters.
  const marked = JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `\u0001${one}\u0001` : one), 2);
  return marked.replace(/"\\u0001(-?\d+)\\u0001"/g, '$1');
}
