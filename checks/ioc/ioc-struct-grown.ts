// SPDX-License-Identifier: GPL-2.0-only
import { type Both, ioctlChanges } from '../lib/ioctls.ts';
import { goesByNumber, type RequestChange, toldRequests } from '../lib/request.ts';
import { servedAs as aliasOf } from '../lib/served-as.ts';
import { listed, placed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'ioc-struct-grown',
  severity: 'error',
  effect: 'binary-break',
  category: 'ioc',
  needs: ['uapi'],
  title: 'The struct of an ioctl that encodes its size has another size, so the request is another.',
  why: `_IOR, _IOW and _IOWR make the size of the argument part of the request. An old binary keeps asking for the old one, which the kernel no longer knows.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Command number definitions"',
  todo: 'Define a new struct and a new ioctl, and keep the old ones; or handle both sizes in the dispatcher.',
  compare(subject) {
    const structs = new Map<string, { pair: Both; changes: readonly RequestChange[] }[]>();
    for (const one of ioctlChanges(subject)?.resized ?? []) {
      const key = `${one.pair.header} ${one.pair.after.argument}`;
      structs.set(key, [...(structs.get(key) ?? []), one]);
    }
    return [...structs.values()].flatMap((group) => told(subject, group));
  },
};

function told(
  subject: Subject,
  group: readonly { pair: Both; changes: readonly RequestChange[] }[],
): Found[] {
  const [first] = group;
  if (!first) return [];
  const { pair, changes } = first;
  const words = toldRequests(changes);
  const others = group.slice(1).map((one) => one.pair.name);
  const more = others.length > 0 ? `; ${listed(others)} likewise` : '';
  const argument = pair.after.argument ?? 'its argument';
  const targets = changes.every((one) => one.targets)
    ? changes.flatMap((one) => one.targets ?? [])
    : undefined;
  const found: Found = {
    ...placed(pair),
    message: `${argument} has another size, so ${pair.name} ${words}${more}`,
    breaks: ['old binary on new kernel', 'new binary on old kernel'],
    inherited: [argument, ...others],
    ...(targets && { targets }),
  };
  const alias = aliasOf(subject, pair, changes);
  if (alias) {
    const { breaks: _, ...rest } = found;
    const message = `${found.message}; the driver serves the old request as ${alias}, so old binaries go on`;
    return [{ ...rest, severity: 'note', effect: 'additive', message }];
  }
  const isGrown = changes.every(({ was, is }) => is.size > was.size);
  if (!isGrown || !goesByNumber(pair.after, subject.uapi?.after.header(pair.header)?.macros)) return [found];
  const { breaks: _, ...rest } = found;
  const message = `${found.message}; the dispatcher of this subsystem goes by the number and copies what both sides know`;
  return [{ ...rest, severity: 'note', effect: 'additive', message }];
}
