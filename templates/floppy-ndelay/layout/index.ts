// SPDX-License-Identifier: GPL-2.0-only
import { TreeUnsuitable } from '../../../src/series/errors.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type Open, open } from './open.ts';
import { type Request, request } from './request.ts';
import { type Revalidate, revalidate } from './revalidate.ts';

export const DRIVER = 'drivers/block/floppy.c';
/** Says whether a new capacity reaches those who have the device open. */
const DISKS = 'block/genhd.c';

export const READS: readonly string[] = [DRIVER, DISKS];

/** The driver by its parts. */
export interface Layout {
  readonly driver: string;
  readonly open: Open;
  readonly request: Request;
  readonly revalidate: Revalidate;
  /** set_capacity() changes the size of files that are open, as it does since v5.11. */
  readonly resizesOpenFiles: boolean;
}

/** @throws TreeUnsuitable */
export function layout(sources: Sources): Layout {
  const driver = sources.get(DRIVER);
  if (!driver)
    throw new TreeUnsuitable({
      title: `there is no ${DRIVER}`,
      where: sources.origin,
      hint: 'Use another tree.',
    });
  return {
    driver: DRIVER,
    open: open(driver),
    request: request(driver),
    revalidate: revalidate(driver),
    // Before, an inline function of a header only changed the partition.
    resizesOpenFiles: /^(?:void|bool) set_capacity\(/m.test(sources.get(DISKS)?.text ?? ''),
  };
}
