// SPDX-License-Identifier: GPL-2.0-only
import { locking, SET } from '../../samples/lamp-locks.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'both ways round in one function',
    ...locking('vfio', [
      SET,
      `	mutex_lock(&lamp->gate);
	lamp->percent = percent;
	mutex_unlock(&lamp->gate);
	up_write(&lamp->memory);
	mutex_lock(&lamp->gate);
	down_write(&lamp->memory);
	mutex_unlock(&lamp->gate);
`,
    ]),
  },
  {
    name: 'the other way round through a call',
    ...locking(
      'net',
      [SET, `${SET}	ret = lamp_load(lamp);\n`],
      ['	ret = lamp_read(lamp);\n', '	ret = lamp_set(lamp, 50) ?: lamp_read(lamp);\n'],
    ),
  },
  {
    name: 'spinlocks of two structs',
    ...locking(
      'led',
      [
        '	lamp->events++;\n',
        '	spin_lock(&lamp->bulb->lock);\n	lamp->events++;\n	spin_unlock(&lamp->bulb->lock);\n',
      ],
      [
        'static int lamp_add(',
        `static void lamp_move(struct lamp *lamp, struct bulb *bulb)
{
	spin_lock(&bulb->lock);
	spin_lock(&lamp->lock);
	list_move(&bulb->node, &lamp->bulbs);
	spin_unlock(&lamp->lock);
	spin_unlock(&bulb->lock);
}

static void lamp_join(struct lamp *lamp, struct bulb *bulb)
{
	spin_lock(&lamp->lock);
	spin_lock(&bulb->lock);
	list_add(&bulb->node, &lamp->bulbs);
	spin_unlock(&bulb->lock);
	spin_unlock(&lamp->lock);
}

static int lamp_add(`,
      ],
    ),
  },
];
