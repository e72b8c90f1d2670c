// SPDX-License-Identifier: GPL-2.0-only
import type { ApiMember } from '../../../src/uapi/model.ts';
import type { Event } from './event.ts';
import { type Leaf, leafDeclaration, leavesOf } from './leaf.ts';
import { pointerText, pointsToFunction } from './pointer.ts';
import {
  byteOrder,
  elementOf,
  heldBy,
  isSameByte,
  onlyLengthDiffers,
  onlySignDiffers,
  sameShape,
} from './shape.ts';
import type { Versions } from './versions.ts';

/** What became of the type of a member that both sides have; undefined where it is the same to a binary. */
export function retyping(was: Leaf, is: Leaf, versions: Versions): Event | undefined {
  const event = (
    rule: Event['rule'],
    effect: Event['effect'],
    severity: Event['severity'],
    what: string,
  ): Event => ({ rule, member: is.name, what, effect, severity, was, is });
  const change = `${is.name} was \`${leafDeclaration(was)}\`, now it is \`${leafDeclaration(is)}\``;
  if (was.bits !== is.bits)
    return event(
      'lay-member-resized',
      'binary-break',
      'error',
      `${change}: ${bitsOf(was)} → ${bitsOf(is)} bits`,
    );
  if (onlyLengthDiffers(was.shape, is.shape)) return lengthened(was, is, change, event, versions);
  if (was.shape.size !== is.shape.size)
    return event(
      'lay-member-resized',
      'binary-break',
      'error',
      `${change}: ${was.shape.size} → ${is.shape.size} bytes`,
    );
  if (isSameByte(was.shape, is.shape, versions.charSigned)) return undefined;
  if (onlySignDiffers(was.shape, is.shape))
    return event('lay-member-sign', 'source-break', 'warning', `${change}, of another sign`);
  if (!sameShape(was.shape, is.shape)) return kindred(was, is, change, event, versions);
  return reordered(was, is, change, event, versions);
}

type Make = (
  rule: Event['rule'],
  effect: Event['effect'],
  severity: Event['severity'],
  what: string,
) => Event;

function lengthened(was: Leaf, is: Leaf, change: string, event: Make, versions: Versions): Event {
  const open = ({ shape }: Leaf) => shape.kind === 'array' && (shape.count ?? 0) <= 1;
  if (!open(was) || !open(is)) return event('lay-array-length', 'binary-break', 'error', change);
  // g++ takes [0] anywhere, and [] at the end of the whole alone (gcc manual, "Arrays of Length Zero").
  if (is.shape.kind === 'array' && is.shape.count === undefined && was.shape.size === is.shape.size)
    return {
      ...event(
        'lay-flexible-array',
        'source-break',
        'warning',
        `${change}; the size of the whole is the same, and C++ takes it no longer before another member or as a base class, and no sizeof of its last member`,
      ),
      language: 'C++',
    };
  return was.shape.size === is.shape.size || versions.was.size === versions.is.size
    ? event('lay-flexible-array', 'additive', 'note', `${change}; the size of the whole is the same`)
    : event(
        'lay-flexible-array',
        'source-break',
        'warning',
        `${change}, so sizeof ${was.shape.size > is.shape.size ? 'no longer counts' : 'now counts'} an element`,
      );
}

/** Another kind of the same size. */
function kindred(was: Leaf, is: Leaf, change: string, event: Make, versions: Versions): Event | undefined {
  if (isAlike(was, is, versions)) {
    if (was.type === is.type) return undefined;
    const [old, now] = [heldBy(was.shape), heldBy(is.shape)];
    // The old struct goes on beside the new one: what has it in hand can no longer be assigned.
    return old !== now && old && !versions.members('was', old)
      ? event('lay-member-retyped', 'source-break', 'warning', `${change}, laid out alike`)
      : event('lay-member-retyped', 'additive', 'note', `${change}, laid out alike`);
  }
  const [a, b] = [elementOf(was.shape).kind, elementOf(is.shape).kind];
  const kinds = new Set([a, b]);
  const converts = kinds.has('enum') && (kinds.has('integer') || kinds.size === 1);
  if (converts)
    return event('lay-member-retyped', 'additive', 'note', `${change}, which C converts and C++ may not`);
  if (kinds.has('struct') && ([was, is].some(isBytes) || isWrapped(was, is, versions)))
    return event('lay-member-retyped', 'source-break', 'warning', change);
  const bits = kinds.has('struct') || kinds.has('union') || kinds.has('float') || kinds.has('array');
  return event(
    'lay-member-retyped',
    bits ? 'binary-break' : 'source-break',
    bits ? 'error' : 'warning',
    change,
  );
}

