// SPDX-License-Identifier: GPL-2.0-only

/** What a run saw of one cell, for the rows of a report. */
export interface CellView {
  /** Value of an `# observe` line. */
  observed(key: string): string | undefined;
  /** Value of a `# measure` line. */
  measured(key: string): { value: number; unit: string } | undefined;
  /** What the contract says of a key. */
  promised(key: string): string | undefined;
}
