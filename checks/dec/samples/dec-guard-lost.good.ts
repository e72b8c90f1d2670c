// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH } from '../../samples/small.ts';

const NOTE = '/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n';
const STRUCT = 'struct lamp { int hue; };\n';
const guarded = (name: string, text = STRUCT) => `${NOTE}#ifndef ${name}\n#define ${name}\n${text}#endif\n`;

export const good: Sample[] = [
  {
    name: 'another name for both',
    before: { [LAMP_PATH]: guarded('_LAMP_H') },
    after: { [LAMP_PATH]: guarded('_UAPI_LAMP_H') },
  },
  {
    name: '#pragma once in its place',
    before: { [LAMP_PATH]: guarded('_LAMP_H') },
    after: { [LAMP_PATH]: `${NOTE}#pragma once\n${STRUCT}` },
  },
  {
    name: 'macros alone may be defined again',
    before: { [LAMP_PATH]: guarded('_LAMP_H', '#define LAMP_HUES 3\n') },
    after: { [LAMP_PATH]: `${NOTE}#define LAMP_HUES 3\n` },
  },
  {
    name: 'a header that never had one',
    before: { [LAMP_PATH]: NOTE + STRUCT },
    after: { [LAMP_PATH]: `${NOTE}${STRUCT}#define LAMP_HUES 3\n` },
  },
];
