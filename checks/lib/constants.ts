// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import { isUnknown, type On } from '../../src/uapi/model.ts';

/** One difference between two values. */
export interface ConstantChange {
  readonly was: bigint;
  readonly is: bigint;
  /** Undefined where it holds on all targets that have the name on both sides. */
  readonly targets?: readonly TargetId[];
}

export interface ConstantDifference {
  /** Grouped by the two values, in the targets' order. */
  readonly changes: readonly ConstantChange[];
  /** Targets that had a value before and lack the name now. */
  readonly lost: readonly TargetId[];
  /** Why it cannot be told on some target, and on which; undefined where all is known. */
  readonly unknown: { readonly reason: string; readonly targets: readonly TargetId[] } | undefined;
}

/** How the values of one name differ between two sides. */
export function differenceOf(before: On<bigint>, after: On<bigint>): ConstantDifference {
  const groups = new Map<string, { was: bigint; is: bigint; targets: TargetId[] }>();
  const lost: TargetId[] = [];
  const unknown: TargetId[] = [];
  let reason = '';
  let common = 0;
  for (const [target, was] of before) {
    const is = after.get(target);
    if (is === undefined) {
      if (!isUnknown(was)) lost.push(target);
      continue;
    }
    common++;
    if (isUnknown(was) || isUnknown(is)) {
      reason ||= isUnknown(was) ? was.unknown : (is as { unknown: string }).unknown;
      unknown.push(target);
    } else if (was !== is) {
      const key = `${was} ${is}`;
      const group = groups.get(key) ?? { was, is, targets: [] };
      groups.set(key, group);
      group.targets.push(target);
    }
  }
  const changes = [...groups.values()].map(({ was, is, targets }) =>
    targets.length === common ? { was, is } : { was, is, targets },
  );
  return { changes, lost, unknown: unknown.length > 0 ? { reason, targets: unknown } : undefined };
}

/** The value that all targets agree on; undefined where one does not know it, they differ, or there is none. */
export function agreedValue(on: On<bigint>): bigint | undefined {
  const values = [...on.values()];
  const [first] = values;
  if (first === undefined || isUnknown(first)) return undefined;
  return values.every((one) => one === first) ? first : undefined;
}

/** Any value at all, of the first target that knows one: for ordering and for words, never for a verdict. */
export function someValue(on: On<bigint>): bigint | undefined {
  for (const value of on.values()) if (!isUnknown(value)) return value;
  return undefined;
}

/** `3`, or `0x10` where the text itself speaks in bits or hex. */
export function spelled(value: bigint, like = ''): string {
  const bits = /0[xX]|<<|BIT/.test(like) && value >= 0n;
  return bits ? `0x${value.toString(16)}` : String(value);
}

/** `was 3, now it is 4`, per group of targets. */
export function toldChanges(changes: readonly ConstantChange[], like = ''): string {
  return changes
    .map(({ was, is, targets }) => {
      const where = targets ? ` on ${targets.join(', ')}` : '';
      return `was ${spelled(was, like)}, now it is ${spelled(is, like)}${where}`;
    })
    .join('; ');
}

/** Targets of all changes together; undefined where one of them holds on all. */
export function targetsOf(changes: readonly ConstantChange[]): readonly TargetId[] | undefined {
  if (changes.some(({ targets }) => targets === undefined)) return undefined;
  return changes.flatMap(({ targets }) => targets ?? []);
}

/** Identifiers of an expression, in order, each once. */
export function identifiers(text: string): string[] {
  return [
    ...new Set(text.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""').match(/\b[A-Za-z_]\w*/g) ?? []),
  ];
}

/** C tokens, so that blanks and line breaks make no difference. */
export function tokens(text: string): string[] {
  return text.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\w+|<<|>>|[<>=!]=|&&|\|\||->|##|\S/g) ?? [];
}

/** Whether a list of a macro, `{ A, "a" }, { B, "b" }`, only gained entries: its tokens are all there, in order. */
export function hasGrown(before: string, after: string): boolean {
  const [was, is] = [tokens(before), tokens(after)];
  const commas = was.filter((token) => token === ',').length;
  if (commas < 3 || is.length <= was.length) return false;
  let at = 0;
  for (const token of is) if (token === was[at]) at++;
  return at === was.length;
}

/** The same 32 or 64 bits, read with and without a sign. */
export function isSameBits({ was, is }: ConstantChange): boolean {
  return widthOf(was, is) !== undefined;
}

/** Whether those bits are one, the highest: a flag, which nobody compares by size. */
export function isHighestBit({ was, is }: ConstantChange): boolean {
  const bits = widthOf(was, is);
  return bits !== undefined && BigInt.asUintN(bits, was) === 1n << BigInt(bits - 1);
}

function widthOf(was: bigint, is: bigint): 32 | 64 | undefined {
  return ([32, 64] as const).find(
    (bits) =>
      BigInt.asUintN(bits, was) === BigInt.asUintN(bits, is) &&
      [was, is].every((one) => one < 1n << BigInt(bits)),
  );
}
