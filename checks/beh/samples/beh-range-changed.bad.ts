// SPDX-License-Identifier: GPL-2.0-only
import { table } from '../../samples/lamp-table.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an end that lost a term',
    ...table(['lamp->table_offset + lamp->table_size;', 'lamp->table_offset;']),
  },
  {
    name: 'a range that is no longer set',
    ...table([
      `	if (lamp->has_table) {
		x_start = lamp->table_offset;
		x_end = lamp->table_offset + lamp->table_size;
	}
`,
      '',
    ]),
  },
];
