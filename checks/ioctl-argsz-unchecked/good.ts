// SPDX-License-Identifier: GPL-2.0-only
import { dimming } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  { name: 'a check in a function of its own', ...dimming() },
  { name: 'a check in a chain of ifs', ...dimming({ shape: 'chain' }) },
];
