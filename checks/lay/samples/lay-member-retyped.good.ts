// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a typedef of the same type',
    ...declared(
      `struct lamp_colour {
	__u64	hue;
	__u64	watts;
};
`,
      `struct lamp_colour {
	unsigned long long	hue;
	__u64	watts;
};
`,
    ),
  },
  {
    name: 'pointers that are spelled otherwise',
    ...declared(
      'struct lamp_hooks { const char *name; void (*lit)(int hue, struct lamp_hooks *hooks); };\n',
      'struct lamp_hooks { char const *name; void (*lit)(int colour, struct lamp_hooks *own); };\n',
    ),
  },
  {
    name: 'typedefs of the same pointers',
    ...declared(
      'struct lamp_hooks { struct lamp *lamp; struct lamp *all[2]; void (*lit)(int hue); };\n',
      'typedef struct lamp *lamp_t;\ntypedef void (*lit_t)(int);\nstruct lamp_hooks { lamp_t lamp; lamp_t all[2]; lit_t lit; };\n',
    ),
  },
];
