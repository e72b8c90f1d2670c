// SPDX-License-Identifier: GPL-2.0-only
import { isSameCode } from '../../src/uapi/compare/code.ts';
import { driversDiffer } from '../lib/driver/reach.ts';
import type { Subject } from '../rule.ts';

/** Whether a change is one of more than comments, in a header or in a driver at hand. */
export function changesCode(subject: Subject): boolean {
  const { uapi } = subject;
  if (!uapi) return driversDiffer(subject);
  const { texts, targets, before, after } = uapi;
  const differs = (name: string) =>
    targets.some((target) => {
      const [was, is] = [before.headers.get(name, target), after.headers.get(name, target)];
      return was !== is && !(was && is && isSameCode(was.text, is.text));
    });
  return [...texts].some(differs) || driversDiffer(subject);
}
