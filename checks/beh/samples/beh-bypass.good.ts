// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an export that asks for it',
    ...driver([
      'static void lamp_close(',
      `static int lamp_export(struct lamp *lamp, u32 index)
{
	if (index == lamp->msix_bar)
		return -EINVAL;
	return PTR_ERR_OR_ZERO(dma_buf_export(lamp_range(lamp, index)));
}

static void lamp_close(`,
    ]),
  },
];
