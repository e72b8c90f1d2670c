// SPDX-License-Identifier: GPL-2.0-only

/** What is not known, and why. */
export interface UnknownValue {
  readonly unknown: string;
}

/** A value of an integer type. Types of equal size and sign do not differ in what an expression can tell. */
export interface CValue {
  readonly value: bigint;
  /** Bytes. */
  readonly size: number;
  readonly signed: boolean;
}

/** A value while it is computed. */
export interface Operand extends CValue {
  /** Why the value is not known; the type still is. */
  readonly unknown?: string;
  /** By its form no integer constant, unless an operator that does not evaluate it comes above. */
  readonly formless?: boolean;
  readonly pointer?: boolean;
}

export interface IntegerType {
  readonly size: number;
  readonly signed: boolean;
}

export const INT: IntegerType = { size: 4, signed: true };

/** The value as its type holds it: two's complement, as gcc wraps. */
function wrap(value: bigint, { size, signed }: IntegerType): bigint {
  return signed ? BigInt.asIntN(size * 8, value) : BigInt.asUintN(size * 8, value);
}

export function operand(value: bigint, type: IntegerType): Operand {
  return { value: wrap(value, type), size: type.size, signed: type.signed };
}

export function unknown(reason: string, type: IntegerType = INT): Operand {
  return { value: 0n, size: type.size, signed: type.signed, unknown: reason };
}

export function converted(from: Operand, type: IntegerType): Operand {
  if (from.size === type.size && from.signed === type.signed && !from.pointer) return from;
  if (from.unknown === undefined && !from.formless) return operand(from.value, type);
  return { ...from, size: type.size, signed: type.signed, pointer: false };
}

/** Integer promotions (C11 6.3.1.1): what is narrower than int becomes int, and all its values fit. */
export function promoted(from: Operand): Operand {
  return from.size < 4 ? converted(from, INT) : from;
}

/** Usual arithmetic conversions (C11 6.3.1.8) of two promoted types. */
export function commonType(one: IntegerType, other: IntegerType): IntegerType {
  const size = Math.max(one.size, other.size);
  const signed = (one.size < size || one.signed) && (other.size < size || other.signed);
  return { size, signed };
}
