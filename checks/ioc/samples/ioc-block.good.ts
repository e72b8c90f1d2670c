// SPDX-License-Identifier: GPL-2.0-only
import { ioctlRegister } from '../../samples/ioctl-register.ts';
import { along, lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'inside its own block',
    ...along(
      lampWith(`#define LAMP_RESET	_IO('L', 0x1f)
`),
      ioctlRegister("'L'   10-1F  linux/lamp.h", "'L'   20-2F  linux/torch.h"),
    ),
  },
];
