// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a macro that does the same',
    ...declared(
      'static inline __u32 lamp_off(__u32 v)\n{\n\treturn v >> 2;\n}\n',
      '#define lamp_off(v) ((__u32)(v) >> 2)\n',
    ),
  },
  {
    name: "what is the kernel's alone",
    ...declared('#ifdef __KERNEL__\nextern int lamp_open(const char *name);\n#endif\n', ''),
  },
];
