// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';

export const LAMP = `#include <linux/fs.h>

static ssize_t lamp_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct lamp *lamp = file->private_data;
	int ret;

	ret = mutex_lock_interruptible(&lamp->lock);
	if (ret)
		return ret;
	if (copy_to_user(buf, &lamp->event, sizeof(lamp->event)))
		ret = -EFAULT;
	mutex_unlock(&lamp->lock);
	if (ret < 0)
		return ret;
	return sizeof(lamp->event);
}

static ssize_t lamp_none(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return -EOPNOTSUPP;
}

static ssize_t lamp_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct lamp *lamp = file->private_data;
	u32 hue;

	if (count != sizeof(hue))
		return -EINVAL;
	if (copy_from_user(&hue, buf, sizeof(hue)))
		return -EFAULT;
	lamp->hue = hue;
	return count;
}

static int lamp_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	if (!len)
		return 0;
	return lamp_queue(sock->sk, msg, len);
}

static ssize_t hue_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct lamp *lamp = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\\n", lamp->hue);
}
static DEVICE_ATTR_RO(hue);

static const struct file_operations lamp_fops = {
	.read = lamp_read,
	.write = lamp_write,
};

static const struct proto_ops lamp_proto_ops = {
	.sendmsg = lamp_sendmsg,
};
`;

/** A change of the driver. */
export const lampFile = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { 'drivers/lamp/lamp.c': LAMP },
  after: { 'drivers/lamp/lamp.c': edited(LAMP, ...edits) },
});

export const bad: Sample[] = [
  lampFile('a read() that ends with 0', ['	return sizeof(lamp->event);\n', '	return 0;\n']),
  lampFile('a read() that fails at once', [
    '	ret = mutex_lock_interruptible(&lamp->lock);\n',
    '	return -EIO;\n	ret = mutex_lock_interruptible(&lamp->lock);\n',
  ]),
  lampFile('a read() of another function', ['	.read = lamp_read,\n', '	.read = lamp_none,\n']),
  lampFile('a write() that takes what it does not look at', [
    '	if (copy_from_user(&hue, buf, sizeof(hue)))\n		return -EFAULT;\n	lamp->hue = hue;\n',
    '',
  ]),
  lampFile('a sendmsg() that fails', [
    '	return lamp_queue(sock->sk, msg, len);\n',
    '	return -EOPNOTSUPP;\n',
  ]),
  lampFile('an attribute that reads as nothing', [
    '	return sysfs_emit(buf, "%u\\n", lamp->hue);\n',
    '	return lamp ? 0 : -ENODEV;\n',
  ]),
];
