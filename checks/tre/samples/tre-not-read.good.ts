// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [{ name: 'all was read', ...declared('', '#define LAMP_HUES 3\n') }];
