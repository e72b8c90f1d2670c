// SPDX-License-Identifier: GPL-2.0-only
import type { Found, Subject } from '../../rule.ts';
import { reservedChecked } from '../driver/growth.ts';
import { returnedOnly } from '../driver/returned.ts';
import { listed } from '../tell.ts';
import type { LayoutChange } from './event.ts';
import { foundOf, victimsOf } from './found.ts';
import type { Diagnosed, EventGroup } from './group.ts';

/** What it means to use reserved space or padding: whether old kernels refused anything but 0 there. */
export function reserved(subject: Subject, diagnosed: Diagnosed, group: EventGroup): LayoutChange[] {
  const found = foundOf(diagnosed, group, subject.uapi);
  const member = group.event.reserved;
  const { why, ...judged } = judge(subject, diagnosed, member);
  const message = `${found.message}; ${why}`;
  return [
    { rule: 'lay-reserved-used', found: { ...found, ...judged, ...victimsOf(judged.effect), message } },
  ];
}

function judge(
  subject: Subject,
  { pair }: Diagnosed,
  member: string | undefined,
): Required<Pick<Found, 'severity' | 'effect'>> & { why: string } {
  const lacking = subject.lacks.drivers;
  const returned = (): ReturnType<typeof judge> | undefined => {
    const functions = lacking === undefined ? returnedOnly(subject, pair) : undefined;
    const why = `no handler takes it from a program, ${listed(functions?.map((name) => `${name}()`) ?? [])} only return${functions?.length === 1 ? 's' : ''} it`;
    return functions && { effect: 'additive', severity: 'note', why };
  };
  if (member === undefined)
    return (
      returned() ?? {
        effect: 'undetermined',
        severity: 'warning',
        why: 'nobody had to clear padding, so an old binary may pass what it happens to hold',
      }
    );
  const state = lacking === undefined && member !== '' ? reservedChecked(subject, pair, member) : 'unknown';
  if (state === 'checked')
    return {
      effect: 'additive-proven',
      severity: 'note',
      why: `old kernels refused anything but 0 in ${member}`,
    };
  if (state === 'unchecked')
    return (
      returned() ?? {
        effect: 'behaviour-break',
        severity: 'warning',
        why: `old kernels did not refuse garbage in ${member}, so an old binary may pass some`,
      }
    );
  return {
    effect: 'undetermined',
    severity: 'warning',
    why: `whether old kernels refused anything but 0 in ${member || 'it'} is not known${lacking === undefined ? '' : `: ${lacking}`}`,
  };
}
