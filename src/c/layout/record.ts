// SPDX-License-Identifier: GPL-2.0-only
import type { MemberDeclaration, RecordType } from '../declare/type.ts';
import type { UnknownValue } from '../expression.ts';
import type { Abi } from '../target.ts';
import { bitFieldStart, roundUp } from './bits.ts';
import type { LaidMember, MemberLayout, SizedType } from './layout.ts';

/** What a record's layout asks of its members' types. */
export interface Measures {
  readonly abi: Abi;
  sized(member: MemberDeclaration): SizedType | UnknownValue;
  /** The largest `aligned` among attributes, in bytes; 0 where there is none. */
  aligned(attributes: MemberDeclaration['attributes']): number | UnknownValue;
  bits(member: MemberDeclaration): number | UnknownValue;
}

/** Nothing in C is larger than the address space, and beyond 2^53 a number is not exact. */
function tooLarge(bits: number, abi: Abi): boolean {
  return bits > 8 * (abi.pointer === 4 ? 0x7fffffff : 2 ** 49);
}

/**
 * A struct's or union's layout as gcc's stor-layout.c does it with PCC_BITFIELD_TYPE_MATTERS, which all the targets
 * have: `packed` on members and on the whole, `aligned`, `#pragma pack`, bit-fields.
 */
export function layoutRecord(record: RecordType, measures: Measures): MemberLayout | UnknownValue {
  return new Placement(record, measures).run();
}

class Placement {
  /** Bits. */
  private position = 0;
  /** Bits of the largest member of a union. */
  private extent = 0;
  /** Bytes. */
  private align = 1;
  private readonly members: LaidMember[] = [];

  constructor(
    private readonly record: RecordType,
    private readonly measures: Measures,
  ) {}

  run(): MemberLayout | UnknownValue {
    const { attributes, tag, members } = this.record;
    if (attributes.strange) return { unknown: attributes.strange };
    const least = this.measures.aligned(attributes);
    if (typeof least !== 'number') return least;
    this.align = Math.max(1, least);
    for (const member of members) {
      const problem = this.place(member);
      if (problem) {
        const name = member.name ?? 'an anonymous member';
        return {
          unknown: problem.unknown.startsWith(`${name}: `) ? problem.unknown : `${name}: ${problem.unknown}`,
        };
      }
      this.extent = Math.max(this.extent, this.position);
      if (tooLarge(this.extent, this.measures.abi)) return { unknown: `${this.record.tag} is too large` };
      if (tag === 'union') this.position = 0;
    }
    const size = roundUp(this.extent, this.align * 8) / 8;
    // A zero-length array makes a struct of C++ that is not empty and has no size.
    const empty = members.length === 0 ? (this.measures.abi.emptyRecord ?? 0) : 0;
    return { size: Math.max(size, empty), align: this.align, members: this.members };
  }

  private place(member: MemberDeclaration): UnknownValue | undefined {
    if (member.attributes.strange) return { unknown: member.attributes.strange };
    const type = this.measures.sized(member);
    if ('unknown' in type) return type;
    const own = this.measures.aligned(member.attributes);
    if (typeof own !== 'number') return own;
    if (member.bits) return this.placeBits(member, type, own);
    const align = this.memberAlign(member, type, own);
    this.align = Math.max(this.align, align);
    this.position = roundUp(this.position, align * 8);
    this.add(member, type, this.position / 8);
    this.position += type.size * 8;
    return undefined;
  }

  private packed(member: MemberDeclaration): boolean {
    return member.attributes.packed || this.record.attributes.packed;
  }

  private memberAlign(member: MemberDeclaration, type: SizedType, own: number): number {
    const align = this.packed(member) ? own || 1 : Math.max(own, type.align);
    return this.record.pack > 0 ? Math.min(align, this.record.pack) : align;
  }

  private add(member: MemberDeclaration, type: SizedType, offset: number): void {
    const { name, at, text } = member;
    const inner = type.layout?.members;
    if (name !== undefined) {
      const nested = inner && type.shape.kind !== 'enum' && 'name' in type.shape && type.shape.name === '';
      const laid: LaidMember = {
        name,
        type: text,
        shape: type.shape,
        offset,
        size: type.size,
        at,
        within: [],
      };
      this.members.push(nested ? { ...laid, members: inner } : laid);
      return;
    }
    const around = `${type.shape.kind}@${offset}`;
    for (const each of inner ?? []) {
      const within = [around, ...each.within.map((one) => moved(one, offset))];
      this.members.push({ ...each, offset: each.offset + offset, within });
    }
  }

  private placeBits(member: MemberDeclaration, type: SizedType, own: number): UnknownValue | undefined {
    const bits = this.measures.bits(member);
    if (typeof bits !== 'number') return bits;
    const { shape, size, align } = type;
    if (shape.kind !== 'integer' && shape.kind !== 'char' && shape.kind !== 'bool' && shape.kind !== 'enum')
      return { unknown: 'a bit-field whose type is no integer' };
    if (bits < 0 || bits > (shape.kind === 'bool' ? 1 : size * 8))
      return { unknown: `a bit-field of ${bits} bits in a type of ${size * 8}` };
    if (bits === 0 && member.name !== undefined) return { unknown: 'a bit-field of no bits with a name' };
    const { pack } = this.record;
    const packed = this.packed(member);
    const { unnamedBitFieldAligns } = this.measures.abi;
    if (bits === 0) {
      // Neither packed nor #pragma pack keeps a zero width from closing the unit.
      const to = Math.max(own, align);
      if (unnamedBitFieldAligns) this.align = Math.max(this.align, to);
      this.position = roundUp(this.position, to * 8);
      return undefined;
    }
    const field = pack > 0 ? Math.min(own, pack) : own;
    if (member.name !== undefined || unnamedBitFieldAligns) {
      const counted = pack > 0 ? Math.min(align, pack) : packed ? 1 : align;
      this.align = Math.max(this.align, counted, field);
    }
    if (field > 0) this.position = roundUp(this.position, field * 8);
    if (!packed && pack === 0) this.position = bitFieldStart(this.position, bits, size, align);
    const unit = Math.floor(this.position / (size * 8));
    this.members.push({
      name: member.name ?? '',
      type: member.text,
      shape,
      offset: unit * size,
      size,
      bitOffset: this.position - unit * size * 8,
      bits,
      at: member.at,
      within: [],
    });
    this.position += bits;
    return undefined;
  }
}

/** `union@4` inside something at 8: `union@12`. */
function moved(within: string, by: number): string {
  const mark = within.indexOf('@');
  return `${within.slice(0, mark + 1)}${Number(within.slice(mark + 1)) + by}`;
}
