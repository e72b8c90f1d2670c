// SPDX-License-Identifier: GPL-2.0-only
import { table } from '../../samples/lamp-table.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'bounds that have other names',
    ...table(
      ['x_start = lamp->table_offset;', 'x_start = lamp->fuse.offset;'],
      ['lamp->table_offset + lamp->table_size;', 'lamp->fuse.size + lamp->fuse.offset;'],
    ),
  },
  {
    name: 'an end that a function gives',
    ...table(['lamp->table_offset + lamp->table_size;', 'lamp_table_end(lamp);']),
  },
];
