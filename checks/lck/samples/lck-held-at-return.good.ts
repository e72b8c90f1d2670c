// SPDX-License-Identifier: GPL-2.0-only
import { ADD, locking, SET } from '../../samples/lamp-locks.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an error that leads to the label',
    ...locking('vfio', [SET, `	if (lamp->dark) {\n		ret = -EBUSY;\n		goto out;\n	}\n${SET}`]),
  },
  {
    name: 'a guard',
    ...locking('led', [
      '	down_write(&lamp->memory);\n',
      '	guard(mutex)(&lamp->gate);\n	if (lamp->dark)\n		return -EBUSY;\n	down_write(&lamp->memory);\n',
    ]),
  },
  {
    name: 'a lock that is taken and released where the lamp is shared',
    ...locking('vfio', [
      SET,
      `	if (lamp->shared)
		mutex_lock(&lamp->gate);
	lamp->percent = percent;
	if (lamp->shared)
		mutex_unlock(&lamp->gate);
`,
    ]),
  },
  {
    name: 'a lock that was waited for in vain',
    ...locking('net', [
      '	unsigned long flags;\n\n',
      `	unsigned long flags;
	int ret;

	ret = mutex_lock_interruptible(&lamp->gate);
	if (ret)
		return ret;
	lamp->adding++;
	mutex_unlock(&lamp->gate);
`,
    ]),
  },
  {
    name: 'a function that takes the lock for its caller',
    ...locking('net', [
      'static int lamp_add(',
      `static int lamp_prepare(struct lamp *lamp)
{
	mutex_lock(&lamp->gate);
	if (lamp->dark) {
		mutex_unlock(&lamp->gate);
		return -EBUSY;
	}
	return 0;
}

static int lamp_add(`,
    ]),
  },
  { name: 'one more of what is under the lock', ...locking('net', [ADD, `${ADD}	lamp->added++;\n`]) },
  {
    name: 'a lock that a function gives back whose name says so',
    ...locking('net', [
      'static int lamp_add(',
      `static void lamp_queue(struct lamp *lamp)
{
	spin_lock(&lamp->lock);
	if (lamp->dark) {
		spin_unlock(&lamp->lock);
		return;
	}
	lamp_wake_and_unlock(lamp);
}

static int lamp_add(`,
    ]),
  },
  {
    name: 'a lock that a function of the file gives back',
    ...locking('net', [
      'static int lamp_add(',
      `static void lamp_finish(struct lamp *lamp)
{
	lamp->events = 0;
	mutex_unlock(&lamp->gate);
}

static void lamp_stop(struct lamp *lamp)
{
	mutex_lock(&lamp->gate);
	if (lamp->dark) {
		mutex_unlock(&lamp->gate);
		return;
	}
	lamp_finish(lamp);
}

static int lamp_add(`,
    ]),
  },
  {
    name: 'a lock that the operations of its holder give back',
    ...locking('net', [
      'static int lamp_add(',
      `static void lamp_sync(struct lamp *lamp)
{
	mutex_lock(&lamp->holder_lock);
	if (lamp->holder_ops)
		lamp->holder_ops->sync(lamp);
	else
		mutex_unlock(&lamp->holder_lock);
}

static int lamp_add(`,
    ]),
  },
  {
    name: 'a guard in a block of its own, beside a lock that is given back',
    ...locking('led', [
      'static int lamp_set(',
      `static int lamp_tune(struct lamp *lamp, int what)
{
	switch (what) {
	case LAMP_HUE: {
		guard(mutex)(&lamp->gate);
		return lamp->hue;
	}
	case LAMP_DARK: {
		guard(mutex)(&lamp->gate);
		if (lamp->dark)
			break;
		return -EINVAL;
	}
	}
	mutex_lock(&lamp->gate);
	lamp->what = what;
	mutex_unlock(&lamp->gate);
	return 0;
}

static int lamp_set(`,
    ]),
  },
  {
    name: 'a lock that the function behind a reference gives back',
    ...locking('led', [
      'static int lamp_set(',
      `static void lamp_end(struct kref *kref)
{
	struct lamp *lamp = container_of(kref, struct lamp, kref);

	mutex_unlock(&lamp->gate);
	kfree(lamp);
}

static int lamp_drop(struct lamp *lamp)
{
	mutex_lock(&lamp->gate);
	if (lamp->dark) {
		mutex_unlock(&lamp->gate);
		return -EBUSY;
	}
	kref_put(&lamp->kref, lamp_end);
	return -ENODEV;
}

static int lamp_set(`,
    ]),
  },
  {
    name: 'a lock that two conditions take and give back, which say the same in other words',
    ...locking('led', [
      'static int lamp_set(',
      `static int lamp_flush(struct lamp *lamp)
{
	struct bulb *bulb = lamp_bulb(lamp);

	if (!bulb) {
		mutex_lock(&lamp->gate);
		bulb = lamp->spare;
	}
	lamp_send(bulb);
	if (bulb != lamp->spare)
		lamp_free(bulb);
	else
		mutex_unlock(&lamp->gate);
	return 0;
}

static int lamp_set(`,
    ]),
  },
];
