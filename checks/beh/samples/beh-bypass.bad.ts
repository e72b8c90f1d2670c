// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an export that does not ask for the table',
    ...driver([
      'static void lamp_close(',
      `static int lamp_export(struct lamp *lamp, u32 index)
{
	return PTR_ERR_OR_ZERO(dma_buf_export(lamp_range(lamp, index)));
}

static void lamp_close(`,
    ]),
  },
];
