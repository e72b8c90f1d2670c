// SPDX-License-Identifier: GPL-2.0-only
import { asRead } from '../../src/uapi/api/lazy.ts';
import { type ApiHeader, type ApiIoctl, isUnknown } from '../../src/uapi/model.ts';
import { identifiers } from '../lib/constants.ts';
import { askedHeaders, ioctlsIn } from '../lib/new-members.ts';
import { spelledRequest } from '../lib/request.ts';
import { quotationOf } from '../lib/tell.ts';
import { PROFILES } from '../profiles/profiles.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'ioc-duplicate',
  severity: 'warning',
  effect: 'defect',
  category: 'ioc',
  needs: ['uapi'],
  title: 'Two ioctls of one header have the same number, type, direction and size.',
  why: `The kernel tells commands apart by their request value alone, so on one file descriptor one of the two is never reached. Headers that serve several kinds of descriptor have a profile that knows them.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Command number definitions"',
  todo: 'Take the next free number.',
  lint: (side) =>
    askedHeaders(side)
      .filter(({ name }) => !PROFILES.some((profile) => profile.headers.includes(name)))
      .flatMap((header) => duplicates(side, header)),
};

/** In a comparison one of the two must differ. */
function duplicates(side: Side, header: ApiHeader): Found[] {
  const changed = ioctlsIn(side, header);
  if (changed.length === 0) return [];
  const own = new Set(changed.map(({ name }) => name));
  const told = new Set<string>();
  const seen = new Map<string, ApiIoctl>();
  return header.ioctls.flatMap((ioctl) =>
    [...asRead(ioctl)].flatMap(([target, request]): Found[] => {
      if (isUnknown(request)) return [];
      const key = `${target} ${request.value}`;
      const first = seen.get(key);
      if (!first) seen.set(key, ioctl);
      if (!first || first === ioctl || told.has(ioctl.name) || !(own.has(first.name) || own.has(ioctl.name)))
        return [];
      if (!isSame(first, ioctl) || isAlias(header, ioctl, first)) return [];
      told.add(ioctl.name);
      const message = `${ioctl.name} is ${spelledRequest(request)}, which ${first.name} is (line ${first.line})`;
      const { path: file, line, name: symbol } = ioctl;
      return [
        {
          file,
          line,
          symbol,
          message,
          key: first.name,
          before: quotationOf(first),
          after: quotationOf(ioctl),
        },
      ];
    }),
  );
}

/** On every target that knows both: two that differ on 64 bits alone serve 32-bit programs there. */
function isSame(one: ApiIoctl, other: ApiIoctl): boolean {
  const there = asRead(other);
  return [...asRead(one)].every(([target, request]) => {
    const also = there.get(target);
    return also === undefined || isUnknown(also) || isUnknown(request) || also.value === request.value;
  });
}

/** One names the other, or both are made of the same name: then the sharing is meant. */
function isAlias({ macros }: ApiHeader, one: ApiIoctl, other: ApiIoctl): boolean {
  const made = (ioctl: ApiIoctl) => {
    const body = macros.find(({ name }) => name === ioctl.name)?.body ?? ioctl.text;
    return identifiers(body).filter((name) => name !== ioctl.name);
  };
  const [a, b] = [made(one), made(other)];
  if (a.includes(other.name) || b.includes(one.name)) return true;
  // `SYNC_PTR` is `__SYNC_PTR` or `__SYNC_PTR64`, as a conditional has it.
  if (one.name.replace(/^_+/, '') === other.name.replace(/^_+/, '')) return true;
  // `#define SIOCDEVPRIVATE_X SIOCDEVPRIVATE` twice, and definitions of which conditionals choose one.
  return one.name === other.name || (a.length === 1 && a[0] === b[0] && !/^_IO/.test(a[0] ?? ''));
}
