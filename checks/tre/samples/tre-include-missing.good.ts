// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader(`struct lamp_info {
	__u32	argsz;
	__u32	flags;
};
`);

const HUE_PATH = 'include/uapi/linux/hue.h';
const TYPES = '#include <linux/types.h>\n';

const COPY =
  '#include <string.h>\nstatic inline void lamp_copy(void *to, const void *from) { memcpy(to, from, 4); }\n';

const LENGTH = '#define LAMP_LENGTH\tHUE_ALIGN(4)\n';
const ALIGN = '#define HUE_ALIGN(length)\t(((length) + 3) & ~3)\n';

export const good: Sample[] = [
  {
    name: 'a header that never included what it uses',
    before: { [LAMP_PATH]: edited(HEADER, [TYPES, '']) },
    after: { [LAMP_PATH]: edited(HEADER, [TYPES, ''], ['	__u32	flags', '	__u32	hue;\n	__u32	flags']) },
  },
  {
    name: 'an include through another header',
    before: { [LAMP_PATH]: HEADER, [HUE_PATH]: TYPES },
    after: { [LAMP_PATH]: edited(HEADER, [TYPES, '#include <linux/hue.h>\n']), [HUE_PATH]: TYPES },
  },
  {
    name: 'an include that only macros need',
    before: { [LAMP_PATH]: HEADER },
    after: { [LAMP_PATH]: edited(HEADER, ['#include <linux/ioctl.h>\n', '']) },
  },
  {
    name: 'what the compiler itself knows, in the code of a function',
    ...declared(
      '',
      'static inline void __lamp_wait(int hue) { __asm__ __volatile__("" : : "r"(hue)); }\nstatic inline void lamp_wait(void) { if (1) __lamp_wait(1); }\n',
    ),
  },
  {
    name: 'a macro of the kernel inside of a struct',
    ...declared(
      'struct lamp {\n\t__u32 flags;\n};\n',
      'struct lamp {\n\t__u32 flags;\n#define LAMP_LIT BIT(0)\n};\n',
    ),
  },
  {
    name: 'a header of the C library that is not needed, beside one that is',
    ...declared(`#include <stdlib.h>\n${COPY}`, COPY),
  },
  {
    name: 'a header of a library, where what a macro lacks is one of the kernel',
    before: { [LAMP_PATH]: lampHeader(`#include <arpa/inet.h>\n${LENGTH}`), [HUE_PATH]: ALIGN },
    after: { [LAMP_PATH]: lampHeader(LENGTH), [HUE_PATH]: ALIGN },
  },
];
