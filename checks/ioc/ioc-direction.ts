// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../src/series/topic.ts';
import type { ApiHeader, ApiIoctl } from '../../src/uapi/model.ts';
import { isAsked, type Traffic, trafficOf } from '../lib/driver/direction.ts';
import { someRequest } from '../lib/request.ts';
import { quotationOf } from '../lib/tell.ts';
import { PROFILES } from '../profiles/profiles.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'ioc-direction',
  severity: 'warning',
  effect: 'defect',
  category: 'ioc',
  needs: ['uapi', 'drivers'],
  title: 'The direction of an ioctl disagrees with what its handler copies.',
  why: `Tracers, sanitizers and the compatibility layer read from the direction which memory a call fills or reads.`,
  reference: 'Documentation/userspace-api/ioctl/ioctl-number.rst, the table of macros',
  todo: 'Use _IOR where the kernel writes, _IOW where it reads, _IOWR for both.',
  compare: ({ uapi, after: sources }) =>
    (uapi?.ioctls ?? []).flatMap(({ header: name, before, after }) => {
      const header = uapi?.after.header(name);
      if (!header || !after || isOld(before, after) || !isAsked(sources, after.name)) return [];
      if (mandatesPlain(header)) return [];
      return judge(sources, after);
    }),
};

/** Its direction is what it was. */
function isOld(before: ApiIoctl | undefined, after: ApiIoctl): boolean {
  return before !== undefined && someRequest(before)?.dir === someRequest(after)?.dir;
}

/** VFIO and iommufd write every request as _IO: the struct carries its size, the comment its direction. */
function mandatesPlain({ name, ioctls }: ApiHeader): boolean {
  if (PROFILES.some(({ headers }) => headers.includes(name))) return true;
  const plain = ioctls.filter((ioctl) => someRequest(ioctl)?.dir === 'none');
  return plain.length * 2 > ioctls.length;
}

function judge(sources: Sources, ioctl: ApiIoctl): Found[] {
  const dir = someRequest(ioctl)?.dir;
  if (!dir) return [];
  const traffic = trafficOf(sources, ioctl.name);
  // One handler that agrees is enough: another may serve only half of the command.
  if (traffic.length === 0 || traffic.some((one) => isSound(dir, one))) return [];
  const [first] = traffic;
  if (!first || (!first.reads && !first.writes)) return [];
  const does = [first.reads && `reads (${first.reads})`, first.writes && `writes (${first.writes})`];
  const macro = { none: '_IO', read: '_IOR', write: '_IOW', 'read-write': '_IOWR' }[dir];
  const message = `${ioctl.name} is ${macro}, but ${first.function}() in ${first.file} ${does.filter(Boolean).join(' and ')}`;
  return [{ file: ioctl.path, line: ioctl.line, symbol: ioctl.name, message, after: quotationOf(ioctl) }];
}

function isSound(dir: string, { reads, writes }: Traffic): boolean {
  if (!reads && !writes) return true;
  const wanted = reads && writes ? 'read-write' : reads ? 'write' : 'read';
  return dir === wanted;
}
