// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence } from '../evidence/schema.ts';

/** One sentence for each earlier run that results of cells were taken from. */
export function keptNotes(cells: readonly Pick<CellEvidence, 'name' | 'kept'>[]): string[] {
  const runs = new Map<string, string[]>();
  for (const { name, kept } of cells) {
    if (!kept) continue;
    const { run, folder = `${run}, which is gone`, accelerator } = kept;
    const from = `${folder} (${accelerator})`;
    runs.set(from, [...(runs.get(from) ?? []), name]);
  }
  return [...runs].map(
    ([run, names]) =>
      `kept from ${run}, since nothing in their guest differs: ${names.join(', ')} (--again boots them)`,
  );
}
