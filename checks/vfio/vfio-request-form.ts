// SPDX-License-Identifier: GPL-2.0-only

import { quotationOf } from '../lib/tell.ts';
import { profileHeaders, writtenRequest } from '../profiles/headers.ts';
import { vfio } from '../profiles/vfio.ts';
import type { Rule } from '../rule.ts';

const { form, spelled } = vfio.request;

export const rule: Rule = {
  id: 'vfio-request-form',
  severity: 'error',
  effect: 'defect',
  category: 'vfio',
  needs: ['uapi'],
  apart: true,
  title: `An ioctl of VFIO is not written as ${spelled}.`,
  why: `Structs of VFIO grow, and argsz tells how much of one is meant: a size inside the request would make it another request with every member.`,
  reference: 'include/uapi/linux/vfio.h, the comment above VFIO_TYPE',
  todo: `Write it as ${spelled}, and name its direction and struct in the comment above.`,
  lint: (side) =>
    profileHeaders(vfio, side).flatMap((header) =>
      header.ioctls.flatMap((ioctl) => {
        const written = writtenRequest(header, ioctl);
        if (form.test(written)) return [];
        const { path: file, line, name: symbol } = ioctl;
        const message = `${symbol} is written as ${written}, not as ${spelled}`;
        return [{ file, line, symbol, message, after: quotationOf(ioctl) }];
      }),
    ),
};
