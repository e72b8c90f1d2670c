// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [{ name: 'another blank', ...lamp(['LAMP_NAME\t"lamp"', 'LAMP_NAME "lamp"']) }];