/** Two structs with the same members at the same places. */
function isAlike(was: Leaf, is: Leaf, { members, placeOf }: Versions): boolean {
  const [old, now] = [heldBy(was.shape), heldBy(is.shape)];
  const [before, after] = [old && members('was', old), now && members('is', now)];
  // struct timeval and the like are the C library's: no header of the side lists their members.
  if (old && after && !before) return isPlaced(after, (name) => placeOf('was', old, name));
  if (now && before && !after) return isPlaced(before, (name) => placeOf('is', now, name));
  if (!before || !after) return false;
  const [a, b] = [leavesOf({ members: before }), leavesOf({ members: after })];
  return (
    a.length === b.length &&
    a.every((leaf, at) => {
      const other = b[at];
      return other && leaf.from === other.from && leaf.to === other.to && leaf.name === other.name;
    })
  );
}

/** `__u32 a` and `struct { __u32 x; } a`: the same bytes by a longer name. */
function isWrapped(was: Leaf, is: Leaf, { members }: Versions): boolean {
  const [held, plain, side] = heldBy(was.shape)
    ? [heldBy(was.shape), is, 'was' as const]
    : [heldBy(is.shape), was, 'is' as const];
  const inside = held === undefined ? undefined : members(side, held);
  const [only, ...others] = inside ? leavesOf({ members: inside }) : [];
  return (
    only !== undefined &&
    others.length === 0 &&
    only.shape.kind === plain.shape.kind &&
    only.shape.size === plain.shape.size &&
    byteOrder(only.type) === byteOrder(plain.type)
  );
}

/** Whether the members, but for those that the library calls otherwise by right, stand at the same places there. */
function isPlaced(members: readonly ApiMember[], place: (name: string) => number | undefined): boolean {
  const named = leavesOf({ members }).filter(({ name }) => !/(^|\.)_/.test(name));
  return named.length > 0 && named.every(({ name, from }) => place(name) === from / 8);
}

function isBytes({ shape }: Leaf): boolean {
  return shape.kind === 'array' && elementOf(shape).size === 1;
}

/** The same shape under another name: only a byte order or a pointer's target tells something. */
function reordered(
  was: Leaf,
  is: Leaf,
  change: string,
  event: Make,
  { resolved }: Versions,
): Event | undefined {
  const [before, after] = [byteOrder(was.type), byteOrder(is.type)];
  if (before !== after && before && after)
    return event('lay-member-retyped', 'binary-break', 'error', `${change}, of another byte order`);
  if (before !== after)
    return event('lay-member-retyped', 'additive', 'note', `${change}: what byte order it has is said anew`);
  if (elementOf(was.shape).kind !== 'pointer' || pointerText(was.type) === pointerText(is.type))
    return undefined;
  const [old, now] = [resolved('was', was.type), resolved('is', is.type)];
  // A typedef of the same pointer.
  if (old === now) return undefined;
  // A function of the old type is no value for it any more: g++ and gcc 14 refuse it.
  if (pointsToFunction(old) && pointsToFunction(now))
    return event('lay-member-retyped', 'source-break', 'warning', `${change}, a function of another type`);
  return event('lay-member-retyped', 'additive', 'note', `${change}: a program may need a cast`);
}

function bitsOf(leaf: Leaf): number {
  return leaf.bits ?? leaf.shape.size * 8;
}
