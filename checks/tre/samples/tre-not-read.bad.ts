// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'headers of an architecture that is not looked at',
    unread: [
      {
        file: 'loongarch64-linux-gnu/asm/lamp.h',
        what: 'the headers of loongarch64',
        reason: '1 differs, and no target stands for them',
      },
    ],
  },
];
