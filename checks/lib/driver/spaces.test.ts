// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Snapshot } from '../../../src/series/sources.ts';
import { dispatchSpaces } from './spaces.ts';

function spacesOf(texts: Record<string, string>): string[] {
  return dispatchSpaces(new Snapshot('made up', new Map(Object.entries(texts)))).map(
    ({ id, function: name, commands }) => `${id}: ${name}: ${commands.map((one) => one.name).join(' ')}`,
  );
}

test('a dispatcher has the kind of the operations that name it, or of the dispatcher that calls it', () => {
  expect(
    spacesOf({
      'drivers/vfio/lamp.c': `
static long lamp_core_ioctl(struct lamp *lamp, unsigned int cmd,
			    unsigned long arg)
{
	if (cmd == VFIO_DEVICE_LAMP_ON || cmd == OTHER)
		return lamp_on(lamp);
	return -ENOTTY;
}

static long lamp_ioctl(struct vfio_device *device, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_DEVICE_LAMP_OFF:
	case VFIO_DEVICE_LAMP_DIM:
		return lamp_dim(device);
	default:
		return lamp_core_ioctl(to_lamp(device), cmd, arg);
	}
}

static long lamp_fops_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (cmd != LAMP_READ_STATE)
		return -ENOTTY;
	return 0;
}

static const struct vfio_device_ops lamp_ops = {
	.name	= "lamp",
	.ioctl	= lamp_ioctl,
};

static const struct file_operations lamp_fops = {
	.unlocked_ioctl	= lamp_fops_ioctl,
};

static const struct lamp_op lamp_ioctl_ops[] = {
	IOCTL_OP(LAMP_PAINT, lamp_paint, struct lamp_paint, colour),
};
`,
    }),
  ).toMatchInlineSnapshot(`
    [
      "device: lamp_core_ioctl: VFIO_DEVICE_LAMP_ON",
      "device: lamp_ioctl: VFIO_DEVICE_LAMP_OFF VFIO_DEVICE_LAMP_DIM",
      "lamp_fops: lamp_fops_ioctl: LAMP_READ_STATE",
      "lamp: lamp_ioctl_ops: LAMP_PAINT",
    ]
  `);
});
