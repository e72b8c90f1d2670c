// SPDX-License-Identifier: GPL-2.0-only

export const LAMP_PATH = 'include/uapi/linux/lamp.h';

/** A header of its own with the given declarations. */
export function lampHeader(declarations: string): string {
  return `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#ifndef _LAMP_H
#define _LAMP_H
#include <linux/types.h>
#include <linux/ioctl.h>
#include <linux/stddef.h>
${declarations}#endif
`;
}

/** Declarations of a small header before and after. */
export function declared(before: string, after: string) {
  return {
    before: { [LAMP_PATH]: lampHeader(before) },
    after: { [LAMP_PATH]: lampHeader(after) },
  };
}

/** A driver of the lamp whose ioctl has the given body, beside a change of its header. */
export function driven(change: ReturnType<typeof declared>, before: string, after: string) {
  const code = (body: string) => `long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	struct lamp_dim dim;
	unsigned long minsz;

	switch (cmd) {
	case LAMP_DIM:
${body}		return lamp_dim(lamp, &dim);
	default:
		return -ENOTTY;
	}
}
`;
  return {
    before: { ...change.before, 'drivers/lamp/lamp.c': code(before) },
    after: { ...change.after, 'drivers/lamp/lamp.c': code(after) },
  };
}
