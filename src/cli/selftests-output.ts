// SPDX-License-Identifier: GPL-2.0-only
import type { Selftests } from '../evidence/selftests/schema.ts';
import { selftestsSections, selftestsTable } from '../report/selftests.ts';
import type { Terminal } from './command.ts';
import { sectioned } from './sectioned.ts';

/**
 * Selftests on kernels, in the format that was asked for.
 *
 * @param whole with the rows that pass on all kernels
 */
export function selftestsText(
  kept: Selftests,
  format: 'table' | 'markdown' | 'json',
  terminal: Pick<Terminal, 'colour' | 'columns'>,
  whole = false,
): string {
  if (format === 'json') return JSON.stringify(kept, null, 2);
  return sectioned(selftestsTable(kept, whole), selftestsSections(kept), format, terminal);
}
