// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../../src/c/target.ts';
import type { Quotation, Victim } from '../../../src/series/finding.ts';
import { declaredOn } from '../../../src/uapi/api/lazy.ts';
import type { Api, Comparison } from '../../../src/uapi/model.ts';
import type { Effect, Found } from '../../rule.ts';
import { listed, quotationOf } from '../tell.ts';
import { type Diagnosed, type EventGroup, layoutOn } from './group.ts';
import { type Leaf, leafDeclaration } from './leaf.ts';

export const OLD_AND_NEW_BINARIES: readonly Victim[] = [
  'old binary on new kernel',
  'new binary on old kernel',
];
export const RECOMPILED_SOURCE: readonly Victim[] = ['recompiled source'];

export function victimsOf(effect: Effect): Pick<Found, 'breaks'> {
  if (effect === 'binary-break' || effect === 'behaviour-break') return { breaks: OLD_AND_NEW_BINARIES };
  return effect === 'source-break' ? { breaks: RECOMPILED_SOURCE } : {};
}

/** A finding about one event, with the numbers of every target that it holds on. */
export function foundOf(diagnosed: Diagnosed, group: EventGroup, uapi: Comparison | undefined): Found {
  const { pair, targets: all } = diagnosed;
  const { event, targets, others } = group;
  const { was, is, effect, severity, member } = event;
  // A header of every architecture has one path a target, and the type that of the first.
  const path = (side: 'before' | 'after') =>
    all.includes(targets[0] as TargetId) && targets[0] !== all[0]
      ? (pathOn(uapi?.[side], pair[side].header, targets[0]) ?? pair[side].path)
      : pair[side].path;
  const whole = { before: declaredOn(pair.before, targets), after: declaredOn(pair.after, targets) };
  const place = is
    ? { file: path('after'), line: is.line }
    : was
      ? { file: path('before'), line: was.line }
      : { file: whole.after.path, line: whole.after.line };
  const elsewhere = others.map(({ what, targets: on }) => `; on ${on.join(', ')} ${what}`).join('');
  const only = targets.length < all.length ? `; on ${targets.join(', ')} only` : '';
  const sizes = event.sized ? sizesOf(diagnosed, targets) : '';
  return {
    ...place,
    message: `${pair.name}: ${event.what}${elsewhere}${sizes}${only}${because(diagnosed)}`,
    severity,
    effect,
    symbol: member === '' ? pair.name : `${pair.name}.${member}`,
    before: was ? quotation(path('before'), was) : quotationOf(whole.before),
    after: is ? quotation(path('after'), is) : quotationOf(whole.after),
    ...victimsOf(effect),
    ...(event.language ? { language: event.language } : {}),
    targets,
  };
}

/** Where the declaration is as it was, what in it means something else now. */
function because({ pair: { inheritedFrom = [] } }: Diagnosed): string {
  return inheritedFrom.length > 0 ? `; because of ${listed(inheritedFrom)}` : '';
}

function pathOn(api: Api | undefined, header: string, id: TargetId | undefined): string | undefined {
  const target = api?.targets.find((one) => one.id === id);
  return target && api?.headers.get(header, target)?.path;
}

function quotation(file: string, leaf: Leaf): Quotation {
  return { file, line: leaf.line, text: leafDeclaration({ ...leaf, name: leaf.name.replace(/^.*\./, '') }) };
}

/** `; size of struct vfio_lamp_info: 24 → 32 bytes (i386: 20 → 28)`; empty where no size changed. */
function sizesOf({ pair }: Diagnosed, targets: readonly TargetId[]): string {
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
