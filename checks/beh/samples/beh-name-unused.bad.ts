// SPDX-License-Identifier: GPL-2.0-only
import { promising } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  { name: 'a flag that no driver sets', ...promising('\n#define VFIO_LAMP_INFO_FLAG_WARM	(1 << 2)\n') },
  {
    name: 'a flag that the driver hands on unread',
    ...promising('\n#define VFIO_LAMP_INFO_FLAG_WARM	(1 << 2)\n', [
      'static int lamp_sparse(',
      `static int lamp_set(struct lamp *lamp, struct vfio_lamp_info *info)
{
	return lamp_core_set(lamp, info->flags);
}

static int lamp_sparse(`,
    ]),
  },
  {
    name: 'a flag of a struct that no driver at hand reads',
    ...promising(
      '\nenum vfio_lamp_dusk_flags {\n\tVFIO_LAMP_DUSK_FLAG_SLOW = 1,\n};\n\nstruct vfio_lamp_dusk {\n\t__u32	flags;\n};\n',
    ),
  },
];
