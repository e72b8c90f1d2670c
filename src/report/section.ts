// SPDX-License-Identifier: GPL-2.0-only

/** A part of what is told below the table. */
export interface ReportSection {
  readonly title: string;
  readonly lines: readonly string[];
}
