// SPDX-License-Identifier: GPL-2.0-only
import { ioctlChanges } from '../lib/ioctls.ts';
import { someRequest, spelledRequest } from '../lib/request.ts';
import { placed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'ioc-added',
  severity: 'note',
  effect: 'additive',
  category: 'ioc',
  needs: ['uapi'],
  title: 'A header gains an ioctl.',
  why: `An old kernel refuses it with ENOTTY, so a program can tell whether it is there.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Return code"',
  todo: 'Nothing: this is how an interface may grow.',
  compare: (subject) =>
    (ioctlChanges(subject)?.added ?? []).map((pair) => {
      const request = pair.after && someRequest(pair.after);
      const is = request ? `, ${spelledRequest(request)}` : '';
      return { ...placed(pair), message: `the ioctl ${pair.name} is new${is}` };
    }),
};
