// SPDX-License-Identifier: GPL-2.0-only

/**
 * Where a bit-field begins: at `position` bits, unless it would then span more units of its type's alignment than its
 * type has (gcc's excess_unit_span; the System V psABIs' "must reside in a storage unit of its declared type").
 */
export function bitFieldStart(position: number, bits: number, typeSize: number, typeAlign: number): number {
  const align = typeAlign * 8;
  const inside = position % align;
  const units = Math.ceil((inside + bits) / align);
  return units > (typeSize * 8) / align ? roundUp(position, align) : position;
}

export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
