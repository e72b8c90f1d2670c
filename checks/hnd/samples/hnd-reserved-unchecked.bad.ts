// SPDX-License-Identifier: GPL-2.0-only
import { ASKED, CLEARED, COPIED, glowing } from '../../samples/lamp-handler.ts';
import { changeOf, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader('struct lamp_tune { __u32 hue; __u32 reserved; };\n');
/** No header of the UAPI is included here: one of the kernel's own brings it. */
const THROUGH = `#include <sound/lamp.h>

static int lamp_tune_user(struct lamp *lamp, struct lamp_tune __user *arg)
{
	struct lamp_tune tune;

	if (copy_from_user(&tune, arg, sizeof(tune)))
		return -EFAULT;
	if (tune.reserved)
		return -EINVAL;
	return lamp_set(lamp, tune.hue);
}
`;
const through = changeOf('sound/core/lamp.c', THROUGH, ['	if (tune.reserved)\n		return -EINVAL;\n', '']);

export const bad: Sample[] = [
  {
    name: 'a struct of a header that the driver does not include by itself',
    before: { [LAMP_PATH]: HEADER, ...through.before },
    after: { [LAMP_PATH]: HEADER, ...through.after },
  },
  {
    name: 'reserved may be anything',
    ...glowing(`${CLEARED}${COPIED}${ASKED}	if (glow.flags & ~VFIO_LAMP_GLOW_SOFTLY)
		return -EINVAL;

`),
  },
];
