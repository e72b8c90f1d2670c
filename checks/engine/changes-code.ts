// SPDX-License-Identifier: GPL-2.0-only
import { driversDiffer } from '../lib/driver/reach.ts';
import type { Subject } from '../rule.ts';

/** Whether a change is one of more than comments, in a header or in a driver at hand. */
export function changesCode(subject: Subject): boolean {
  return (subject.uapi?.code.size ?? 0) > 0 || driversDiffer(subject);
}
