// SPDX-License-Identifier: GPL-2.0-only
import { type ApiIoctl, type Comparison, isUnknown, type Pair } from '../../src/uapi/model.ts';
import type { Subject } from '../rule.ts';
import { isDriver } from './driver/code.ts';
import { isAsked } from './driver/direction.ts';
import type { RequestChange } from './request.ts';

/**
 * Another name that the header gives the old request now, and that a driver at hand serves: the libc's and the kernel's
 * own way to change what a name means for what is compiled anew alone.
 */
export function servedAs(
  { uapi, after, lacks }: Subject,
  { header, name }: Pair<ApiIoctl>,
  changes: readonly RequestChange[],
): string | undefined {
  if (!uapi || lacks.drivers !== undefined) return undefined;
  const others = uapi.ioctls.flatMap(({ before, after: fresh, header: home }) =>
    home === header && !before && fresh && fresh.name !== name ? [fresh] : [],
  );
  const named = others.find(
    (other) =>
      changes.every(({ was }) =>
        [...other.on.values()].some((request) => !isUnknown(request) && request.value === was.value),
      ) && isAsked(after, other.name),
  )?.name;
  return named ?? ownName(uapi, after, header, changes);
}

const REQUESTS = /^[ \t]*#[ \t]*define[ \t]+([A-Z]\w*)[ \t]+(\w*_?IO(?:C|R|W|WR)?\([^\n\\]*\))[ \t]*$/gm;

/** A macro in a driver that makes the old request, for programs alone that were built before. */
function ownName(
  { after: api }: Comparison,
  after: Subject['after'],
  header: string,
  changes: readonly RequestChange[],
): string | undefined {
  const values = changes.map(({ was }) => was.value);
  for (const path of after.paths.filter(isDriver))
    for (const [, name = '', body = ''] of (after.get(path)?.text ?? '').matchAll(REQUESTS)) {
      const made = [...(api.header(header)?.value(body).values() ?? [])];
      if (values.every((value) => made.some((one) => one === value)) && isAsked(after, name)) return name;
    }
  return undefined;
}
