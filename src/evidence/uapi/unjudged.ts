// SPDX-License-Identifier: GPL-2.0-only
import { changedBodies } from '../../../checks/lib/driver/body.ts';
import { isReached } from '../../../checks/lib/driver/reached.ts';
import { listed } from '../../../checks/lib/tell.ts';
import type { Subject } from '../../../checks/rule.ts';
import type { UapiSide } from '../../uapi/side/open.ts';

/**
 * Says which functions of drivers a patch changes that programs reach and of which no finding speaks: that no rule speaks
 * is no proof that they do what they did.
 */
export function unjudgedNotes(
  { before, after }: Pick<Subject, 'before' | 'after'>,
  { kind, touched = [] }: UapiSide,
  findings: readonly { readonly message: string; readonly symbol?: string | undefined }[],
): string[] {
  if (kind !== 'kernel' || !touched.some((path) => path.endsWith('.c'))) return [];
  const told = findings.map(({ symbol = '', message }) => `${symbol} ${message}`).join('\n');
  const names = changedBodies(before, after)
    .filter((pair) => touched.includes(pair.after.path))
    .filter(({ after: { name } }) => !new RegExp(`\\b${name}\\b`).test(told))
    .filter((pair) => isReached(after, pair.after))
    .map((pair) => `${pair.after.name}()`);
  if (names.length === 0) return [];
  const whose = names.length === 1 ? 'a function that programs reach' : 'functions that programs reach';
  return [`no rule speaks of what the patch changes in ${listed([...new Set(names)], 4)}, ${whose}`];
}
