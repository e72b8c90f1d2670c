// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader(`struct lamp_info {
	__u32	argsz;
	__u32	flags;
};
`);

const BARE = `#ifndef _BULB_H
#define _BULB_H
#include <linux/lamp.h>
struct bulb {
	__u32	watts;
};
#endif
`;

const BULB_PATH = 'include/uapi/linux/bulb.h';
const TYPES = '#include <linux/types.h>\n';
const STDDEF = '#include <linux/stddef.h>\n';

const COPIED = lampHeader(
  'static inline void lamp_copy(void *to, const void *from)\n{\n\tmemcpy(to, from, 4);\n}\n',
);

const NAMED = lampHeader(
  'enum { LAMP_LIT, LAMP_NUM };\nstruct lamp { char name[TORCH_LEN]; __u32 lit[LAMP_NUM]; };\n#define LAMP_LONG\tTORCH_LONG\n',
);

const lost = (declarations: string) => ({
  before: { [LAMP_PATH]: lampHeader(declarations) },
  after: {
    [LAMP_PATH]: edited(
      lampHeader(declarations),
      [TYPES, ''],
      [STDDEF, ''],
      ['#include <linux/ioctl.h>\n', ''],
    ),
  },
});

const LENGTHS = { 'include/uapi/linux/hue_names.h': '#define HUE_NAME_LEN\t32\n' };

export const bad: Sample[] = [
  {
    name: 'an include that is gone',
    before: { [LAMP_PATH]: HEADER },
    after: { [LAMP_PATH]: edited(HEADER, [TYPES, '']) },
  },
  {
    name: 'a type that begins to be used',
    before: {
      [LAMP_PATH]: edited(
        HEADER,
        [TYPES, ''],
        ['__u32	argsz', 'int	argsz'],
        ['__u32	flags', 'int	flags'],
      ),
    },
    after: { [LAMP_PATH]: edited(HEADER, [TYPES, ''], ['__u32	argsz', 'int	argsz']) },
  },
  {
    name: 'a header that had the type through another one',
    before: { [LAMP_PATH]: lampHeader(''), [BULB_PATH]: BARE },
    after: { [LAMP_PATH]: edited(lampHeader(''), [TYPES, '']), [BULB_PATH]: BARE },
  },
  {
    name: 'an include that is gone, and nobody knows what it declared',
    before: { [LAMP_PATH]: edited(HEADER, [STDDEF, '#include <linux/torch.h>\n']) },
    after: { [LAMP_PATH]: edited(HEADER, [STDDEF, '']) },
  },
  {
    name: 'a function and an enumerator lose their includes',
    ...lost('static inline __u32 lamp_off(__u32 v) { return v >> 2; }\nenum { LAMP_LIT = _IOC_NRBITS };\n'),
  },
  {
    name: 'an include that is gone, beside one that nobody has',
    before: { [LAMP_PATH]: edited(HEADER, [STDDEF, '#include <linux/torch.h>\n']) },
    after: { [LAMP_PATH]: edited(HEADER, [STDDEF, '#include <linux/torch.h>\n'], [TYPES, '']) },
  },
  {
    name: 'types and values of the kernel',
    ...declared(
      'struct lamp { __u8 hue; };\nenum { LAMP_LIT = 1 << 0, LAMP_DIM = 1 << 1 };\n',
      'struct lamp { u8 hue; };\nenum { LAMP_LIT = BIT(0), LAMP_DIM = BIT(1) };\n',
    ),
  },
  {
    name: 'an include that the kernel alone reads',
    before: { [LAMP_PATH]: HEADER },
    after: { [LAMP_PATH]: edited(HEADER, [TYPES, `#ifdef __KERNEL__\n${TYPES}#endif\n`]) },
  },
  {
    name: 'an annotation that no header defines',
    ...declared(
      'struct lamp { __u32 n; char name[4]; };\n',
      'struct lamp { __u32 n; char name[4] __lettered(n); };\n',
    ),
  },
  {
    name: 'a header of the C library that an inline function needs',
    before: { [LAMP_PATH]: edited(COPIED, [STDDEF, '#include <string.h>\n']) },
    after: { [LAMP_PATH]: edited(COPIED, [STDDEF, '']) },
  },
  {
    name: 'an include that nobody has, of which a macro and an array had their names',
    before: { [LAMP_PATH]: edited(NAMED, [STDDEF, '#include <linux/torch.h>\n']) },
    after: { [LAMP_PATH]: edited(NAMED, [STDDEF, '']) },
  },
  {
    name: 'the length of an array, which a header that few include has',
    before: { ...LENGTHS, [LAMP_PATH]: lampHeader('struct lamp_name {\n\t__u8\tname[32];\n};\n') },
    after: { ...LENGTHS, [LAMP_PATH]: lampHeader('struct lamp_name {\n\t__u8\tname[HUE_NAME_LEN];\n};\n') },
  },
];
