// SPDX-License-Identifier: GPL-2.0-only
import { ADD, locking, SET } from '../../samples/lamp-locks.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a spinlock under a mutex',
    ...locking('vfio', [
      SET,
      `	mutex_lock(&lamp->gate);
	spin_lock(&lamp->lock);
	lamp->percent = percent;
	spin_unlock(&lamp->lock);
	mutex_unlock(&lamp->gate);
`,
    ]),
  },
  {
    name: 'memory that is there or not',
    ...locking('net', [ADD, `	bulb->name = kstrdup(lamp->name, GFP_ATOMIC);\n${ADD}`]),
  },
  {
    name: 'a sleep where the lock was given back, and taken again behind it',
    ...locking('net', [
      ADD,
      `	if (lamp->busy) {
		spin_unlock_irqrestore(&lamp->lock, flags);
		lamp_restart(lamp);
		spin_lock_irqsave(&lamp->lock, flags);
	}
${ADD}`,
    ]),
  },
  {
    name: 'a mutex that is only tried',
    ...locking('led', [
      '	lamp->events++;\n',
      `	if (mutex_trylock(&lamp->gate)) {
		lamp->events++;
		mutex_unlock(&lamp->gate);
	}
`,
    ]),
  },
  {
    name: 'a sleep where the lock was not taken',
    ...locking('vfio', [
      SET,
      `	if (lamp->shared)
		spin_lock(&lamp->lock);
	lamp->percent = percent;
	if (lamp->shared)
		spin_unlock(&lamp->lock);
	else
		lamp_restart(lamp);
`,
    ]),
  },
  {
    name: 'memory that is waited for only where the caller says so, behind a return',
    ...locking('net', [
      'static int lamp_add(',
      `static void *lamp_memory(struct lamp *lamp, bool may_sleep_there)
{
	if (!may_sleep_there)
		return kmalloc(8, GFP_ATOMIC);
	return kmalloc(8, GFP_KERNEL);
}

static void lamp_grow(struct lamp *lamp)
{
	spin_lock(&lamp->lock);
	lamp->more = lamp_memory(lamp, false);
	spin_unlock(&lamp->lock);
}

static int lamp_add(`,
    ]),
  },
];
