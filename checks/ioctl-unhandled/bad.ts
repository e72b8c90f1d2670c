// SPDX-License-Identifier: GPL-2.0-only
import { dimming } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [{ name: 'a number without code behind it', ...dimming({ shape: 'none' }) }];
