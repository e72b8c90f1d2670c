// SPDX-License-Identifier: GPL-2.0-only
import type { FormatSettings } from '../format.ts';

export const SETTINGS: FormatSettings = {
  pages: new Map([['docs/rules/hnd-argsz.md', '# hnd-argsz\n\nA page.\n']]),
  artifacts: 'https://ci.example.org/runs',
  origin: 'kpw',
};
