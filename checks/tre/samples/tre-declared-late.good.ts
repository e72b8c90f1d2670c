// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH } from '../../samples/small.ts';

const LAMP = 'struct lamp {\n\t__u32\thue;\n};\n';

function moved(name: string, above: string, below: string): Sample {
  return { name, ...declared(above + below, below + above) };
}

export const good: Sample[] = [
  moved('a struct below one that points to it', LAMP, 'struct room {\n\tstruct lamp\t*lamp;\n};\n'),
  moved(
    'a macro below another one that uses it',
    '#define LAMP_NAME\t16\n',
    '#define LAMP_NAMES\t(2 * LAMP_NAME)\n',
  ),
  moved('a struct below a typedef of it', LAMP, 'typedef struct lamp lamp_t;\n'),
  moved('a struct below a prototype that takes it', LAMP, 'extern int lamp_dim(struct lamp *lamp);\n'),
  moved('two structs that know nothing of each other', LAMP, 'struct bulb {\n\t__u32\twatts;\n};\n'),
  {
    name: 'an #include that stood below before',
    before: { [LAMP_PATH]: `${LAMP}#include <linux/types.h>\n` },
    after: { [LAMP_PATH]: `/* Lamps. */\n${LAMP}#include <linux/types.h>\n` },
  },
  {
    name: 'includes in another order that need nothing of each other',
    before: { [LAMP_PATH]: `#include <linux/types.h>\n#include <linux/stddef.h>\n${LAMP}` },
    after: { [LAMP_PATH]: `#include <linux/stddef.h>\n#include <linux/types.h>\n${LAMP}` },
  },
  {
    name: 'a prototype above, and the code below',
    ...declared(
      LAMP,
      `${LAMP}static inline int lamp_lit(void);\nstatic inline int lamp_dark(void)\n{\n\treturn !lamp_lit();\n}\nstatic inline int lamp_lit(void)\n{\n\treturn 1;\n}\n`,
    ),
  },
];
