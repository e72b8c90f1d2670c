// SPDX-License-Identifier: GPL-2.0-only
import { numberBlocks, REGISTER } from '../../../checks/lib/ioctl-number.ts';
import { ioctlChanges } from '../../../checks/lib/ioctls.ts';
import { someRequest, spelledType } from '../../../checks/lib/request.ts';
import type { Designs } from '../../series/generate.ts';
import { sideOfTree } from '../../uapi/side/tree.ts';
import { TARGETS } from '../../uapi/targets.ts';
import { sidesSubject } from './compare-sides.ts';
import { designSides } from './designs.ts';

/** A new ioctl, and whether the kernel's register of numbers has its place. */
export interface NewIoctl {
  readonly name: string;
  /** `';' 0x76`. */
  readonly number: string;
  /** `linux/vfio.h, line 107`: the row that covers it; undefined where ioctl-number.rst wants a new one. */
  readonly row: string | undefined;
}

/** The ioctls that the one design of a tree adds, each with its row in Documentation/userspace-api/ioctl/ioctl-number.rst. */
export async function newIoctls(designs: Designs): Promise<NewIoctl[]> {
  const [{ composition }] = designs.variants as [Designs['variants'][number]];
  const changed = composition.patches.some(({ after }) =>
    [...after.keys()].some((path) => /(^|\/)include\/uapi\//.test(path)),
  );
  const text = changed ? await designs.tree.read(REGISTER) : undefined;
  if (text === undefined) return [];
  const { base, side } = designSides(designs, await sideOfTree(designs.tree));
  // A number is the same on all of them but where the directions are coded otherwise.
  const subject = sidesSubject(base, side('design', composition), TARGETS.slice(0, 1));
  return (ioctlChanges(subject)?.added ?? []).flatMap(({ name, after }) => {
    const request = after && someRequest(after);
    if (!request) return [];
    const { type, nr } = request;
    const row = numberBlocks(text).find((block) => block.type === type && block.from <= nr && nr <= block.to);
    return [
      {
        name,
        number: `${spelledType(type)} 0x${nr.toString(16)}`,
        row: row && `${row.files || row.comment}, line ${row.line}`,
      },
    ];
  });
}
