// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH, lampHeader } from '../../samples/small.ts';

const TORCH_PATH = 'include/uapi/linux/torch.h';
const TORCH = `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#include <linux/types.h>
struct torch_info {
	__u32	hue;
};
`;

export const good: Sample[] = [
  {
    name: 'a struct that moves within its header',
    ...declared(
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	watts;
};
struct lamp_colour {
	__u8	red;
};
`,
      `struct lamp_colour {
	__u8	red;
};
struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'a struct with another tag, and a macro of the old one',
    ...declared(
      'struct lamp_info {\n	__u32	hue;\n};\n',
      'struct lamp_state {\n	__u32	hue;\n};\n#define lamp_info lamp_state\n',
    ),
  },
  {
    name: 'a struct with another tag of an included header, and a macro of the old one',
    before: { [LAMP_PATH]: lampHeader('struct lamp_info {\n\t__u32\thue;\n};\n'), [TORCH_PATH]: TORCH },
    after: {
      [LAMP_PATH]: lampHeader('#include <linux/torch.h>\n#define lamp_info torch_info\n'),
      [TORCH_PATH]: TORCH,
    },
  },
  {
    name: 'the same, laid out otherwise',
    before: { [LAMP_PATH]: lampHeader('struct lamp_info {\n\t__u16\thue;\n};\n'), [TORCH_PATH]: TORCH },
    after: {
      [LAMP_PATH]: lampHeader('#include <linux/torch.h>\n#define lamp_info torch_info\n'),
      [TORCH_PATH]: TORCH,
    },
  },
];
