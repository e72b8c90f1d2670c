// SPDX-License-Identifier: GPL-2.0-only
import { ADD, FOUND, locking, SET } from '../../samples/lamp-locks.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a mutex under a spinlock',
    ...locking('vfio', [
      SET,
      `	spin_lock(&lamp->lock);
	mutex_lock(&lamp->gate);
	lamp->percent = percent;
	mutex_unlock(&lamp->gate);
	spin_unlock(&lamp->lock);
`,
    ]),
  },
  {
    name: 'memory that may have to be waited for, with interrupts off',
    ...locking('net', [ADD, `	bulb->name = kstrdup(lamp->name, GFP_KERNEL);\n${ADD}`]),
  },
  {
    name: 'a function that sleeps two calls further down',
    ...locking('led', [
      '	lamp->events++;\n',
      '	lamp->events++;\n	if (lamp->events > LAMP_MAX)\n		lamp_restart(lamp);\n',
    ]),
  },
  {
    name: 'memory of userspace in a read-side section of RCU',
    ...locking('net', [
      FOUND,
      `		if (copy_to_user(lamp->buffer, &bulb->id, sizeof(bulb->id)))
			continue;
${FOUND}`,
    ]),
  },
  {
    name: 'a mutex in a condition, in a read-side section of RCU',
    ...locking('led', [
      FOUND,
      `		if (mutex_lock_killable(&lamp->gate))
			break;
		mutex_unlock(&lamp->gate);
${FOUND}`,
    ]),
  },
  {
    name: 'a mutex that can be interrupted, under a guard',
    ...locking('vfio', [
      SET,
      `	guard(spinlock)(&lamp->lock);
	ret = mutex_lock_interruptible(&lamp->gate);
	if (ret)
		goto out;
	lamp->percent = percent;
	mutex_unlock(&lamp->gate);
`,
    ]),
  },
];
