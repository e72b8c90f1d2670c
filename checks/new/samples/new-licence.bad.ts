// SPDX-License-Identifier: GPL-2.0-only
import { along, lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'none at all',
    ...along(
      lamp(),
      {},
      {
        'include/uapi/linux/torch.h': `#define TORCH	1
`,
      },
    ),
  },
  {
    name: 'without the note',
    ...along(
      lamp(),
      {},
      {
        'include/uapi/linux/torch.h': `/* SPDX-License-Identifier: GPL-2.0 */
#define TORCH	1
`,
      },
    ),
  },
];
