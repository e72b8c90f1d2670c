// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';

const header = (guard: string, name: string) =>
  `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n#ifndef ${guard}\n#define ${guard}\nstruct ${name} { int hue; };\n#endif\n`;

const LAMP = 'include/uapi/linux/lamp.h';
const BULB = 'include/uapi/linux/bulb.h';

export const good: Sample[] = [
  {
    name: 'two that shared one before',
    before: { [LAMP]: header('_LAMP_H', 'lamp'), [BULB]: header('_LAMP_H', 'bulb') },
    after: { [LAMP]: header('_LAMP_H', 'lamp'), [BULB]: header('_LAMP_H', 'bulb2') },
  },
  {
    name: 'one text under two names',
    before: { [LAMP]: header('_LAMP_H', 'lamp') },
    after: { [LAMP]: header('_LAMP_H', 'lamp'), [BULB]: header('_LAMP_H', 'lamp') },
  },
  {
    name: 'a guard of its own',
    before: { [LAMP]: header('_LAMP_H', 'lamp') },
    after: { [LAMP]: header('_LAMP_H', 'lamp'), [BULB]: header('_BULB_H', 'bulb') },
  },
];
