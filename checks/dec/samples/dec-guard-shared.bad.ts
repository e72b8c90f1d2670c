// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';

const header = (guard: string, name: string) =>
  `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n#ifndef ${guard}\n#define ${guard}\nstruct ${name} { int hue; };\n#endif\n`;

const LAMP = 'include/uapi/linux/lamp.h';
const BULB = 'include/uapi/linux/bulb.h';

export const bad: Sample[] = [
  {
    name: 'a guard that is copied from another header',
    before: { [LAMP]: header('_LAMP_H', 'lamp'), [BULB]: header('_BULB_H', 'bulb') },
    after: { [LAMP]: header('_LAMP_H', 'lamp'), [BULB]: header('_LAMP_H', 'bulb') },
  },
  {
    name: 'a new header with the guard of another one, once _UAPI is taken from it',
    before: { [LAMP]: header('_LAMP_H', 'lamp') },
    after: { [LAMP]: header('_LAMP_H', 'lamp'), [BULB]: header('_UAPI_LAMP_H', 'bulb') },
  },
];
