// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  { name: 'another blank', ...lamp(['LAMP_NAME\t"lamp"', 'LAMP_NAME "lamp"']) },
  {
    name: 'the same string in two parts',
    ...lamp(['#define LAMP_NAME\t"lamp"', '#define LAMP_STEM "la"\n#define LAMP_NAME\tLAMP_STEM "mp"']),
  },
];
