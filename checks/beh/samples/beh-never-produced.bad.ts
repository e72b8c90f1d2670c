// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH, HEADER, UAPI_PATH } from '../../samples/lamp.ts';
import { driver, LAMP_DRIVER } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a capability that nobody adds any more',
    ...driver(['	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_GLOW, 1);', '	return 0;']),
  },
  {
    name: 'a flag that nobody sets any more',
    ...driver(['	if (lamp->dimmed)\n		*flags |= VFIO_LAMP_INFO_DIMMED;\n', '']),
  },
  {
    name: 'a flag that only a message for the log still mentions',
    ...driver(['		*flags |= VFIO_LAMP_INFO_DIMMED;\n', '		pr_debug("VFIO_LAMP_INFO_DIMMED\\n");\n']),
  },
  {
    name: 'a file of a driver that goes, with the capability that it alone added',
    before: {
      [UAPI_PATH]: HEADER,
      [DRIVER_PATH]: LAMP_DRIVER,
      'drivers/vfio/lamp_blink.c':
        'int lamp_blink(struct vfio_info_cap *caps)\n{\n	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_BLINK, 1);\n}\n',
    },
    after: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: LAMP_DRIVER },
  },
];
