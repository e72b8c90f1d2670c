// SPDX-License-Identifier: GPL-2.0-only
import { AllocationTaken } from '../errors.ts';
import { type Macro, macros } from '../macro.ts';
import type { SourceFile } from '../parse.ts';

/**
 * Kinds of numbers that a header of the userspace API gives away: of an ioctl (`_IOW('L', 3, …)`), of a bit
 * (`(1 << 3)`, `0x8`), of anything that is counted (`3`).
 */
export type NumberKind = 'ioctl' | 'bit' | 'id';

/** A number of a header, as a patch has it. */
export interface PostedNumber {
  readonly kind: NumberKind;
  /** Of the macro that gets it. */
  readonly name: string;
  /** What the names begin with that have numbers of the same space: `VFIO_DEVICE_`. */
  readonly family: string;
  readonly number: number;
}

/**
 * The number that was posted where no name of the family has it, else the first above all of theirs: a name has one number,
 * and one that is taken here is somebody else's.
 *
 * @throws AllocationTaken where the header has the name already
 */
export function freeNumber(file: SourceFile, { kind, name, family, number }: PostedNumber): number {
  const existing = macros(file).find((macro) => macro.name === name);
  if (existing)
    throw new AllocationTaken({
      title: `the tree already defines ${name}`,
      where: `${file.origin}: ${file.path}:${existing.line}`,
      detail: `  #define ${name} ${existing.body}`,
      hint: 'The design is in this tree already, or another one took its name: use a tree without it, or rename.',
    });
  const used = [...numbersIn(file, kind, family).values()];
  return used.includes(number) ? Math.max(...used) + 1 : number;
}

/** Numbers of a kind by the macros that have them, of those whose names begin so. */
export function numbersIn(file: SourceFile, kind: NumberKind, family: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const macro of macros(file)) {
    const number = macro.name.startsWith(family) ? numberOf(macro, kind) : undefined;
    if (number !== undefined) found.set(macro.name, number);
  }
  return found;
}

/** A number as C writes it in hexadecimal, with so many digits at least. */
export function hex(number: number, digits: number): string {
  return `0x${number.toString(16).padStart(digits, '0')}`;
}

const IOCTL = /^_IOW?R?\(\s*[^,]+,\s*(?:\w+\s*\+\s*)?(0x[\da-f]+|\d+)\s*[,)]/i;
const BIT = /^\(?\s*(?:1[ul]*\s*<<\s*|_?BIT(?:UL|ULL|_ULL)?\(\s*)(\d+)\s*\)?\s*\)?$/i;
const PLAIN = /^\(?\s*(0x[\da-f]+|\d+)[ul]*\s*\)?$/i;

/** The number that a macro of a kind has; undefined where it is of another. */
export function numberOf({ body }: Pick<Macro, 'body'>, kind: NumberKind): number | undefined {
  if (kind === 'ioctl') return numeric(IOCTL.exec(body)?.[1]);
  const plain = numeric(PLAIN.exec(body)?.[1]);
  if (kind === 'id') return plain;
  const shifted = numeric(BIT.exec(body)?.[1]);
  if (shifted !== undefined) return shifted;
  return plain !== undefined && plain > 0 && Number.isInteger(Math.log2(plain))
    ? Math.log2(plain)
    : undefined;
}

function numeric(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
