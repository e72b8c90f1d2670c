// SPDX-License-Identifier: GPL-2.0-only
import { type ApiIoctl, isUnknown, type Pair } from '../../src/uapi/model.ts';
import type { Subject } from '../rule.ts';
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
  return others.find(
    (other) =>
      changes.every(({ was }) =>
        [...other.on.values()].some((request) => !isUnknown(request) && request.value === was.value),
      ) && isAsked(after, other.name),
  )?.name;
}
