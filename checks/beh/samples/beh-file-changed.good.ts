// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { entries, FILES, files } from './beh-file-changed.bad.ts';

const PATH = 'drivers/lamp/lamp.c';
const PARAMETER = 'static int lamp_depth = 3;\nmodule_param(lamp_depth, int, 0644);\n';

const ASKED = `static bool lamp_is_hue(struct attribute *attr)
{
	return strcmp(attr->name, "hue") == 0;
}
`;

const MADE = `static void lamp_make(struct lamp *lamp)
{
	lamp_attr_init(&lamp->hue_attr, "hue", hue_show, hue_store);
}
`;

const PORTS = `#define PORT_ATTR_RO(_name) \\
	struct port_attribute port_attr_##_name = __ATTR_RO(_name)

static PORT_ATTR_RO(hue);
`;

const HUE = `static ssize_t hue_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return lamp_show(dev, buf, LAMP_HUE);
}
`;

const DEFINED = `#define LAMP_DEFINE(_name, _what) \\
	static ssize_t _name##_show(struct device *dev, struct device_attribute *attr, char *buf) \\
	{ \\
		return lamp_show(dev, buf, _what); \\
	} \\
	static DEVICE_ATTR_RW(_name)

LAMP_DEFINE(hue, LAMP_HUE);
`;

export const good: Sample[] = [
  {
    name: 'an attribute that moves to a file of its own',
    before: { [PATH]: FILES },
    after: {
      [PATH]: edited(FILES, ['static DEVICE_ATTR_RW(hue);\n', '']),
      'drivers/lamp/sysfs.c': 'DEVICE_ATTR_RW(hue);\n',
    },
  },
  {
    name: 'a parameter that moves to a file of its own',
    before: { [PATH]: FILES },
    after: { [PATH]: edited(FILES, [PARAMETER, '']), 'drivers/lamp/main.c': PARAMETER },
  },
  files('the same permissions in octal', ['S_IRUGO', '0444']),
  files('the same attribute by a shorter macro', [
    'DEVICE_ATTR(watts, S_IRUGO, watts_show, NULL)',
    'DEVICE_ATTR_RO(watts)',
  ]),
  files('more rights', ['S_IRUGO', '0644'], ['0444, NULL, lamp', '0666, NULL, lamp']),
  files('the same number by another function', [
    'sysfs_emit(buf, "0x%08x\\n", lamp_hue(dev))',
    'sprintf(buf, "0x%08lx\\n", (long)lamp_hue(dev))',
  ]),
  files('the same line in two parts', [
    '	seq_printf(m, "lamps: %d\\n", lamp_count());\n	seq_puts(m, "end\\n");\n',
    '	seq_puts(m, "lamps: ");\n	seq_printf(m, "%u\\nend\\n", lamp_count());\n',
  ]),
  files('one more line behind the others', [
    '	return 0;\n}\n\nstatic int lamp_init',
    '	seq_puts(m, "\\n");\n	return 0;\n}\n\nstatic int lamp_init',
  ]),
  files('a parameter with a description', [
    'module_param(lamp_depth, int, 0644);\n',
    'module_param(lamp_depth, int, 0644);\nMODULE_PARM_DESC(lamp_depth, "How many lamps");\n',
  ]),
  files('a file of /proc with data of its own', [
    'proc_create_single("lamps", 0444, NULL, lamp_proc_show)',
    'proc_create_single_data("lamps", 0, NULL, lamp_proc_show, NULL)',
  ]),
  {
    name: 'a driver that is gone as a whole, with its parameters',
    before: { [PATH]: PARAMETER, 'drivers/lamp/other.c': 'int other;\n' },
    after: { 'drivers/lamp/other.c': 'int other;\n' },
  },
  files('a number that is written as a text', [
    'sysfs_emit(buf, "0x%08x\\n", lamp_hue(dev))',
    'sysfs_emit(buf, "0x%s\\n", lamp_text(dev))',
  ]),
  files('a line of which another function prints the beginning', [
    'return sysfs_emit(buf, "0x%08x\\n", lamp_hue(dev));',
    'int count = lamp_print(dev, buf);\n\n	return count + sysfs_emit_at(buf, count, "\\n");',
  ]),
  {
    name: 'an attribute that a function makes by its name',
    before: { [PATH]: `${FILES}${ASKED}` },
    after: {
      [PATH]: `${edited(FILES, ['static DEVICE_ATTR_RW(hue);\n', ''], ['	&dev_attr_hue.attr,\n', ''])}${ASKED}${MADE}`,
    },
  },
  entries('another macro of the driver for an attribute', [
    'LAMP_RO_ENTRY(lamp_depth, "depth_max");',
    'DEVICE_ATTR_RW(depth_max);',
  ]),
  entries('a folder of sysfs that the core makes', [
    'kobject_create_and_add("lamps", kernel_kobj)',
    'lamp_folder("lamps")',
  ]),
  {
    name: 'an attribute that a macro of another name makes',
    before: { [PATH]: PORTS },
    after: { [PATH]: '#include <linux/lamp_port.h>\n\nstatic LAMP_PORT_ATTR_RO(hue);\n' },
  },
  {
    name: 'an attribute that a macro of the file makes now, with its functions',
    before: { [PATH]: `${HUE}static DEVICE_ATTR_RW(hue);\n` },
    after: { [PATH]: DEFINED },
  },
  {
    name: 'a mode that allowed writing, of an attribute that has no function for it',
    before: { [PATH]: edited(FILES, ['watts, S_IRUGO', 'watts, 0644']) },
    after: { [PATH]: FILES },
  },
];
