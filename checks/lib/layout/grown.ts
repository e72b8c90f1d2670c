// SPDX-License-Identifier: GPL-2.0-only
import { isUnknown } from '../../../src/uapi/model.ts';
import type { Found, Subject } from '../../rule.ts';
import { proveGrowth } from '../driver/growth.ts';
import { listed } from '../tell.ts';
import type { LayoutChange } from './changes.ts';
import { foundOf, victimsOf } from './found.ts';
import { type Diagnosed, type EventGroup, layoutOn } from './group.ts';
import { leavesOf } from './leaf.ts';
import { heldBy } from './shape.ts';

type Judged = Required<Pick<Found, 'severity' | 'effect'>> & { readonly why: string };

const NO_PROOF: Judged = { effect: 'undetermined', severity: 'warning', why: '' };

/**
 * What growth at the end means: it depends on whether the caller says how much it knows, and on the code that
 * believes it. Where the number of a request has the size in it, that is another rule's finding.
 */
export function grown(
  subject: Subject,
  diagnosed: Diagnosed,
  group: EventGroup,
  followers: readonly string[],
): LayoutChange[] {
  const { pair } = diagnosed;
  if (isSizedArgument(subject, diagnosed)) return [];
  const found = foundOf(diagnosed, group);
  const holders = [...new Set([...followers, ...holdersOf(subject, diagnosed)])];
  const negotiates = negotiatorOf(diagnosed);
  const rule = negotiates && holders.length === 0 ? 'lay-argsz-growth' : 'lay-struct-grown';
  const { why, ...judged } = judge(subject, diagnosed, negotiates, holders);
  const message = `${found.message}; ${why}`;
  const inherited = holders.length > 0 ? { inherited: holders } : {};
  const { breaks: _, ...rest } = found;
  const whole = { ...rest, ...judged, ...victimsOf(judged.effect), ...inherited, symbol: pair.name, message };
  const partly = rule === 'lay-struct-grown' && group.targets.length < diagnosed.targets.length;
  return [{ rule: partly ? 'lay-target-only' : rule, found: partly ? { ...whole, key: rule } : whole }];
}

function judge(
  subject: Subject,
  { pair }: Diagnosed,
  negotiates: string | undefined,
  holders: readonly string[],
): Judged {
  const breaks = { effect: 'binary-break', severity: 'error' } as const;
  if (holders.length > 0) return { ...breaks, why: `${listed(holders)} holds it, which moves or grows` };
  const lacking = subject.lacks.drivers;
  const proof = lacking === undefined ? proveGrowth(subject, pair) : undefined;
  if (proof?.verdict === 'proven') return { effect: 'additive-proven', severity: 'note', why: proof.why };
  if (proof?.verdict === 'break') return { ...breaks, why: proof.why };
  const unproven = proof?.why ?? lacking ?? '';
  if (negotiates) return { ...NO_PROOF, why: `${negotiates} may tell its size, but ${unproven}` };
  const requests = subject.uapi?.after.header(pair.header)?.ioctls.length ?? 0;
  return requests > 0
    ? { ...breaks, why: 'nothing in it tells the kernel which size a program means' }
    : { ...NO_PROOF, why: `its header has no ioctl, and nothing at hand tells how its size is told` };
}

/** The member that tells the size: argsz, or size among the first two as extensible structs have it. */
function negotiatorOf({ pair, targets }: Diagnosed): string | undefined {
  const [target] = targets;
  const layout = target && layoutOn(pair.before, target);
  const first = layout ? leavesOf(layout).slice(0, 2) : [];
  return first.find(({ name }, at) => (name === 'argsz' && at === 0) || name === 'size')?.name;
}

/** Requests whose number holds the size change with it. */
function isSizedArgument({ uapi }: Subject, { pair }: Diagnosed): boolean {
  return (uapi?.ioctls ?? []).some(
    ({ before, after }) =>
      before &&
      after?.argument === pair.name &&
      [...after.on].some(([target, now]) => {
        const was = before.on.get(target);
        return was && !isUnknown(was) && !isUnknown(now) && was.size !== now.size;
      }),
  );
}

/** Types of the same header that hold it by value, in arrays too: a flexible one does not change its holder's size. */
function holdersOf({ uapi }: Subject, { pair, targets }: Diagnosed): string[] {
  const [target] = targets;
  const types = uapi?.after.header(pair.header)?.types ?? [];
  return types
    .filter(
      (type) => target && layoutOn(type, target)?.members.some(({ shape }) => heldBy(shape) === pair.name),
    )
    .map(({ name }) => name);
}
