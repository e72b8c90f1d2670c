// SPDX-License-Identifier: GPL-2.0-only
import { DECLARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'the member behind the last one copied',
    ...glowing(`${DECLARED}${SOUND}	lamp_pad(lamp, glow.pad);\n\n`),
  },
];
