// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH, HEADER, UAPI_PATH } from '../../samples/lamp.ts';
import { typed } from '../../samples/lamp-type.ts';
import type { Sample } from '../../samples/sample.ts';

/** A system call that takes those. */
export const call = (taken: string) =>
  `#include <linux/vfio.h>\n\nSYSCALL_DEFINE2(lamp_on, ${taken})\n{\n	return lamp_light(room, flags);\n}\n`;

export const bad: Sample[] = [
  {
    name: 'a type that becomes what the other one is',
    ...typed([
      '	case LAMP_TYPE_PLAIN:\n		break;',
      '	case LAMP_TYPE_PLAIN:\n		lamp->timed = true;\n		break;',
    ]),
  },
  {
    name: 'a type that falls through to the other one',
    ...typed(['	case LAMP_TYPE_PLAIN:\n		break;\n', '	case LAMP_TYPE_PLAIN:\n']),
  },
  {
    name: 'a system call with its arguments in another order',
    before: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: call('int, room, unsigned int, flags') },
    after: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: call('unsigned int, flags, int, room') },
  },
];
