// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../../src/c/target.ts';
import type { Quotation, Victim } from '../../../src/series/finding.ts';
import type { ApiType } from '../../../src/uapi/model.ts';
import type { Effect, Found } from '../../rule.ts';
import { quoted } from '../tell.ts';
import { type Diagnosed, type EventGroup, layoutOn } from './group.ts';
import { declarationOf, type Leaf } from './leaf.ts';

export const BINARY: readonly Victim[] = ['old binary on new kernel', 'new binary on old kernel'];
export const SOURCE: readonly Victim[] = ['recompiled source'];

export function victimsOf(effect: Effect): Pick<Found, 'breaks'> {
  if (effect === 'binary-break' || effect === 'behaviour-break') return { breaks: BINARY };
  return effect === 'source-break' ? { breaks: SOURCE } : {};
}

/** A finding about one event, with the numbers of every target that it holds on. */
export function foundOf(diagnosed: Diagnosed, group: EventGroup): Found {
  const { pair, targets: all } = diagnosed;
  const { event, targets, others } = group;
  const { was, is, effect, severity, member } = event;
  const place = is ? { file: pair.after.path, line: is.line } : placeBefore(diagnosed, was);
  const elsewhere = others.map(({ what, targets: on }) => `; on ${on.join(', ')} ${what}`).join('');
  const only = targets.length < all.length ? `; on ${targets.join(', ')} only` : '';
  const sizes = event.sized ? sizesOf(diagnosed, targets) : '';
  return {
    ...place,
    message: `${pair.name}: ${event.what}${elsewhere}${sizes}${only}`,
    severity,
    effect,
    symbol: member === '' ? pair.name : `${pair.name}.${member}`,
    before: was ? quotation(pair.before, was) : quoted(pair.before),
    after: is ? quotation(pair.after, is) : quoted(pair.after),
    ...victimsOf(effect),
    ...(targets.length < all.length ? { targets } : {}),
  };
}

function placeBefore(
  { pair: { before, after } }: Diagnosed,
  was: Leaf | undefined,
): Pick<Found, 'file' | 'line'> {
  return was ? { file: before.path, line: was.line } : { file: after.path, line: after.line };
}

function quotation({ path }: ApiType, leaf: Leaf): Quotation {
  return { file: path, line: leaf.line, text: declarationOf(leaf) };
}

/** `; size of struct vfio_lamp_info: 24 → 32 bytes (i386: 20 → 28)`; empty where no size changed. */
export function sizesOf({ pair }: Diagnosed, targets: readonly TargetId[]): string {
  const says = new Map<string, TargetId[]>();
  for (const target of targets) {
    const [was, is] = [layoutOn(pair.before, target), layoutOn(pair.after, target)];
    if (!was || !is || was.size === is.size) continue;
    const arrow = `${was.size} → ${is.size}`;
    says.set(arrow, [...(says.get(arrow) ?? []), target]);
  }
  const [first, ...rest] = says;
  if (!first) return '';
  const others = rest.map(([arrow, on]) => `${on.join(', ')}: ${arrow}`).join('; ');
  return `; size of ${pair.name}: ${first[0]} bytes${others ? ` (${others})` : ''}`;
}
