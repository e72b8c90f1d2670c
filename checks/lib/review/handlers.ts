// SPDX-License-Identifier: GPL-2.0-only
// Made-up drivers with handlers of an open file, for samples.

export const LAMP_FILE = `static int lamp_open(struct lamp *lamp)
{
	lamp->brightest = lamp_probe_watts(lamp);

	return 0;
}

static long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	if (cmd == LAMP_INFO)
		return lamp_info(lamp, arg);

	return -ENOTTY;
}

static int lamp_mmap(struct lamp *lamp, struct vm_area_struct *vma)
{
	if (vma->vm_pgoff == lamp->switch_page)
		return -EINVAL;

	return remap_lamp(lamp, vma);
}

static ssize_t lamp_read(struct lamp *lamp, char __user *buf, size_t count)
{
	if (lamp->dark)
		return 0;

	return lamp_copy(lamp, buf, count);
}
`;

export const TAPE_FILE = `static int tape_enable(struct tape *tape)
{
	tape->length = tape_wind(tape);

	return 0;
}

static ssize_t tape_read(struct tape *tape, char __user *buf, size_t count)
{
	if (count > tape->length)
		return -EINVAL;

	return tape_copy(tape, buf, count);
}

static ssize_t tape_write(struct tape *tape, const char __user *buf, size_t count)
{
	if (count > tape->length)
		return -ENOSPC;

	return tape_burn(tape, buf, count);
}

static int tape_mmap(struct tape *tape, struct vm_area_struct *vma)
{
	if (tape->worn)
		return -EIO;

	return tape_map(tape, vma);
}
`;
