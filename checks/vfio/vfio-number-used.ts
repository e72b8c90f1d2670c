// SPDX-License-Identifier: GPL-2.0-only
import { someRequest, spelledRequest } from '../lib/request.ts';
import { quotationOf } from '../lib/tell.ts';
import { profileHeaders } from '../profiles/headers.ts';
import { clashes } from '../profiles/taken.ts';
import { vfio } from '../profiles/vfio.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'vfio-number-used',
  severity: 'error',
  effect: 'defect',
  category: 'vfio',
  needs: ['uapi'],
  apart: true,
  title:
    "An ioctl of VFIO has a number that is in use on the same kind of descriptor, or that is not VFIO's.",
  why: `The kernel tells commands apart by their request number alone: a binary that was built for one command reaches the other, with a struct that means something else.`,
  reference: "Documentation/userspace-api/ioctl/ioctl-number.rst, the rows of ';'",
  todo: 'Take the next number that is free on this kind of descriptor.',
  lint: (side) => [...used(side), ...beyond(side)],
};

function used(side: Side): Found[] {
  return clashes(vfio, side).map(({ descriptor, first, later }) => {
    const request = someRequest(later);
    const is = request ? spelledRequest(request) : 'unknown';
    return {
      file: later.path,
      line: later.line,
      symbol: later.name,
      key: first.name,
      message: `${later.name} is ${is}, which ${first.name} is ${descriptor.words} (line ${first.line})`,
      before: quotationOf(first),
      after: quotationOf(later),
    };
  });
}

function beyond(side: Side): Found[] {
  const { base, limit, limitOwner } = vfio.request;
  return profileHeaders(vfio, side).flatMap(({ ioctls }) =>
    ioctls.flatMap((ioctl): Found[] => {
      const nr = someRequest(ioctl)?.nr;
      if (nr === undefined || (nr >= base && nr < base + limit)) return [];
      const { path: file, line, name: symbol } = ioctl;
      const message =
        nr < base
          ? `${symbol} has number ${nr}, below ${base}, where those of ${vfio.name} begin`
          : `${symbol} has number ${nr} (+ ${nr - base}), which belongs to ${limitOwner}`;
      return [{ file, line, symbol, message, key: 'limit', after: quotationOf(ioctl) }];
    }),
  );
}
