// SPDX-License-Identifier: GPL-2.0-only
import { expandedLeaves, isReserved, type Leaf, leavesOf } from './leaf.ts';
import { heldBy, sameShape } from './shape.ts';
import type { Versions } from './versions.ts';

/** Members of two sides, paired. */
export interface Matched {
  /** Members of both sides by name. */
  readonly common: readonly (readonly [was: Leaf, is: Leaf])[];
  readonly renamed: readonly (readonly [was: Leaf, is: Leaf])[];
  readonly gone: readonly Leaf[];
  readonly fresh: readonly Leaf[];
}

/** Members of both sides; one of a named type stands for what is in it where the other side wrote that out. */
export function alignedLeaves({ was, is, members }: Versions): [before: Leaf[], after: Leaf[]] {
  const [before, after] = [was, is].map((layout) => leavesOf(layout).filter((leaf) => !isMark(leaf))) as [
    Leaf[],
    Leaf[],
  ];
  const split = (side: 'was' | 'is', own: readonly Leaf[], other: readonly Leaf[]) =>
    own.flatMap((leaf) => {
      const type = leaf.shape.kind === 'array' ? undefined : heldBy(leaf.shape);
      const written = type !== undefined && other.some(({ name }) => name.startsWith(`${leaf.name}.`));
      const inner = written ? members(side, type) : undefined;
      return inner ? expandedLeaves(leaf, inner) : [leaf];
    });
  return [split('was', before, after), split('is', after, before)];
}

/** `char end[]` of struct rseq marks where the members end, for offsetof(): nothing is stored there, and it moves by nature. */
function isMark({ name, from, to, shape }: Leaf): boolean {
  return name === 'end' && from === to && shape.kind === 'array' && shape.count === undefined;
}

export function match(before: readonly Leaf[], after: readonly Leaf[]): Matched {
  const now = new Map(after.filter(({ name }) => name !== '').map((leaf) => [leaf.name, leaf]));
  const then = new Set(before.map(({ name }) => name));
  const common = before.flatMap((was) => {
    const is = now.get(was.name);
    return is ? [[was, is] as const] : [];
  });
  const gone = before.filter(({ name }) => !now.has(name));
  const fresh = after.filter(({ name }) => name !== '' && !then.has(name));
  const renamed = gone.flatMap((was) => {
    const is = fresh.find(
      (one) => one.from === was.from && one.to === was.to && sameShape(one.shape, was.shape),
    );
    return is && !isReserved(was) && !isReserved(is) ? [[was, is] as const] : [];
  });
  const paired = new Set<Leaf>(renamed.flat());
  return {
    common,
    renamed,
    gone: gone.filter((leaf) => !paired.has(leaf)),
    fresh: fresh.filter((leaf) => !paired.has(leaf)),
  };
}
