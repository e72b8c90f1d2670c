// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH } from '../../samples/small.ts';

const LAMP = 'struct lamp {\n\t__u32\thue;\n};\n';
const ROOM = 'struct room {\n\tstruct lamp\tlamp;\n};\n';
const SIZED = 'struct lamp {\n\t__u8\tname[LAMP_NAME];\n};\n';
const COUNTED = 'struct lamp {\n\tint\tcount;\n\tint\thues[] __counted_by(count);\n};\n';
const NAME = '#define LAMP_NAME\t16\n';

const BULB_PATH = 'include/uapi/linux/bulb.h';
const BULB = 'struct bulb {\n\t__u32\thue;\n};\n';

function moved(name: string, above: string, below: string): Sample {
  return { name, ...declared(above + below, below + above) };
}

export const bad: Sample[] = [
  {
    name: 'an #include below what uses its types',
    before: { [LAMP_PATH]: `#include <linux/types.h>\n${LAMP}` },
    after: { [LAMP_PATH]: `${LAMP}#include <linux/types.h>\n` },
  },
  moved('a struct below the one that holds it', LAMP, ROOM),
  moved('a typedef below its use', 'typedef __u32 hue_t;\n', 'struct lamp {\n\thue_t\thue;\n};\n'),
  moved('the length of an array below the array', NAME, SIZED),
  moved('an enumerator below the array that it is the length of', 'enum {\n\tLAMP_NAME = 16,\n};\n', SIZED),
  moved(
    'a struct below the inline function that looks into it',
    LAMP,
    'static inline __u32 lamp_hue(struct lamp *lamp)\n{\n\treturn lamp->hue;\n}\n',
  ),
  {
    name: 'a new struct above the one that it holds',
    ...declared(LAMP, ROOM + LAMP),
  },
  {
    name: 'an included header that counts on the one that comes after it now',
    before: { [LAMP_PATH]: '#include <linux/types.h>\n#include <linux/bulb.h>\n', [BULB_PATH]: BULB },
    after: { [LAMP_PATH]: '#include <linux/bulb.h>\n#include <linux/types.h>\n', [BULB_PATH]: BULB },
  },
  {
    name: 'the #include of a macro that members are written with',
    before: { [LAMP_PATH]: `#include <linux/stddef.h>\n${COUNTED}` },
    after: { [LAMP_PATH]: `${COUNTED}#include <linux/stddef.h>\n` },
  },
  {
    name: 'the first of two #includes that bring the type goes',
    before: { [LAMP_PATH]: `#include <linux/types.h>\n${LAMP}#include <linux/types.h>\n` },
    after: { [LAMP_PATH]: `${LAMP}#include <linux/types.h>\n` },
  },
  {
    name: 'a header that nobody has comes first, and may declare the type',
    before: { [LAMP_PATH]: `#include <lamps.h>\n#include <linux/types.h>\n${LAMP}` },
    after: { [LAMP_PATH]: `#include <lamps.h>\n${LAMP}#include <linux/types.h>\n` },
  },
];
