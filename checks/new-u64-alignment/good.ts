// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  {
    name: 'in a header that does not',
    ...lampWith(`struct lamp_meter {
	__u64	joules;
};
`),
  },
];
