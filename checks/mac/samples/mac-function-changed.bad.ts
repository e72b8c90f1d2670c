// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'another number of parameters',
    ...lamp(['LAMP_WATTS(x)\t((x) * 60)', 'LAMP_WATTS(x, y)\t((x) * (y))']),
  },
  {
    name: 'no parameters any more',
    ...lamp(['LAMP_WATTS(x)\t((x) * 60)', 'LAMP_WATTS\t60']),
    before: lamp(['((x) * 60)', '60']).after,
  },
  { name: 'another expansion', ...lamp(['((x) * 60)', '((x) * 40)']) },
  {
    name: 'a wider mask, which small numbers do not show',
    ...lamp(['((x) * 60)', '(((x) >> 24) & 0x7f)'], ['LAMP_WATTS(x)', 'LAMP_KIND(x)']),
    before: lamp(['((x) * 60)', '(((x) >> 24) & 0x1f)'], ['LAMP_WATTS(x)', 'LAMP_KIND(x)']).after,
  },
  {
    name: 'a number that is pasted, in another form',
    ...declared('#define LAMP_NAME(x)\tx ## 16\n', '#define LAMP_NAME(x)\tx ## 0x10\n'),
  },
  {
    name: 'a parameter without its parentheses, behind a cast',
    ...lamp(['((x) * 60)', '((long long)x << 4)']),
    before: lamp(['((x) * 60)', '((long long)(x) << 4)']).after,
  },
  { name: 'a parameter without its parentheses', ...lamp(['((x) * 60)', '(x * 60)']) },
];
