// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  { name: 'the same value in other words', ...header('HUES	360', 'HUES	(3 * 120)') },
  {
    name: 'an enumerator behind the others',
    ...header('	VFIO_LAMP_STATE_ON,\n', '	VFIO_LAMP_STATE_ON,\n	VFIO_LAMP_STATE_BROKEN,\n'),
  },
];
