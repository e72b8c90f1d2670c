// SPDX-License-Identifier: GPL-2.0-only
import { LAMP, LAMP_PATH } from '../../samples/lamp-header.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const LAST = '#endif /* _LAMP_H */\n';
const aligned = edited(LAMP, [
  LAST,
  `struct lamp_life {\n	__aligned_u64	hours;\n	__aligned_u64	switches;\n};\n${LAST}`,
]);

export const bad: Sample[] = [
  {
    name: 'in a header that aligns',
    ...{
      before: { [LAMP_PATH]: aligned },
      after: { [LAMP_PATH]: edited(aligned, [LAST, `struct lamp_meter {\n	__u64	joules;\n};\n${LAST}`]) },
    },
  },
];
