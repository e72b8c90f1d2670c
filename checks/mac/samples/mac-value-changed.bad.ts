// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH, lampHeader } from '../../samples/small.ts';

const ARCH_PATH = 'include/uapi/linux/lamp_arch.h';
const DEFAULT = lampHeader('#include <linux/lamp_arch.h>\n#ifndef LAMP_PAGE\n#define LAMP_PAGE	0\n#endif\n');
const arch = (text: string) => `#ifndef _LAMP_ARCH_H\n#define _LAMP_ARCH_H\n${text}#endif\n`;

const generic = (value: string) => ({
  'include/uapi/asm-generic/lamp.h': `#ifndef LAMP_MAP\n#define LAMP_MAP\t${value}\n#endif\n`,
  'arch/x86/include/uapi/asm/lamp.h': '#define LAMP_MAP\t0x40\n#include <asm-generic/lamp.h>\n',
  'arch/arm64/include/uapi/asm/lamp.h': '#include <asm-generic/lamp.h>\n',
});

export const bad: Sample[] = [
  {
    name: 'a mask of a field that grows by itself',
    ...lamp(['LAMP_HUES\t360', 'LAMP_RING_MASK\t0x3f']),
    before: lamp(['LAMP_HUES\t360', 'LAMP_RING_MASK\t0x7']).after,
  },
  { name: 'a number', ...lamp(['LAMP_HUES\t360', 'LAMP_HUES\t256']) },
  { name: 'a string', ...lamp(['"lamp"', '"torch"']) },
  { name: 'what ioctls are counted from', ...lamp(['LAMP_BASE\t16', 'LAMP_BASE\t32']) },
  {
    name: 'a default that gives way to a header of an architecture',
    before: { [ARCH_PATH]: arch(''), [LAMP_PATH]: DEFAULT },
    after: {
      [ARCH_PATH]: arch('#ifdef __aarch64__\n#define LAMP_PAGE	64\n#endif\n'),
      [LAMP_PATH]: DEFAULT,
    },
  },
  {
    name: 'a default that gives way to the same number',
    before: { [ARCH_PATH]: arch(''), [LAMP_PATH]: DEFAULT },
    after: {
      [ARCH_PATH]: arch('#ifdef __aarch64__\n#define LAMP_PAGE	0\n#endif\n'),
      [LAMP_PATH]: DEFAULT,
    },
  },
  {
    name: 'a number on some architectures',
    ...lamp([
      `#define LAMP_HUES	360
`,
      `#ifdef __i386__
#define LAMP_HUES	256
#else
#define LAMP_HUES	360
#endif
`,
    ]),
  },
  {
    name: 'a call that counts from a name that no header at hand defines',
    ...declared(
      '#define LAMP_EV(n)\t(LAMP_EV_BASE + (n))\n#define LAMP_EV_DIM\tLAMP_EV(3)\n',
      '#define LAMP_EV(n)\t(LAMP_EV_BASE + (n))\n#define LAMP_EV_DIM\tLAMP_EV(4)\n',
    ),
  },
  {
    name: 'a default of asm-generic that one architecture overrides',
    before: generic('0x10'),
    after: generic('0x20'),
  },
  {
    name: 'another bit, by a macro of the kernel',
    ...declared('#define LAMP_LIT\tBIT(3)\n', '#define LAMP_LIT\tBIT(4)\n'),
  },
  {
    name: 'a macro that is gone on one architecture, where another one has another value',
    before: {
      'arch/arm/include/uapi/asm/lamp.h': '#define LAMP_WIDTH 8\n',
      'arch/arm64/include/uapi/asm/lamp.h': '#define LAMP_WIDTH 16\n',
    },
    after: {
      'arch/arm/include/uapi/asm/lamp.h': '',
      'arch/arm64/include/uapi/asm/lamp.h': '#define LAMP_WIDTH 16\n',
    },
  },
];
