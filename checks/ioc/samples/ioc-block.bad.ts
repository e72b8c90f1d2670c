// SPDX-License-Identifier: GPL-2.0-only
import { along, lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: "inside a neighbour's block",
    ...along(
      lampWith(`#define LAMP_RESET	_IO('L', 0x21)
`),
      {
        'Documentation/userspace-api/ioctl/ioctl-number.rst': `====  =====  ============================ ==========
Code  Seq#    Include File                Comments
      (hex)
====  =====  ============================ ==========
'L'   10-1F  linux/lamp.h
'L'   20-2F  linux/torch.h
====  =====  ============================ ==========
`,
      },
    ),
  },
  {
    name: 'outside of any block',
    ...along(
      lampWith(`#define LAMP_RESET	_IO('L', 0x31)
`),
      {
        'Documentation/userspace-api/ioctl/ioctl-number.rst': `====  =====  ============================ ==========
Code  Seq#    Include File                Comments
      (hex)
====  =====  ============================ ==========
'L'   10-1F  linux/lamp.h
'L'   20-2F  linux/torch.h
====  =====  ============================ ==========
`,
      },
    ),
  },
];
