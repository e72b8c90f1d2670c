// SPDX-License-Identifier: GPL-2.0-only
import { changeOf, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const BULB_PATH = 'include/uapi/linux/bulb.h';
const BULB = `#ifndef _BULB_H
#define _BULB_H
enum bulb_state {
	BULB_OFF,
	BULB_ON,
};
#endif
`;

const beside = (from: string, to: string) => {
  const { before, after } = changeOf(LAMP_PATH, lampHeader('enum lamp_state {\n	LAMP_OFF,\n};\n'), [
    from,
    to,
  ]);
  return { before: { ...before, [BULB_PATH]: BULB }, after: { ...after, [BULB_PATH]: BULB } };
};

export const bad: Sample[] = [
  { name: 'the tag of another enum', ...beside('enum lamp_state', 'enum bulb_state') },
  {
    name: 'a struct with the tag of an enum',
    ...beside('enum lamp_state', 'struct bulb_state {\n	__u32	hue;\n};\n\nenum lamp_state'),
  },
  { name: 'an enumerator', ...beside('	LAMP_OFF,\n', '	LAMP_OFF,\n	BULB_ON,\n') },
  {
    name: 'a new header',
    before: { [BULB_PATH]: BULB },
    after: { [BULB_PATH]: BULB, [LAMP_PATH]: lampHeader('enum bulb_state {\n	LAMP_OFF,\n};\n') },
  },
];
