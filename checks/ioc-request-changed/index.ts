// SPDX-License-Identifier: GPL-2.0-only
import { ioctlChanges } from '../lib/ioctls.ts';
import { toldRequests } from '../lib/request.ts';
import { placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'ioc-request-changed',
  severity: 'error',
  effect: 'binary-break',
  category: 'ioc',
  needs: ['uapi'],
  title: 'An ioctl has another number, type or direction, or takes another type of argument.',
  why: `The kernel tells commands apart by their request value alone: a binary that was built for one reaches another, or none.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Command number definitions"',
  todo: 'Give the ioctl its old definition back, and define a new ioctl for the new meaning.',
  compare(subject) {
    const changes = ioctlChanges(subject);
    if (!changes) return [];
    const requests = changes.requests.map(({ pair, changes: all }): Found => {
      const words = toldRequests(all);
      const targets = all.every((one) => one.targets) ? all.flatMap((one) => one.targets ?? []) : undefined;
      return {
        ...placed(pair),
        message: `${pair.name} ${words}`,
        breaks: ['old binary on new kernel', 'new binary on old kernel'],
        ...(targets && { targets }),
      };
    });
    const unknown = changes.undetermined.map(({ pair, reason }): Found => {
      const message = `the request of ${pair.name} could not be told: ${reason}`;
      return { ...placed(pair), severity: 'warning', effect: 'undetermined', message };
    });
    return [...requests, ...unknown];
  },
};
