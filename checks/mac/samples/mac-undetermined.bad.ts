// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  { name: 'a text that is no integer', ...lamp(['"lamp"', 'lamp_name()']) },
  {
    name: 'the size of what no header at hand defines',
    ...declared('#define LAMP_ROOM\t8\n', '#define LAMP_ROOM\tsizeof(struct lamp_room)\n'),
  },
];
