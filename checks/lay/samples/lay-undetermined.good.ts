// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';

import { declared, LAMP_PATH, lampHeader } from '../../samples/small.ts';

const TORCH_PATH = 'include/uapi/linux/torch.h';
const TORCH =
  '/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n#include <linux/types.h>\ntypedef __u32 torch_t;\n';

export const good: Sample[] = [
  {
    name: 'a pointer to a type that no header defines',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	struct lamp	*next;
};
`,
      `struct lamp_colour {
	__u8	red;
	struct lamps	*next;
};
`,
    ),
  },
  {
    name: 'a type of a header that the program includes',
    before: { [LAMP_PATH]: lampHeader('struct lamp {\n\ttorch_t hue;\n};\n'), [TORCH_PATH]: TORCH },
    after: { [LAMP_PATH]: lampHeader('struct lamp {\n\ttorch_t hue[2];\n};\n'), [TORCH_PATH]: TORCH },
  },
];
