// SPDX-License-Identifier: GPL-2.0-only

import { TARGET_IDS, type TargetId } from '../../../src/c/target.ts';
import { asRead } from '../../../src/uapi/api/lazy.ts';
import {
  type ApiType,
  type Comparison,
  isUnknown,
  type TypeLayout,
  type TypePair,
} from '../../../src/uapi/model.ts';
import { typeHiddenOn } from '../hidden-by-asm.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis, Event } from './event.ts';
import { charSignedOn } from './shape.ts';

/** A type that both sides have, with what happened to it on each target. */
export interface Diagnosed {
  readonly pair: TypePair & { readonly before: ApiType; readonly after: ApiType };
  /** Targets on which both layouts are known, in the order of TARGET_IDS. */
  readonly targets: readonly TargetId[];
  readonly groups: readonly EventGroup[];
  readonly inheritedFrom: readonly string[];
}

/** One event on the targets that have it. */
export interface EventGroup {
  readonly event: Event;
  readonly targets: readonly TargetId[];
  /** The event's words where they differ from the first target's. */
  readonly others: readonly { readonly what: string; readonly targets: readonly TargetId[] }[];
}

export function layoutOn(type: ApiType | undefined, target: TargetId): TypeLayout | undefined {
  return knownOn(type?.on, target);
}

/** The same for what looks through many types for one: by one reader alone. */
export function readOn(type: ApiType | undefined, target: TargetId): TypeLayout | undefined {
  return knownOn(type && asRead(type), target);
}

function knownOn(on: ApiType['on'] | undefined, target: TargetId): TypeLayout | undefined {
  const layout = on?.get(target);
  return layout && !isUnknown(layout) ? layout : undefined;
}

/** @param changed whether a struct of that name changed by itself */
export function diagnosed(
  pair: Diagnosed['pair'],
  changed: (type: string) => boolean,
  aliased: (old: string, now: string) => boolean,
  uapi: Comparison,
): Diagnosed {
  const { before, after } = pair;
  const union = before.kind === 'union';
  const hidden = typeHiddenOn(uapi, after);
  const each: (readonly [TargetId, Diagnosis])[] = [];
  for (const target of TARGET_IDS) {
    const [was, is] = [layoutOn(before, target), layoutOn(after, target)];
    const members = (side: 'was' | 'is', type: string) =>
      layoutOn((side === 'was' ? uapi.before : uapi.after).type(type, pair.header), target)?.members;
    const placeOf = (side: 'was' | 'is', type: string, member: string) => {
      const header = (side === 'was' ? uapi.before : uapi.after).header(pair.header);
      const value = header?.value(`__builtin_offsetof(${type}, ${member})`).get(target);
      return typeof value === 'bigint' ? Number(value) : undefined;
    };
    const resolved = (side: 'was' | 'is', type: string) =>
      (side === 'was' ? uapi.before : uapi.after).header(pair.header)?.resolved(type, target) ?? type;
    if (!was || !is || hidden.has(target)) continue;
    const attributes = attributesOf(before, after, was.align !== is.align);
    each.push([
      target,
      diagnose({
        was,
        is,
        attributes,
        union,
        charSigned: charSignedOn(target),
        changed,
        members,
        placeOf,
        resolved,
        aliased,
      }),
    ]);
  }
  return {
    pair,
    targets: each.map(([target]) => target),
    groups: grouped(each),
    inheritedFrom: [...new Set(each.flatMap(([, { inheritedFrom }]) => inheritedFrom))],
  };
}

/** What is written of packed and aligned, where it differs: another spelling of the same alignment is no difference. */
function attributesOf(before: ApiType, after: ApiType, realigned: boolean): string | undefined {
  const written = ({ attributes }: ApiType) => attributes.filter((one) => /packed|aligned/.test(one)).sort();
  const [old, now] = [written(before), written(after)];
  const packed = (list: readonly string[]) => list.some((one) => one.includes('packed'));
  if (old.join() === now.join() || (packed(old) === packed(now) && !realigned)) return undefined;
  return `${old.join(', ') || 'none'} → ${now.join(', ') || 'none'}`;
}

function grouped(each: readonly (readonly [TargetId, Diagnosis])[]): EventGroup[] {
  const groups = new Map<string, { event: Event; says: Map<string, TargetId[]> }>();
  for (const [target, { events }] of each)
    for (const event of events) {
      const key = `${event.rule} ${event.member} ${event.effect}`;
      const group = groups.get(key) ?? { event, says: new Map() };
      groups.set(key, group);
      group.says.set(event.what, [...(group.says.get(event.what) ?? []), target]);
    }
  return [...groups.values()].map(({ event, says }) => ({
    event,
    targets: TARGET_IDS.filter((id) => [...says.values()].some((targets) => targets.includes(id))),
    others: [...says].slice(1).map(([what, targets]) => ({ what, targets })),
  }));
}
