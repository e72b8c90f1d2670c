// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a struct of the C library whose inside has names of its own',
    ...declared(
      'struct lamp_peer { struct sockaddr_storage at; };\n',
      'struct lamp_address { union { struct { unsigned short ss_family; char __data[126]; }; void *__align; }; };\nstruct lamp_peer { struct lamp_address at; };\n',
    ),
  },
  {
    name: 'a struct of the same size',
    ...declared(
      `struct hue {
	__u32	degrees;
};
struct tint {
	__u16	red;
	__u16	blue;
};
struct lamp_colour {
	struct hue	hue;
};
`,
      `struct hue {
	__u32	degrees;
};
struct tint {
	__u16	red;
	__u16	blue;
};
struct lamp_colour {
	struct tint	hue;
};
`,
    ),
  },
  {
    name: 'another byte order',
    ...declared(
      `struct lamp_colour {
	__le32	hue;
};
`,
      `struct lamp_colour {
	__be32	hue;
};
`,
    ),
  },
  {
    name: 'a struct of the C library, laid out alike',
    ...declared(
      'struct lamp_timer { __u32 id; struct timeval start; };\n',
      'struct lamp_timeval { __kernel_long_t tv_sec; __kernel_long_t tv_usec; };\nstruct lamp_timer { __u32 id; struct lamp_timeval start; };\n',
    ),
  },
  {
    name: 'an array of pointers to other data',
    ...declared('struct lamp_names { char *names[4]; };\n', 'struct lamp_names { const char *names[4]; };\n'),
  },
  {
    name: 'a function of another type',
    ...declared(
      'struct lamp_hooks { void (*lit)(int hue); };\n',
      'struct lamp_hooks { void (*lit)(struct lamp_hooks *hooks); };\n',
    ),
  },
  {
    name: 'a typedef of a function of another type',
    ...declared(
      'struct lamp_hooks { void (*lit)(int hue); };\n',
      'typedef void (*lit_t)(long hue);\nstruct lamp_hooks { lit_t lit; };\n',
    ),
  },
  {
    name: 'a constant pointer in the place of a pointer to a constant',
    ...declared(
      'struct lamp_hooks { const struct lamp *lamp; };\n',
      'typedef struct lamp *lamp_t;\nstruct lamp_hooks { const lamp_t lamp; };\n',
    ),
  },
  {
    name: 'a number that a struct with a tag holds now',
    ...declared(
      'struct lamp_state { __u32 hue; };\n',
      'struct lamp_state { struct lamp_hue { __u32 degrees; } hue; };\n',
    ),
  },
];
