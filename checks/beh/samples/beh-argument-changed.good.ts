// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH, HEADER, UAPI_PATH } from '../../samples/lamp.ts';
import { typed } from '../../samples/lamp-type.ts';
import type { Sample } from '../../samples/sample.ts';
import { call } from './beh-argument-changed.bad.ts';

export const good: Sample[] = [
  {
    name: 'a type that becomes the other one where the lamp asks for it',
    ...typed([
      '	case LAMP_TYPE_PLAIN:\n		break;',
      '	case LAMP_TYPE_PLAIN:\n		if (lamp->asked)\n			lamp->timed = true;\n		break;',
    ]),
  },
  {
    name: 'a setting of its own',
    ...typed([
      '	case LAMP_TYPE_PLAIN:\n		break;',
      '	case LAMP_TYPE_PLAIN:\n		lamp->users = 0;\n		break;',
    ]),
  },
  {
    name: 'a system call with another type and another name of an argument',
    before: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: call('int, room, unsigned int, flags') },
    after: {
      [UAPI_PATH]: HEADER,
      [DRIVER_PATH]: call('int, room, u32, how').replace('room, flags)', 'room, how)'),
    },
  },
];
