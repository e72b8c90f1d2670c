// SPDX-License-Identifier: GPL-2.0-only
import { asRead } from '../../src/uapi/api/lazy.ts';
import { type ApiType, isUnknown } from '../../src/uapi/model.ts';
import { listed, quotationOf } from '../lib/tell.ts';
import { argumentsOf } from '../profiles/argument.ts';
import { profileHeaders } from '../profiles/headers.ts';
import { vfio } from '../profiles/vfio.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'vfio-argsz-first',
  severity: 'error',
  effect: 'defect',
  category: 'vfio',
  needs: ['uapi'],
  apart: true,
  title: 'The struct of an ioctl of VFIO does not begin with argsz and flags.',
  why: `argsz tells the kernel how much of the struct the program knows, and flags which members it set: without them the struct can never gain a member.`,
  reference: 'include/uapi/linux/vfio.h, the comment above VFIO_TYPE',
  todo: 'Begin the struct with `__u32 argsz; __u32 flags;`.',
  lint: (side) =>
    profileHeaders(vfio, side).flatMap((header) =>
      header.ioctls.flatMap((ioctl): Found[] => {
        const structs = argumentsOf(vfio, side.api, header, ioctl);
        const last = structs.at(-1);
        // The second reader is asked only about what the first finds.
        if (!last || structs.some((one) => isExtensible(asRead(one)))) return [];
        if (structs.some((one) => isExtensible(one.on))) return [];
        const begins = firstMembers(last.on);
        const message = `${last.name} of ${ioctl.name} begins with ${listed(begins)}, not with ${listed(vfio.first)}`;
        return [{ file: last.path, line: last.line, symbol: last.name, message, after: quotationOf(last) }];
      }),
    ),
};

function isExtensible(on: ApiType['on']): boolean {
  const begins = firstMembers(on);
  return vfio.first.every((name, at) => begins[at] === name);
}

function firstMembers(on: ApiType['on']): string[] {
  for (const layout of on.values())
    if (!isUnknown(layout)) return layout.members.slice(0, vfio.first.length).map(({ name }) => name);
  // Where no target knows the layout the engine says so, and nothing is found here.
  return [...vfio.first];
}
