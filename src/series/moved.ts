// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from './compose.ts';
import type { GeneratedPatch } from './generated-from.ts';

/** One edit's place on the tree that a patch was made for, and on another; undefined where there is no such edit. */
export interface MovedAnchor {
  readonly role: Patch['role'];
  readonly anchor: string;
  /** `path:line`. */
  readonly was: string | undefined;
  readonly is: string | undefined;
}

/** The anchors of some patches, each beside its counterpart: the same one of the same patch, in their order. */
export function movedAnchors(old: readonly GeneratedPatch[], made: readonly Patch[]): MovedAnchor[] {
  const roles = ['prerequisite', 'variant'] as const;
  return roles.flatMap((role) => {
    const before = old.filter((patch) => patch.role === role);
    const after = made.filter((patch) => patch.role === role);
    // What was not in the mails is not compared.
    if (before.length === 0) return [];
    return pairs(before.map(placed), after.map(found)).flatMap(([was, is]) => beside(role, was, is));
  });
}

const placed = (patch: GeneratedPatch): Placed =>
  (patch.block.anchors ?? []).map((text) => text.split(' at ') as [string, string]);
const found = (patch: Patch): Placed =>
  patch.anchors.map(({ anchor, path, line }) => [anchor, `${path}:${line}`] as const);

/** A tree may need one patch more than the other, so patches are pairs by the anchors that they share. */
function pairs(before: readonly Placed[], after: readonly Placed[]): (readonly [Placed, Placed])[] {
  const shared = (a: Placed, b: Placed) => a.filter(([name]) => b.some(([other]) => other === name)).length;
  const left = new Set(before);
  const made = after.map((is) => {
    const [best] = [...left].sort((a, b) => shared(b, is) - shared(a, is));
    if (!best || shared(best, is) === 0) return [[], is] as const;
    left.delete(best);
    return [best, is] as const;
  });
  return [...made, ...[...left].map((was) => [was, []] as const)];
}

type Placed = readonly (readonly [anchor: string, place: string])[];

function beside(role: Patch['role'], was: Placed, is: Placed): MovedAnchor[] {
  const names = [...new Set([...was, ...is].map(([anchor]) => anchor))];
  return names.flatMap((anchor) => {
    const [before, after] = [was, is].map((all) =>
      all.filter(([name]) => name === anchor).map(([, place]) => place),
    );
    const count = Math.max(before?.length ?? 0, after?.length ?? 0);
    return Array.from({ length: count }, (_, at) => ({ role, anchor, was: before?.[at], is: after?.[at] }));
  });
}
