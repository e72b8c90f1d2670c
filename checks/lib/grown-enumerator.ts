// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from '../rule.ts';
import type { Shift } from './enums.ts';
import { whyGrown } from './grown.ts';

/**
 * Why an enumerator may have another value, as of whyGrown(); undefined where it may not. Only one with an initialiser
 * can be a mask, or what is reserved.
 */
export function whyEnumeratorGrown({ uapi }: Subject, { pair, difference }: Shift): string | undefined {
  const { before, after, name, header } = pair;
  if (!uapi || before?.initialiser === undefined || after?.initialiser === undefined) return undefined;
  const [old, now] = [before.initialiser, after.initialiser].map((text) => ({ name, header, text }));
  if (!old || !now) return undefined;
  const reasons = difference.changes.map(({ was, is }) => whyGrown(uapi, old, now, was, is));
  return reasons.every(Boolean) ? reasons[0] : undefined;
}
