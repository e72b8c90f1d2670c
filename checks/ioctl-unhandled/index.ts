// SPDX-License-Identifier: GPL-2.0-only
import { armsOf, isDriver } from '../lib/dispatch.ts';
import { newIoctls } from '../lib/ioctl.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'ioctl-unhandled',
  severity: 'warning',
  category: 'hnd',
  needs: ['tree'],
  title: 'A new ioctl is defined, but no dispatcher of the files at hand handles it.',
  why: 'A number that is given away without code behind it fails with -ENOTTY, and cannot be taken back once a header with it was released.',
  reference: 'Documentation/driver-api/ioctl.rst, "Return code"',
  todo: 'Superseded.',
  compare(subject) {
    const drivers = subject.after.paths.filter(isDriver);
    return newIoctls(subject).flatMap(({ header, request }): Found[] => {
      const { name, line } = request.constant;
      const at = { file: header.path, line };
      if (drivers.length === 0) {
        const message = `could not evaluate whether ${name} is handled: there is no driver among what was read`;
        return [{ ...at, severity: 'note', message }];
      }
      if (armsOf(subject.after, name).length > 0) return [];
      const message = `no \`case ${name}:\` and no \`cmd == ${name}\` in any file of a driver that was read (${drivers.length})`;
      return [{ ...at, message }];
    });
  },
};
