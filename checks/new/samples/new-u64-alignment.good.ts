// SPDX-License-Identifier: GPL-2.0-only
import { LAMP, LAMP_PATH, lampWith } from '../../samples/lamp-header.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const LAST = '#endif /* _LAMP_H */\n';
const ALIGNS = edited(LAMP, [
  LAST,
  `struct lamp_life {\n	__aligned_u64	hours;\n	__aligned_u64	switches;\n};\n${LAST}`,
]);

export const good: Sample[] = [
  {
    name: 'in a header that does not',
    ...lampWith(`struct lamp_meter {
	__u64	joules;
};
`),
  },
  {
    name: 'in a struct that is aligned as a whole',
    before: { [LAMP_PATH]: ALIGNS },
    after: {
      [LAMP_PATH]: edited(ALIGNS, [
        LAST,
        `struct lamp_handle {\n	__u64	__opaque[2];\n} __attribute__((aligned(8)));\n${LAST}`,
      ]),
    },
  },
];
