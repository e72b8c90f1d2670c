// SPDX-License-Identifier: GPL-2.0-only
import type { ApiIoctl, ApiMacro, Comparison, Pair } from '../../src/uapi/model.ts';
import { type ConstantChange, differenceOf, targetsOf, toldChanges } from '../lib/constants.ts';
import { ioctlChanges } from '../lib/ioctls.ts';
import { valuesLeft } from '../lib/left-to-program.ts';
import { someRequest, spelledRequest, toldRequests } from '../lib/request.ts';
import { servedAs } from '../lib/served-as.ts';
import { placed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

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
      const alias = servedAs(subject, pair, all);
      if (alias)
        return {
          ...placed(pair),
          severity: 'note',
          effect: 'additive',
          message: `${pair.name} ${words}; the driver serves the old request as ${alias}, so old binaries go on`,
          ...(targets && { targets }),
        };
      return {
        ...placed(pair),
        message: `${pair.name} ${words}`,
        breaks: ['old binary on new kernel', 'new binary on old kernel'],
        ...(targets && { targets }),
      };
    });
    const unknown = changes.undetermined.map(({ pair, reason }): Found => {
      const message = `kpw cannot tell the request of ${pair.name}: ${reason}`;
      return { ...placed(pair), severity: 'warning', effect: 'undetermined', message };
    });
    return [...requests, ...unknown, ...changes.turned.flatMap((pair) => turned(subject, pair))];
  },
};

function turned({ uapi }: Subject, pair: Pair<ApiIoctl>): Found[] {
  const { before, after, name, header } = pair;
  const macros = (uapi?.macros ?? []).find((one) => one.name === name && one.header === header);
  const found = placed(macros ?? pair);
  const request = before ?? after;
  const known = request && someRequest(request);
  const spelled = known ? spelledRequest(known) : 'a request';
  const changes = uapi && macros ? valuesOf(uapi, macros) : [];
  // By another name that the program has by a header of its own.
  if (changes === 'same') return [];
  const message = before
    ? `${name} was ${spelled}, now it is \`${macros?.after?.body ?? ''}\``
    : `${name} was \`${macros?.before?.body ?? ''}\`, now it is ${spelled}`;
  if (changes.length > 0) {
    const targets = targetsOf(changes);
    const isEverywhere = !targets || targets.length === uapi?.targets.length;
    return [
      {
        ...found,
        message: isEverywhere ? message : `${message}; it ${toldChanges(changes, '0x')}`,
        breaks: ['old binary on new kernel', 'new binary on old kernel'],
        ...(targets && { targets }),
      },
    ];
  }
  const doubt = `${message}; kpw cannot tell whether that is the same`;
  return [{ ...found, severity: 'warning', effect: 'undetermined', message: doubt }];
}

/** How a macro's values differ; none where they are not known. */
function valuesOf(
  uapi: Comparison,
  { name, before, after }: Pair<ApiMacro>,
): readonly ConstantChange[] | 'same' {
  if (!before || !after) return [];
  const { changes } = differenceOf(before.on, after.on);
  if (changes.length > 0) return changes;
  const was = before.on.size > 0 ? before.on : valuesLeft(uapi.before, before.header, name);
  const is = after.on.size > 0 ? after.on : valuesLeft(uapi.after, after.header, name);
  if (!was || !is) return [];
  const difference = differenceOf(was, is);
  const isSame = difference.changes.length === 0 && !difference.unknown && difference.lost.length === 0;
  return isSame ? 'same' : difference.changes;
}
