// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH, HEADER, UAPI_PATH } from '../../samples/lamp.ts';
import { driver, LAMP_DRIVER } from '../../samples/lamp-promise.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const masked = (mask: string) =>
  edited(LAMP_DRIVER, [
    '	if (lamp->dimmed)\n		*flags |= VFIO_LAMP_INFO_DIMMED;\n',
    `	if (*flags & ~(${mask}))\n		return -EINVAL;\n`,
  ]);

export const good: Sample[] = [
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
