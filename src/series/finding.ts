// SPDX-License-Identifier: GPL-2.0-only

export type Severity = 'error' | 'warning' | 'note';

/** One thing that one rule found. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Path in the tree, or the name of a mail. */
  readonly file: string;
  /** 1-based, in the edited text (in the text before where a thing is gone). */
  readonly line: number;
  /** What is the matter, with the names and numbers of this case; one sentence. */
  readonly message: string;
}
