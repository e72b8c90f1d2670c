// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader(`struct lamp_info {
	__u32	argsz;
	__u32	flags;
};
`);
const ASKED = `#ifndef LAMP_COLOURS
#error "define LAMP_COLOURS"
#endif
struct lamp_info {`;

const BULB_PATH = 'include/uapi/linux/bulb.h';
const BULB = '#define LAMP_COLOURS 3\n';
const BOTH = '#include <linux/bulb.h>\n#include <linux/lamp.h>\n';

export const bad: Sample[] = [
  {
    name: 'a macro that programs have to define now',
    before: { [LAMP_PATH]: HEADER },
    after: { [LAMP_PATH]: edited(HEADER, ['struct lamp_info {', ASKED]) },
  },
  {
    name: 'an architecture that is no longer known',
    before: { [LAMP_PATH]: HEADER },
    after: {
      [LAMP_PATH]: edited(HEADER, [
        'struct lamp_info {',
        '#ifdef __arm__\n#error no lamps\n#endif\nstruct lamp_info {',
      ]),
    },
  },
  {
    name: 'an #if without its #endif',
    before: { [LAMP_PATH]: HEADER },
    after: { [LAMP_PATH]: edited(HEADER, ['struct lamp_info {', '#ifndef LAMP_H\nstruct lamp_info {']) },
  },
  {
    name: 'a header that no longer defines what the next one asks for',
    before: {
      [LAMP_PATH]: edited(HEADER, ['struct lamp_info {', ASKED]),
      [BULB_PATH]: BULB,
      'include/uapi/linux/both.h': BOTH,
    },
    after: {
      [LAMP_PATH]: edited(HEADER, ['struct lamp_info {', ASKED]),
      [BULB_PATH]: '',
      'include/uapi/linux/both.h': BOTH,
    },
  },
];
