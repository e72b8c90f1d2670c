// SPDX-License-Identifier: GPL-2.0-only
import { changeOf } from './sample.ts';

/** A lamp that hides its table from reads and writes, by the bounds of a range. */
const CODE = `static ssize_t lamp_io_rw(struct lamp *lamp, char __user *buf, loff_t off, size_t count,
			  size_t x_start, size_t x_end)
{
	if (off < x_start)
		count = min(count, (size_t)(x_start - off));
	else if (off < x_end)
		return lamp_fill(buf, min(count, (size_t)(x_end - off)));
	return lamp_copy(lamp, buf, off, count);
}

static ssize_t lamp_rw(struct lamp *lamp, char __user *buf, loff_t pos, size_t count)
{
	size_t x_start = 0, x_end = 0;

	if (lamp->has_table) {
		x_start = lamp->table_offset;
		x_end = lamp->table_offset + lamp->table_size;
	}
	return lamp_io_rw(lamp, buf, pos, count, x_start, x_end);
}
`;

const PATH = 'drivers/vfio/lamp_rdwr.c';

export function table(...replacements: readonly (readonly [from: string, to: string])[]) {
  return changeOf(PATH, CODE, ...replacements);
}
