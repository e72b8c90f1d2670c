// SPDX-License-Identifier: GPL-2.0-only
import { typed } from '../../samples/lamp-type.ts';
import type { Sample } from '../../samples/sample.ts';

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
];
