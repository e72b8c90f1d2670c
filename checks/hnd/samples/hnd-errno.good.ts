// SPDX-License-Identifier: GPL-2.0-only
import { CLEARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [{ name: 'the convention', ...glowing(CLEARED + SOUND) }];
