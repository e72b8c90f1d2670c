// SPDX-License-Identifier: GPL-2.0-only
import { ASKED, CLEARED, COPIED, glowing, KNOWN } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  { name: 'flags are judged before argsz is', ...glowing(CLEARED + COPIED + KNOWN + ASKED) },
];
