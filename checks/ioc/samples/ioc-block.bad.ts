// SPDX-License-Identifier: GPL-2.0-only
import { ioctlRegister } from '../../samples/ioctl-register.ts';
import { along, lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

const HORN = `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#include <linux/ioctl.h>
#define LAMP_BLOW\t_IO('L', 0x21)
`;

export const bad: Sample[] = [
  {
    name: "inside a neighbour's block",
    ...along(
      lampWith(`#define LAMP_RESET	_IO('L', 0x21)
`),
      ioctlRegister("'L'   10-1F  linux/lamp.h", "'L'   20-2F  linux/torch.h"),
    ),
  },
  {
    name: 'outside of its own block, which stands behind another of its folder',
    ...along(
      {
        before: { 'include/uapi/sound/lamp.h': HORN },
        after: { 'include/uapi/sound/lamp.h': `${HORN}#define LAMP_RESET\t_IO('L', 0x31)\n` },
      },
      ioctlRegister("'L'   10-1F  sound/horn.h", "'L'   20-2F  sound/lamp.h"),
    ),
  },
  {
    name: 'outside of any block',
    ...along(
      lampWith(`#define LAMP_RESET	_IO('L', 0x31)
`),
      ioctlRegister("'L'   10-1F  linux/lamp.h", "'L'   20-2F  linux/torch.h"),
    ),
  },
];
