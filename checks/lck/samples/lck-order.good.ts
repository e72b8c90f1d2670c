// SPDX-License-Identifier: GPL-2.0-only
import { locking, SET } from '../../samples/lamp-locks.ts';
import type { Sample } from '../../samples/sample.ts';

const GATED = `	mutex_lock(&lamp->gate);
	lamp->percent = percent;
	mutex_unlock(&lamp->gate);
`;

export const good: Sample[] = [
  { name: 'one in the other', ...locking('vfio', [SET, GATED]) },
  {
    name: 'one behind the other',
    ...locking(
      'net',
      [SET, GATED],
      [
        '	ret = lamp_read(lamp);\n	mutex_unlock(&lamp->gate);\n',
        '	ret = lamp_read(lamp);\n	mutex_unlock(&lamp->gate);\n	down_read(&lamp->memory);\n	up_read(&lamp->memory);\n',
      ],
    ),
  },
  {
    name: 'the other way round, and only tried',
    ...locking(
      'led',
      [SET, GATED],
      [
        '	ret = lamp_read(lamp);\n',
        '	ret = lamp_read(lamp);\n	if (down_read_trylock(&lamp->memory))\n		up_read(&lamp->memory);\n',
      ],
    ),
  },
  {
    name: 'the locks of two lamps',
    ...locking('net', [
      'static int lamp_add(',
      `static void lamp_swap(struct lamp *lamp, struct lamp *other)
{
	mutex_lock(&lamp->gate);
	mutex_lock_nested(&other->gate, SINGLE_DEPTH_NESTING);
	swap(lamp->percent, other->percent);
	mutex_unlock(&other->gate);
	mutex_unlock(&lamp->gate);
}

static int lamp_add(`,
    ]),
  },
];
