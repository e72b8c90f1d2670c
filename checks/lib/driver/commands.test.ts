// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { servedInText } from './commands.ts';

const served = (text: string) => servedInText('lamp.c', text).map(({ name, by }) => `${name} by ${by}`);

test('a row of a macro serves the command whose name the macro pastes', () => {
  expect(
    served(`static const struct drm_ioctl_desc lamp_ioctls[] = {
	DRM_IOCTL_DEF_DRV(LAMP_ON, lamp_on, DRM_RENDER_ALLOW),
	DRM_IOCTL_DEF_DRV(LAMP_OFF, drm_invalid_op, 0),
};
`),
  ).toEqual(['DRM_IOCTL_LAMP_ON by lamp_ioctls']);
  expect(
    served(`#define LAMP_IOC_ARG(cmd, func, fl, copy) \\
	[_IOC_NR(LAMP_IOC_##cmd)] = { .fn = func, .flags = fl }
#define LAMP_IOC(cmd, func, fl) \\
	LAMP_IOC_ARG(cmd, func, fl, lamp_copy)

static const struct lamp_row lamp_rows[] = {
	LAMP_IOC(TURN_ON, lamp_on, 0),
	LAMP_IOC(TURN_OFF, 0, lamp_off),
};
`),
  ).toEqual(['LAMP_IOC_TURN_ON by lamp_rows', 'LAMP_IOC_TURN_OFF by lamp_rows']);
});

test('a row serves by its table, wherever the function behind it stands', () => {
  expect(
    served(`static int lamp_on(struct lamp *lamp)
{
	return 0;
}

static int (*const lamp_calls[])(struct lamp *lamp) = {
	[_IOC_NR(LAMP_ON)] = lamp_on,
};

static lamp_fn lamp_lookup(unsigned int cmd)
{
	static const struct {
		int cmd;
		int flags;
		lamp_fn fn;
	} own[] = {
		{LAMP_DIM_CMD, 0, lamp_dim},
	};

	return cmd == LAMP_OFF ? lamp_off : own[0].fn;
}

LAMP_DECLARE(
	&UVERBS_METHOD(LAMP_METHOD_GLOW));
`),
  ).toEqual([
    'LAMP_ON by lamp_calls',
    'LAMP_DIM_CMD by own',
    'LAMP_OFF by lamp_lookup',
    'LAMP_METHOD_GLOW by ',
  ]);
});
