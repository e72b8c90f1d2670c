// SPDX-License-Identifier: GPL-2.0-only
import { dimming } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [{ name: 'a case of the dispatcher', ...dimming() }];
