// SPDX-License-Identifier: GPL-2.0-only
import { along, lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'with the note',
    ...along(
      lamp(),
      {},
      {
        'include/uapi/linux/torch.h': `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#define TORCH	1
`,
      },
    ),
  },
  {
    name: 'MIT',
    ...along(
      lamp(),
      {},
      {
        'include/uapi/linux/torch.h': `/* SPDX-License-Identifier: MIT */
#define TORCH	1
`,
      },
    ),
  },
  {
    name: "another name of a library's header",
    before: {},
    after: {
      'include/uapi/linux/torch.h': '#include <linux/torches.h>\n',
      'include/uapi/linux/torches.h': 'int torch_light(int room);\n',
    },
  },
];
