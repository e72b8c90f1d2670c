// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs';

/** Text of a saved log; for tests. */
export function saved(name: string): string {
  return readFileSync(new URL(`test-data/${name}.log`, import.meta.url), 'utf8');
}
