// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH, HEADER, UAPI_PATH } from '../../samples/lamp.ts';
import { driver, LAMP_DRIVER } from '../../samples/lamp-promise.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const masked = (mask: string) =>
  edited(LAMP_DRIVER, [
    '	if (lamp->dimmed)\n		*flags |= VFIO_LAMP_INFO_DIMMED;\n',
    `	if (*flags & ~(${mask}))\n		return -EINVAL;\n`,
  ]);

/** A function of the driver, before and after. */
const own = (name: string, before: string, after: string): Sample => ({
  name,
  before: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: `${LAMP_DRIVER}\n${before}` },
  after: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: `${LAMP_DRIVER}\n${after}` },
});

const INFO = `static int lamp_ask(struct lamp *lamp, u32 *flags)
{
	*flags = VFIO_LAMP_INFO_BRIGHT;
	return 0;
}
`;
const OPS = `
static const struct lamp_ops lamp_common_ops = {
	.ask = lamp_ask,
};
`;
const BRIGHT = HEADER.replace(
  '#define VFIO_LAMP_INFO_LIT',
  '#define VFIO_LAMP_INFO_BRIGHT	(1 << 5)\n#define VFIO_LAMP_INFO_LIT',
);
const FADED = 'drivers/vfio/faded.c';

export const good: Sample[] = [
  own(
    'a message for the log that goes',
    'static void lamp_tell(void)\n{\n	pr_debug("VFIO_REGION_INFO_CAP_BLINK");\n	lamp_note();\n}\n',
    'static void lamp_tell(void)\n{\n	lamp_note();\n}\n',
  ),
  own(
    'a limit that a function is no longer called with',
    'static int lamp_hue(struct lamp *lamp)\n{\n	return lamp_turn(lamp, VFIO_LAMP_HUES);\n}\n',
    'static int lamp_hue(struct lamp *lamp)\n{\n	return lamp_turn(lamp);\n}\n',
  ),
  own(
    'a state that a helper no longer computes with',
    'static int lamp_watts(int state)\n{\n	switch (state) {\n	case VFIO_LAMP_STATE_ON:\n		return 60;\n	}\n	return 0;\n}\n',
    'static int lamp_watts(int state)\n{\n	return state ? 60 : 0;\n}\n',
  ),
  {
    name: 'a driver that is gone as a whole',
    before: { [UAPI_PATH]: BRIGHT, [DRIVER_PATH]: LAMP_DRIVER, [FADED]: `${INFO}\nMODULE_LICENSE("GPL");\n` },
    after: { [UAPI_PATH]: BRIGHT, [DRIVER_PATH]: LAMP_DRIVER },
  },
  {
    name: 'a function in whose place a table names the one of a layer above',
    before: { [UAPI_PATH]: BRIGHT, [DRIVER_PATH]: `${LAMP_DRIVER}\n${INFO}${OPS}` },
    after: {
      [UAPI_PATH]: BRIGHT,
      [DRIVER_PATH]: `${LAMP_DRIVER}${OPS.replace('lamp_ask', 'light_common_ask')}`,
    },
  },
  {
    name: 'a capability that another function adds',
    ...driver(
      ['	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_GLOW, 1);', '	return lamp_glow_cap(caps);'],
      [
        'static int lamp_info(',
        `static int lamp_glow_cap(struct vfio_info_cap *caps)
{
	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_GLOW, 1);
}

static int lamp_info(`,
      ],
    ),
  },
  {
    name: 'flags whose mask gets a name',
    before: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: masked('VFIO_LAMP_INFO_LIT | VFIO_LAMP_INFO_DIMMED') },
    after: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: masked('LAMP_KNOWN') },
  },
];
