// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a macro of the same name',
    ...declared('typedef __u32 lamp_id;\n', '#define lamp_id __u32\n'),
  },
  {
    name: 'a struct gains a tag',
    ...declared('typedef struct { __u32 hue; } lamp_t;\n', 'typedef struct lamp { __u32 hue; } lamp_t;\n'),
  },
  {
    name: 'another place in the header',
    ...declared(
      'typedef __u32 lamp_id;\nstruct lamp { lamp_id id; };\n#define LAMPS 3\n',
      '#define LAMPS 3\ntypedef __u32 lamp_id;\nstruct lamp { lamp_id id; };\n',
    ),
  },
];
