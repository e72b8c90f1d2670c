// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [{ name: 'another blank', ...lamp(['LAMP_NAME\t"lamp"', 'LAMP_NAME "lamp"']) }];
