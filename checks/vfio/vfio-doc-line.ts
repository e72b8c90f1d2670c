// SPDX-License-Identifier: GPL-2.0-only
import { someRequest } from '../lib/request.ts';
import { quotationOf } from '../lib/tell.ts';
import { documentationOf, profileHeaders } from '../profiles/headers.ts';
import { vfio } from '../profiles/vfio.ts';
import type { Found, Rule } from '../rule.ts';

const { base, spelled } = vfio.request;

export const rule: Rule = {
  id: 'vfio-doc-line',
  severity: 'warning',
  effect: 'defect',
  category: 'vfio',
  needs: ['uapi'],
  apart: true,
  title: 'An ioctl of VFIO has no line of documentation that names its number, or one that names another.',
  why: `Since every request is an _IO(), the comment alone says which way the data goes and in which struct. It may name another direction, which is VFIO's way, but no other number.`,
  reference: 'include/uapi/linux/vfio.h, the comments above its ioctls',
  todo: 'Begin the comment above it with `NAME - _IOR(VFIO_TYPE, VFIO_BASE + n, struct x)`.',
  lint: (side) =>
    profileHeaders(vfio, side).flatMap((header) =>
      header.ioctls.flatMap((ioctl): Found[] => {
        const { path: file, line, name: symbol } = ioctl;
        const said = documentationOf(vfio, header, symbol);
        const nr = someRequest(ioctl)?.nr;
        if (!said) {
          const message = `no comment says "${symbol} - ${spelled}", in whichever direction`;
          return [{ file, line, symbol, message, key: 'none', after: quotationOf(ioctl) }];
        }
        if (nr === undefined || nr === base + said.number) return [];
        const message = `the comment in line ${said.line} gives ${symbol} + ${said.number}, the definition + ${nr - base}`;
        return [{ file, line, symbol, message, key: 'other', after: quotationOf(ioctl) }];
      }),
    ),
};
