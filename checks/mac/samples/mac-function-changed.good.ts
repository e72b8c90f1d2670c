// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'an annotation of sparse less',
    ...declared(
      '#define LAMP_LE(x)\t((__force __le64)(__u64)(x) + LAMP_BIAS)\n',
      '#define LAMP_LE(x)\t(( __le64)(__u64)(x) + LAMP_BIAS)\n',
    ),
  },
  {
    name: 'other names, blanks and numbers',
    ...lamp(['LAMP_WATTS(x)\t((x) * 60)', 'LAMP_WATTS(count) ( (count)*0x3c )']),
  },
  {
    name: 'typeof in its other spelling',
    ...declared(
      '#define LAMP_ROUND(x, a)\tLAMP_ROUND_MASK(x, (typeof(x))(a) - 1)\n',
      '#define LAMP_ROUND(x, a)\tLAMP_ROUND_MASK(x, (__typeof__(x))(a) - 1)\n',
    ),
  },
  {
    name: 'a letter by its number',
    ...declared(
      "#define LAMP_NAME(len)\t_IOC(2, 'L', 6, len)\n",
      '#define LAMP_NAME(l)\t_IOC(2, 0x4c, (06), (l))\n',
    ),
  },
  {
    name: 'constants that are written otherwise',
    ...declared(
      '#define LAMP_HUE(x)\t((x) & 16)\n#define LAMP_DIM(x)\t((x) + 6)\n',
      '#define LAMP_HUE(x)\t((x) & (1 << 4))\n#define LAMP_DIM(x)\t((x) + (0x05 + 1))\n',
    ),
  },
  {
    name: 'a parameter that gets its parentheses',
    ...lamp(['((x) * 60)', '((x) * (60))']),
    before: lamp(['((x) * 60)', '(x * 60)']).after,
  },
];
