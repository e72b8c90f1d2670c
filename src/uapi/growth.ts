// SPDX-License-Identifier: GPL-2.0-only
import { holes } from './holes.ts';
import { type ApiType, type Comparison, isUnknown, type Pair, type TypeLayout } from './model.ts';

/**
 * What a change costs userspace, in one line: "one ioctl, one struct of 8 bytes, no holes, alike on all
 * architectures". Names that another list accounts for (an ioctl is a macro too) count once.
 */
export function growthText(comparison: Comparison): string {
  const { ioctls, types, macros, enumerators } = comparison;
  const requests = new Set(ioctls.map(({ name }) => name));
  const constants = macros.filter(({ name }) => !requests.has(name));
  const values = enumerators.filter(({ name }) => !requests.has(name));
  const phrases = [
    ...counted(added(ioctls).length, 'ioctl'),
    ...structs(added(types)),
    ...counted(grown(types), 'grown struct'),
    ...counted(added(constants).length, 'macro'),
    ...counted(added(values).length, 'enumerator'),
    ...counted(
      [ioctls, types, constants, values].flatMap((list) => removed<unknown>(list)).length,
      'name',
      ' removed',
    ),
  ];
  return phrases.length > 0 ? phrases.join(', ') : 'nothing';
}

function added<T>(pairs: readonly Pair<T>[]): T[] {
  return pairs.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : []));
}

function removed<T>(pairs: readonly Pair<T>[]): T[] {
  return pairs.flatMap(({ before, after }) => (after === undefined && before !== undefined ? [before] : []));
}

function grown(pairs: readonly Pair<ApiType>[]): number {
  return pairs.filter(({ before, after }) => {
    const [was, is] = [before && sizes(before)[0], after && sizes(after)[0]];
    return was !== undefined && is !== undefined && is > was;
  }).length;
}

/** `one struct of 8 bytes, no holes, alike on all architectures`. */
function structs(types: readonly ApiType[]): string[] {
  const laid = types.filter(({ kind }) => kind !== 'enum');
  if (laid.length === 0) return [];
  const first = laid.map((type) => sizes(type)[0]);
  const known = first.filter((size) => size !== undefined);
  const total = known.reduce((sum, size) => sum + size, 0);
  const each = known.length > 1 && known.length < 5 ? known.join(' + ') : String(total);
  const bytes =
    known.length < laid.length ? 'of a size that is not known' : `of ${each} byte${total === 1 ? '' : 's'}`;
  const padded = laid.flatMap((type) => layouts(type).slice(0, 1).flatMap(holes)).length;
  const alike = laid.every((type) => new Set(layouts(type).map(shapeOf)).size === 1);
  return [
    `${count(laid.length, laid.every(({ kind }) => kind === 'struct') ? 'struct' : 'type')} ${bytes}`,
    padded === 0 ? 'no holes' : count(padded, 'hole'),
    alike ? 'alike on all architectures' : 'not alike on all architectures',
  ];
}

function layouts(type: ApiType): TypeLayout[] {
  return [...type.on.values()].flatMap((layout) => (isUnknown(layout) ? [] : [layout]));
}

function sizes(type: ApiType): number[] {
  return layouts(type).map(({ size }) => size);
}

function shapeOf({ size, align, members }: TypeLayout): string {
  return [size, align, ...members.map(({ name, offset, size: bytes }) => `${name}@${offset}+${bytes}`)].join(
    ' ',
  );
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function count(number: number, noun: string): string {
  return `${WORDS[number] ?? number} ${noun}${number === 1 ? '' : 's'}`;
}

function counted(number: number, noun: string, suffix = ''): string[] {
  return number === 0 ? [] : [count(number, noun) + suffix];
}
