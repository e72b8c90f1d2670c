// SPDX-License-Identifier: GPL-2.0-only
import type { EnumType } from '../declare/type.ts';
import type { CValue, UnknownValue } from '../expression.ts';
import type { Abi } from '../target.ts';

const INT_MIN = -(2n ** 31n);
const INT_MAX = 2n ** 31n - 1n;

/** The integer type that gcc gives an enum: unsigned unless a value is negative, int's size unless one needs more. */
export function enumInteger(
  type: EnumType,
  values: readonly bigint[],
  abi: Abi,
): { size: number; align: number; signed: boolean } | UnknownValue {
  let least = 0n;
  let most = 0n;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const signed = least < 0n;
  const size = (type.attributes.packed ? [1, 2, 4, 8] : [4, 8]).find((bytes) => {
    const bits = BigInt(bytes * 8 - (signed ? 1 : 0));
    return most < 2n ** bits && least >= -(2n ** bits);
  });
  if (size === undefined) return { unknown: 'values that no integer type holds' };
  return { size, align: size === 8 && abi.long === 4 ? abi.longLongAlign : size, signed };
}

/** An enumerator's type is int where int holds its value, else the enum's. */
export function enumeratorValue(value: bigint, size: number, signed: boolean): CValue {
  if (value >= INT_MIN && value <= INT_MAX) return { value, size: 4, signed: true };
  return { value, size, signed };
}
