// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';

const CORE = '#include <linux/lamp.h>\n\nint lamp_glow(int watts)\n{\n\treturn watts > 0;\n}\n';
const DIM = '#include <linux/lamp.h>\n\nint lamp_dim(int watts)\n{\n\treturn watts / 2;\n}\n';

export const bad: Sample[] = [
  {
    name: 'a static helper that two files ask',
    before: { 'drivers/lamp/core.c': CORE, 'drivers/lamp/dim.c': DIM },
    after: {
      'drivers/lamp/core.c': CORE.replace(
        'int lamp_glow',
        'static bool lamp_may(int watts)\n{\n\treturn watts < 60;\n}\n\nint lamp_glow',
      ).replace('return watts > 0', 'return lamp_may(watts)'),
      'drivers/lamp/dim.c': DIM.replace('return watts', 'return lamp_may(watts) ? 0 : watts'),
    },
  },
  {
    name: 'a function that becomes static while another file calls it',
    before: {
      'drivers/lamp/core.c': CORE,
      'drivers/lamp/dim.c': DIM.replace('return watts', 'return lamp_glow(watts) ? 1 : watts'),
    },
    after: {
      'drivers/lamp/core.c': CORE.replace('int lamp_glow', 'static int lamp_glow'),
      'drivers/lamp/dim.c': DIM.replace('return watts', 'return lamp_glow(watts) ? 1 : watts'),
    },
  },
];
