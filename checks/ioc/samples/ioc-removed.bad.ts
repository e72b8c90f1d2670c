// SPDX-License-Identifier: GPL-2.0-only
import { along, lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

const driver = (cases: string) => `long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
${cases}	default:
		return -ENOTTY;
	}
}
`;
const SET = "#define LAMP_SET_COLOUR	_IOW('L', LAMP_BASE + 1, struct lamp_colour)\n";

export const bad: Sample[] = [
  {
    name: 'an ioctl, and its handler',
    ...along(
      lamp([SET, '']),
      { 'drivers/misc/lamp.c': driver('	case LAMP_SET_COLOUR:\n		return lamp_set(arg);\n') },
      { 'drivers/misc/lamp.c': driver('') },
    ),
  },
  {
    name: 'an ioctl',
    ...lamp([
      `#define LAMP_SET_COLOUR	_IOW('L', LAMP_BASE + 1, struct lamp_colour)
`,
      '',
    ]),
  },
  { name: 'another name', ...lamp(['LAMP_SET_COLOUR', 'LAMP_PUT_COLOUR']) },
];
