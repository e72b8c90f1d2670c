// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../../src/c/target.ts';
import type { Shape } from '../../../src/uapi/model.ts';
import { TARGETS } from '../../../src/uapi/targets.ts';

/** The innermost element of an array, else the shape itself. */
export function elementOf(shape: Shape): Shape {
  return shape.kind === 'array' ? elementOf(shape.of) : shape;
}

/** The struct or union that a member holds by value, itself or in an array: `struct vfio_bitmap`. */
export function heldBy(shape: Shape): string | undefined {
  const element = elementOf(shape);
  if (element.kind !== 'struct' && element.kind !== 'union') return undefined;
  return element.name === '' ? undefined : element.name;
}

/** Whether values of the two are the same bytes and mean the same numbers; names of structs count, sizes too. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a.kind !== b.kind || a.size !== b.size) return false;
  if (a.kind === 'integer' && b.kind === 'integer') return a.signed === b.signed;
  if (a.kind === 'array' && b.kind === 'array') return a.count === b.count && sameShape(a.of, b.of);
  return !('name' in a && 'name' in b) || a.name === b.name;
}

/** What tells two values apart that have the same size: their sign, or that one is a char. */
export function onlySignDiffers(a: Shape, b: Shape): boolean {
  if (a.kind === 'array' && b.kind === 'array') return a.count === b.count && onlySignDiffers(a.of, b.of);
  const numbers = (shape: Shape) => shape.kind === 'integer' || shape.kind === 'char';
  return a.size === b.size && numbers(a) && numbers(b) && !sameShape(a, b);
}

/** Whether char has a sign there, by the psABI. */
export function charSignedOn(target: TargetId): boolean {
  return TARGETS.find(({ id }) => id === target)?.abi.charSigned ?? true;
}

/** `char` and a byte of the sign that it has there: the same values, though C tells the types apart. */
export function isSameByte(a: Shape, b: Shape, charSigned: boolean): boolean {
  if (a.kind === 'array' && b.kind === 'array')
    return a.count === b.count && isSameByte(a.of, b.of, charSigned);
  const [one, other] = a.kind === 'char' ? [a, b] : [b, a];
  return one.kind === 'char' && other.kind === 'integer' && other.size === 1 && other.signed === charSigned;
}

/** Arrays of the same elements that differ in their outermost length. */
export function onlyLengthDiffers(a: Shape, b: Shape): boolean {
  return a.kind === 'array' && b.kind === 'array' && a.count !== b.count && sameShape(a.of, b.of);
}

const ORDER = /\b(?:__|__aligned_)?(le|be)(?=16|32|64)/;

/** `le`, `be`, or undefined where the type's name says nothing of byte order. */
export function byteOrder(type: string): string | undefined {
  return ORDER.exec(type)?.[1];
}
