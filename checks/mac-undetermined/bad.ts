// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [{ name: 'a text that is no integer', ...lamp(['"lamp"', 'lamp_name()']) }];
