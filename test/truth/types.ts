// SPDX-License-Identifier: GPL-2.0-only
// Types of a translation unit from its debugging information.
import { AT, type Entry, TAG, type Unit } from './dwarf.ts';

export interface TruthMember {
  readonly name: string;
  /** Bytes from the start of the whole. */
  readonly offset: number;
  /** Bytes of the declared type; 0 of a flexible array. */
  readonly size: number;
  /** Of a bit-field: bits from the start of the whole in allocation order. */
  readonly firstBit?: number;
  readonly bits?: number;
  /** Members of an unnamed type that the member has, from that type's start. */
  readonly members?: readonly TruthMember[];
}

export interface TruthType {
  readonly name: string;
  readonly kind: 'struct' | 'union' | 'enum';
  readonly line: number;
  readonly size: number;
  /** Undefined where the compiler was not asked: the name was not among the candidates. */
  readonly align?: number | undefined;
  readonly members: readonly TruthMember[];
}

const KINDS = new Map<number, TruthType['kind']>([
  [TAG.struct, 'struct'],
  [TAG.union, 'union'],
  [TAG.enumeration, 'enum'],
]);

const text = (entry: Entry, attribute: number) => {
  const value = entry.attributes.get(attribute);
  return typeof value === 'string' ? value : undefined;
};
const number = (entry: Entry, attribute: number) => {
  const value = entry.attributes.get(attribute);
  return typeof value === 'bigint' ? Number(value) : undefined;
};

/** Named types that a file declares, and enumerators of every enum in it; `file` as gcc was given it. */
export function typesOf(unit: Unit, file: string): TruthType[] {
  const typedefs = new Map<Entry, string>();
  for (const entry of unit.root.children) {
    const type = entry.tag === TAG.typedef ? target(unit, entry) : undefined;
    if (type && !text(type, AT.name) && !typedefs.has(type)) typedefs.set(type, text(entry, AT.name) ?? '');
  }
  return declared(unit, file).flatMap((entry) => {
    const kind = KINDS.get(entry.tag);
    const tag = text(entry, AT.name);
    const name = tag ? `${kind} ${tag}` : typedefs.get(entry);
    if (!kind || !name) return [];
    const members = kind === 'enum' ? [] : membersOf(unit, entry, 0);
    return [
      { name, kind, line: number(entry, AT.declLine) ?? 0, size: number(entry, AT.byteSize) ?? 0, members },
    ];
  });
}

export function enumeratorsOf(unit: Unit, file: string): Record<string, string> {
  const found = declared(unit, file)
    .filter(({ tag }) => tag === TAG.enumeration)
    .flatMap(({ children }) => children)
    .map((entry) => [text(entry, AT.name) ?? '', String(entry.attributes.get(AT.constValue))]);
  return Object.fromEntries(found);
}

function declared(unit: Unit, file: string): Entry[] {
  return unit.root.children
    .filter((entry) => KINDS.has(entry.tag) && !entry.attributes.has(AT.declaration))
    .filter((entry) => unit.files[number(entry, AT.declFile) ?? -1] === file);
}

function target(unit: Unit, entry: Entry): Entry | undefined {
  const at = number(entry, AT.type);
  return at === undefined ? undefined : unit.entry(at);
}

function membersOf(unit: Unit, whole: Entry, base: number): TruthMember[] {
  return whole.children
    .filter(({ tag }) => tag === TAG.member)
    .flatMap((member) => {
      const name = text(member, AT.name);
      const type = target(unit, member);
      const bits = number(member, AT.bitSize);
      const firstBit = number(member, AT.dataBitOffset);
      const offset = base + (number(member, AT.memberLocation) ?? Math.floor((firstBit ?? 0) / 8));
      if (!name) return type && KINDS.has(type.tag) ? membersOf(unit, type, offset) : [];
      const plain = { name, offset, size: sizeOf(unit, type) };
      if (bits !== undefined) return [{ ...plain, firstBit: base * 8 + (firstBit ?? 0), bits }];
      const inner = unnamed(unit, type);
      return [inner ? { ...plain, members: membersOf(unit, inner, 0) } : plain];
    });
}

/** The struct or union without a tag that a member's type is, or an array of which it is. */
function unnamed(unit: Unit, type: Entry | undefined): Entry | undefined {
  if (type?.tag === TAG.array) return unnamed(unit, target(unit, type));
  const aggregate = type?.tag === TAG.struct || type?.tag === TAG.union;
  return aggregate && !text(type, AT.name) ? type : undefined;
}

/** Bytes of a type, through typedefs and qualifiers. */
function sizeOf(unit: Unit, type: Entry | undefined): number {
  if (!type) return 0;
  const size = number(type, AT.byteSize);
  if (size !== undefined) return size;
  const element = sizeOf(unit, target(unit, type));
  if (type.tag !== TAG.array) return element;
  return type.children
    .filter(({ tag }) => tag === TAG.subrange)
    .reduce((bytes, range) => bytes * lengthOf(range), element);
}

function lengthOf(range: Entry): number {
  const last = number(range, AT.upperBound);
  return number(range, AT.count) ?? (last === undefined ? 0 : last + 1);
}
