// SPDX-License-Identifier: GPL-2.0-only
import { isDriver } from '../lib/driver/code.ts';
import { armsOf, tableRows } from '../lib/driver/dispatch.ts';
import { filesWith } from '../lib/driver/functions.ts';
import { driversDiffer } from '../lib/driver/reach.ts';
import { ioctlChanges } from '../lib/ioctls.ts';
import { placed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-ioctl-unhandled',
  severity: 'warning',
  effect: 'defect',
  category: 'beh',
  needs: ['uapi', 'drivers', 'whole'],
  title: 'A new ioctl is defined, and no dispatcher at hand takes it.',
  why: 'A number that is given away without code behind it fails with -ENOTTY, and cannot be taken back once a header with it was released.',
  reference: 'Documentation/driver-api/ioctl.rst, "Return code"',
  todo: 'Add the case to the dispatcher in the same patch.',
  compare(subject) {
    const { after, uapi } = subject;
    if (!uapi) return [];
    const own = (ioctlChanges(subject)?.added ?? []).filter(({ header }) => isServed(subject, header));
    const rows = tableRows(after);
    return own
      .filter(({ name }) => armsOf(after, name).length === 0 && !rows.some((row) => row.name === name))
      .map((pair): Found => {
        const [file] = filesWith(after, pair.name);
        if (file) {
          const message = `${pair.name} is new; ${file.path} mentions it, and how it is dispatched could not be followed`;
          return { ...placed(pair), message, severity: 'note', effect: 'undetermined' };
        }
        const count = after.paths.filter(isDriver).length;
        const message = `no dispatcher takes the new ${pair.name}: no case and no comparison in any of ${count} files of drivers`;
        // Of a header alone nobody can tell which patch brings the code; userspace sees what it always saw.
        if (!driversDiffer(subject))
          return {
            ...placed(pair),
            message: `${message}, and none changes`,
            severity: 'note',
            effect: 'additive',
          };
        return { ...placed(pair), message };
      });
  },
};

/** Whether the drivers at hand are those of the header: some of its other ioctls are dispatched there. */
function isServed({ before, after, uapi }: Subject, header: string): boolean {
  const names = [uapi?.after.header(header), uapi?.before.header(header)].flatMap((one) => one?.ioctls ?? []);
  return names.some(({ name }) =>
    [before, after].some(
      (sources) => armsOf(sources, name).length > 0 || tableRows(sources).some((row) => row.name === name),
    ),
  );
}
