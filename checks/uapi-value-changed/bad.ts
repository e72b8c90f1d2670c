// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  { name: 'a macro', ...header('HUES	360', 'HUES	256') },
  {
    name: 'enumerators behind a new one',
    ...header('	VFIO_LAMP_STATE_OFF,\n', '	VFIO_LAMP_STATE_BROKEN,\n	VFIO_LAMP_STATE_OFF,\n'),
  },
  {
    name: 'a value that the text does not tell',
    ...header('HUES	360', 'HUES	sizeof(struct vfio_lamp_info)'),
  },
];
