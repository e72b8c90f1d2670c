// SPDX-License-Identifier: GPL-2.0-only
import { changeOf, type Sample } from './sample.ts';

const PATHS = {
  led: 'drivers/leds/leds-lamp.c',
  net: 'drivers/net/ethernet/lamp/lamp_main.c',
  vfio: 'drivers/vfio/lamp.c',
} as const;

/** A lamp with a lock of each kind. */
const LAMP = `static int lamp_load(struct lamp *lamp)
{
	int ret;

	mutex_lock(&lamp->gate);
	ret = lamp_read(lamp);
	mutex_unlock(&lamp->gate);
	return ret;
}

static void lamp_settle(struct lamp *lamp)
{
	lamp_write(lamp, 0);
	msleep(20);
}

static void lamp_restart(struct lamp *lamp)
{
	lamp->restarts++;
	lamp_settle(lamp);
}

static irqreturn_t lamp_interrupt(int irq, void *data)
{
	struct lamp *lamp = data;

	spin_lock(&lamp->lock);
	lamp->events++;
	spin_unlock(&lamp->lock);
	return IRQ_HANDLED;
}

static int lamp_set(struct lamp *lamp, u32 percent)
{
	int ret = 0;

	down_write(&lamp->memory);
	if (percent > 100) {
		ret = -EINVAL;
		goto out;
	}
	lamp->percent = percent;
out:
	up_write(&lamp->memory);
	return ret;
}

static int lamp_add(struct lamp *lamp, struct bulb *bulb)
{
	unsigned long flags;

	spin_lock_irqsave(&lamp->lock, flags);
	if (lamp->nr == LAMP_MAX) {
		spin_unlock_irqrestore(&lamp->lock, flags);
		return -ENOSPC;
	}
	list_add(&bulb->node, &lamp->bulbs);
	lamp->nr++;
	spin_unlock_irqrestore(&lamp->lock, flags);
	return 0;
}

static struct bulb *lamp_find(struct lamp *lamp, u32 id)
{
	struct bulb *bulb;

	rcu_read_lock();
	list_for_each_entry_rcu(bulb, &lamp->bulbs, node) {
		if (bulb->id == id) {
			rcu_read_unlock();
			return bulb;
		}
	}
	rcu_read_unlock();
	return NULL;
}
`;

/** A driver of a subsystem with replacements in it, each of which must fit once. */
export function locking(
  subsystem: keyof typeof PATHS,
  ...replacements: readonly (readonly [from: string, to: string])[]
): Pick<Sample, 'before' | 'after'> {
  return changeOf(PATHS[subsystem], LAMP, ...replacements);
}

export const SET = '	lamp->percent = percent;\n';
export const ADD = '	list_add(&bulb->node, &lamp->bulbs);\n';
export const FOUND = '		if (bulb->id == id) {\n';
