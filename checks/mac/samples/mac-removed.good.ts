// SPDX-License-Identifier: GPL-2.0-only
import { along, lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a macro that moved to an included header',
    ...along(
      lamp(['#define LAMP_HUES\t360\n', '#include <linux/lamp-hues.h>\n']),
      {},
      { 'include/uapi/linux/lamp-hues.h': '#define LAMP_HUES 360\n' },
    ),
  },
];
