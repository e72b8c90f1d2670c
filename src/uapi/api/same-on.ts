// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../c/target.ts';

/**
 * One value that all of some targets have. Of most symbols it is so, and a map of seven entries for each of 40,000 takes
 * a tenth of the memory of a comparison.
 */
export class SameOn<T> implements ReadonlyMap<TargetId, T> {
  constructor(
    private readonly targets: readonly TargetId[],
    readonly value: T,
  ) {}

  get size(): number {
    return this.targets.length;
  }

  get(target: TargetId): T | undefined {
    return this.has(target) ? this.value : undefined;
  }

  has(target: TargetId): boolean {
    return this.targets.includes(target);
  }

  /** Whether both are for the same targets in the same order. */
  isForTargetsOf({ targets }: SameOn<unknown>): boolean {
    return (
      targets === this.targets ||
      (targets.length === this.targets.length && targets.every((target, at) => target === this.targets[at]))
    );
  }

  keys(): MapIterator<TargetId> {
    return this.targets.values();
  }

  *values(): MapIterator<T> {
    for (let at = 0; at < this.targets.length; at++) yield this.value;
  }

  *entries(): MapIterator<[TargetId, T]> {
    for (const target of this.targets) yield [target, this.value];
  }

  [Symbol.iterator](): MapIterator<[TargetId, T]> {
    return this.entries();
  }

  forEach(tell: (value: T, target: TargetId, map: ReadonlyMap<TargetId, T>) => void): void {
    for (const target of this.targets) tell(this.value, target, this);
  }
}
