// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader(`struct lamp_info {
	__u32	argsz;
	__u32	flags;
};
`);

function asking(name: string): string {
  return edited(HEADER, [
    'struct lamp_info {',
    `#ifndef ${name}\n#error "define ${name}"\n#endif\nstruct lamp_info {`,
  ]);
}

export const good: Sample[] = [
  {
    name: 'an #error that both sides reach, and nothing behind it differs',
    before: { [LAMP_PATH]: asking('LAMP_COLOURS') },
    after: { [LAMP_PATH]: `/* Lamps. */\n${asking('LAMP_COLOURS')}` },
  },
  {
    name: 'an #error that goes away: what stands behind it is new, and what stands in front is as it was',
    before: { [LAMP_PATH]: asking('LAMP_COLOURS') },
    after: { [LAMP_PATH]: edited(HEADER, ['__u32\tflags;', '__u64\tflags;']) },
  },
  {
    name: 'an architecture that is known now',
    before: {
      [LAMP_PATH]: edited(HEADER, [
        'struct lamp_info {',
        '#ifdef __arm__\n#error no lamps\n#endif\nstruct lamp_info {',
      ]),
    },
    after: { [LAMP_PATH]: HEADER },
  },
  {
    name: 'a macro of the C library, which programs have',
    before: { [LAMP_PATH]: HEADER },
    after: { [LAMP_PATH]: asking('__BYTE_ORDER') },
  },
  {
    name: 'a header that is to be included by one other',
    before: { [LAMP_PATH]: HEADER },
    after: { [LAMP_PATH]: `#ifndef _LINUX_LAMPS_H\n#error "include linux/lamps.h"\n#endif\n${HEADER}` },
  },
];
