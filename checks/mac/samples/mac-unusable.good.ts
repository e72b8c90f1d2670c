// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH } from '../../samples/small.ts';

const HEAD = '/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n';

export const good: Sample[] = [
  {
    name: 'another header brings the same',
    before: { [LAMP_PATH]: `${HEAD}#include <linux/const.h>\n#define LAMP_LIT\t_BITUL(0)\n` },
    after: { [LAMP_PATH]: `${HEAD}#include <linux/bits.h>\n#define LAMP_LIT\t_BITUL(0)\n` },
  },
  {
    name: 'names that the program has to bring, then as now',
    ...declared(
      '#define LAMP_LEVEL\tSOL_LAMP\n#define LAMP_ZERO(p)\tmemset(p, 0, 4)\n',
      '#define LAMP_LEVEL\t(SOL_LAMP)\n#define LAMP_ZERO(p)\tmemset(p, 0, 8)\n',
    ),
  },
  {
    name: 'an enumerator in the place of a macro',
    ...declared(
      '#define LAMP_BASE\t16\n#define LAMP_LIT\t(LAMP_BASE + 1)\n',
      'enum { LAMP_BASE = 16 };\n#define LAMP_LIT\t(LAMP_BASE + 1)\n',
    ),
  },
];
