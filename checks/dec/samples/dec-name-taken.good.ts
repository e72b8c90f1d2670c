// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const BULB_PATH = 'include/uapi/linux/bulb.h';
const STATE = 'enum bulb_state {\n	BULB_OFF,\n};\n';
const bulb = (body: string) => `#ifndef _BULB_H\n#define _BULB_H\n${body}#endif\n`;

export const good: Sample[] = [
  {
    name: 'an enum that moves from one header to another',
    before: { [BULB_PATH]: bulb(STATE), [LAMP_PATH]: lampHeader('') },
    after: { [BULB_PATH]: bulb('#include <linux/lamp.h>\n'), [LAMP_PATH]: lampHeader(STATE) },
  },
  {
    name: 'two that had it before',
    before: { [BULB_PATH]: bulb(STATE), [LAMP_PATH]: lampHeader(STATE) },
    after: {
      [BULB_PATH]: bulb(STATE),
      [LAMP_PATH]: lampHeader(STATE.replace('	BULB_OFF,\n', '	BULB_OFF,\n	BULB_ON,\n')),
    },
  },
  {
    name: 'what only one of the two declares, by an #if',
    before: { [BULB_PATH]: bulb(STATE), [LAMP_PATH]: lampHeader('') },
    after: { [BULB_PATH]: bulb(STATE), [LAMP_PATH]: lampHeader(`#ifndef _BULB_H\n${STATE}#endif\n`) },
  },
  {
    name: 'a header of an architecture that stands for the generic one',
    before: { 'include/uapi/asm-generic/lamp.h': bulb(STATE) },
    after: {
      'include/uapi/asm-generic/lamp.h': bulb(STATE),
      'arch/x86/include/uapi/asm/lamp.h': bulb(STATE).replaceAll('_BULB_H', '_ASM_X86_LAMP_H'),
    },
  },
  {
    name: 'a declaration without a body',
    before: { [BULB_PATH]: bulb(STATE), [LAMP_PATH]: lampHeader('') },
    after: { [BULB_PATH]: bulb(STATE), [LAMP_PATH]: lampHeader('enum bulb_state;\n') },
  },
];
