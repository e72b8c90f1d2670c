// SPDX-License-Identifier: GPL-2.0-only
import { typed } from '../../samples/lamp-type.ts';
import type { Sample } from '../../samples/sample.ts';

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
];
