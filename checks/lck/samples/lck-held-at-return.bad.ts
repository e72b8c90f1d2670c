// SPDX-License-Identifier: GPL-2.0-only
import { ADD, FOUND, locking, SET } from '../../samples/lamp-locks.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an error that returns at once',
    ...locking('vfio', [SET, `	if (lamp->dark)\n		return -EBUSY;\n${SET}`]),
  },
  {
    name: 'a lock whose release is gone from one way',
    ...locking('net', [
      '		spin_unlock_irqrestore(&lamp->lock, flags);\n		return -ENOSPC;\n',
      '		return -ENOSPC;\n',
    ]),
  },
  {
    name: 'a second lock that cannot be had',
    ...locking('led', [
      ADD,
      `	if (!spin_trylock(&bulb->lock))
		return -EAGAIN;
${ADD}	spin_unlock(&bulb->lock);
`,
    ]),
  },
  {
    name: 'a way out of a loop in a read-side section of RCU',
    ...locking('net', [FOUND, `		if (!bulb->id)\n			return NULL;\n${FOUND}`]),
  },
  {
    name: 'a function of the file that takes the lock and gives it back itself',
    ...locking('net', [
      'static int lamp_add(',
      `static void lamp_note(struct lamp *lamp)
{
	spin_lock(&lamp->lock);
	lamp->events = 0;
	spin_unlock(&lamp->lock);
}

static int lamp_turn(struct lamp *lamp)
{
	mutex_lock(&lamp->gate);
	lamp_note(lamp);
	if (lamp->dark)
		return -EBUSY;
	mutex_unlock(&lamp->gate);
	return 0;
}

static int lamp_add(`,
    ]),
  },
];
