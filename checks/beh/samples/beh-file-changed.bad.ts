// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';

export const FILES = `#include <linux/device.h>

static int lamp_depth = 3;
module_param(lamp_depth, int, 0644);

static ssize_t hue_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "0x%08x\\n", lamp_hue(dev));
}

static ssize_t hue_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t count)
{
	u32 hue;
	int ret = kstrtou32(buf, 0, &hue);

	return ret ? ret : lamp_dye(dev, hue, count);
}
static DEVICE_ATTR_RW(hue);
static DEVICE_ATTR(watts, S_IRUGO, watts_show, NULL);

static struct attribute *lamp_attrs[] = {
	&dev_attr_hue.attr,
	&dev_attr_watts.attr,
	NULL,
};

static struct ctl_table lamp_sysctls[] = {
	{
		.procname	= "lamp_limit",
		.data		= &lamp_limit,
		.mode		= 0644,
		.proc_handler	= proc_dointvec,
	},
};

static int lamp_proc_show(struct seq_file *m, void *v)
{
	seq_printf(m, "lamps: %d\\n", lamp_count());
	seq_puts(m, "end\\n");
	return 0;
}

static int lamp_init(void)
{
	if (!proc_create_single("lamps", 0444, NULL, lamp_proc_show))
		return -ENOMEM;
	return lamp_register();
}
`;

/** A change of a driver's files. */
const ENTRIES = `#define LAMP_RO_ENTRY(_prefix, _name) \\
static const struct lamp_sysfs_entry _prefix##_entry = { \\
	.attr = { .name = _name, .mode = 0444 }, \\
	.show = _prefix##_show, \\
}

LAMP_RO_ENTRY(lamp_glow, "glow");
LAMP_RO_ENTRY(lamp_depth, "depth_max");

static int lamp_sysfs_init(struct lamp *lamp)
{
	lamp->kobj = kobject_create_and_add("lamps", kernel_kobj);
	return lamp->kobj ? 0 : -ENOMEM;
}
`;
const ENTRIES_PATH = 'drivers/lamp/lamp-sysfs.c';

export const entries = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { [ENTRIES_PATH]: ENTRIES },
  after: { [ENTRIES_PATH]: edited(ENTRIES, ...edits) },
});

export const files = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { 'drivers/lamp/lamp.c': FILES },
  after: { 'drivers/lamp/lamp.c': edited(FILES, ...edits) },
});

export const bad: Sample[] = [
  files('the writing of an attribute', ['DEVICE_ATTR_RW(hue)', 'DEVICE_ATTR_RO(hue)']),
  files('an attribute that no table lists', ['	&dev_attr_hue.attr,\n', '']),
  files('an attribute for its owner alone', ['S_IRUGO', 'S_IRUSR']),
  files('an attribute for its owner alone, by the name of its macro', ['ATTR_RW(hue)', 'ATTR_ADMIN_RW(hue)']),
  files('an attribute in decimal', ['"0x%08x\\n"', '"%u\\n"']),
  files('an attribute that reads hexadecimal numbers alone', ['kstrtou32(buf, 0,', 'kstrtou32(buf, 16,']),
  files('a parameter of a module', ['module_param(lamp_depth, int, 0644);\n', '']),
  files('a parameter without a file', ['int, 0644', 'int, 0']),
  files('a file of /proc', [
    '	if (!proc_create_single("lamps", 0444, NULL, lamp_proc_show))\n		return -ENOMEM;\n',
    '',
  ]),
  files('a file of /proc for its owner alone', ['0444, NULL, lamp', '0400, NULL, lamp']),
  files('a line of /proc in other words', ['"lamps: %d\\n"', '"count: %d\\n"']),
  entries('an attribute that a macro of the driver makes', ['LAMP_RO_ENTRY(lamp_depth, "depth_max");\n', '']),
  entries('a folder of sysfs', ['"lamps"', '"lights"']),
  files('a sysctl', [
    '	{\n		.procname	= "lamp_limit",\n		.data		= &lamp_limit,\n		.mode		= 0644,\n		.proc_handler	= proc_dointvec,\n	},\n',
    '',
  ]),
  files('a sysctl that nobody can write', ['= 0644,', '= 0444,']),
];
