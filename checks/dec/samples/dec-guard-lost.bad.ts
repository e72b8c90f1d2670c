// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH } from '../../samples/small.ts';

const STRUCT = 'struct lamp { int hue; };\n';
const guarded = (asked: string, defined = asked) =>
  `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n#ifndef ${asked}\n#define ${defined}\n${STRUCT}#endif\n`;
const open = `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n${STRUCT}`;

export const bad: Sample[] = [
  {
    name: 'the guard is gone',
    before: { [LAMP_PATH]: guarded('_UAPI_LAMP_H') },
    after: { [LAMP_PATH]: open },
  },
  {
    name: 'one of its two names is another',
    before: { [LAMP_PATH]: guarded('_UAPI_LAMP_H') },
    after: { [LAMP_PATH]: guarded('_UAPI_LAMP_H', '_UAPI_BULB_H') },
  },
  { name: 'a new header without one', before: {}, after: { [LAMP_PATH]: open } },
  {
    name: 'it is undefined at the end',
    before: { [LAMP_PATH]: guarded('_UAPI_LAMP_H') },
    after: { [LAMP_PATH]: guarded('_UAPI_LAMP_H').replace('#endif', '#undef _UAPI_LAMP_H\n#endif') },
  },
];
