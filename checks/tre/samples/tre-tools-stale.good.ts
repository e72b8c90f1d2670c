// SPDX-License-Identifier: GPL-2.0-only

import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader(`#define LAMP_OFF _IO('L', 1)\n`);
const NEXT = lampHeader(`#define LAMP_OFF _IO('L', 1)\n#define LAMP_ON _IO('L', 2)\n`);

export const good: Sample[] = [
  {
    name: 'a copy that is updated as well',
    before: { [LAMP_PATH]: HEADER, [`tools/${LAMP_PATH}`]: HEADER },
    after: { [LAMP_PATH]: NEXT, [`tools/${LAMP_PATH}`]: NEXT },
  },
  {
    name: 'a copy that was stale before',
    before: { [LAMP_PATH]: HEADER, [`tools/${LAMP_PATH}`]: '' },
    after: { [LAMP_PATH]: NEXT, [`tools/${LAMP_PATH}`]: '' },
  },
];
