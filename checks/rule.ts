// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from '../src/series/compose.ts';
import type { Finding, Severity } from '../src/series/finding.ts';
import type { Mail } from '../src/series/scratch.ts';
import type { Sources } from '../src/series/topic.ts';

export type { Finding, Severity } from '../src/series/finding.ts';

/** What a rule is about; a whole category can be switched off. */
export type Category = 'uapi' | 'behaviour' | 'message';

/** What a rule looks at: a tree before and after a series, and the series itself. */
export interface Subject {
  /** For messages: `region-flag on debian-6.1`. */
  readonly name: string;
  readonly before: Sources;
  readonly after: Sources;
  /** Texts before and after of each patch; empty where only two trees are compared. */
  readonly patches: readonly Patch[];
  /** The mails as they would be sent; empty where only two trees are compared. */
  readonly mails: readonly Mail[];
}

/** A finding before the engine adds whose it is. */
export interface Found extends Omit<Finding, 'rule' | 'severity'> {
  /** Where it weighs less than the rule's worst: an allowed growth of a struct, a value that could not be evaluated. */
  readonly severity?: Severity;
}

/** A check with an id: metadata and a pure function. */
export interface Rule {
  /** Stable, the same as the folder's name and the page in docs/rules. */
  readonly id: string;
  /** Of its worst finding. */
  readonly severity: Severity;
  readonly category: Category;
  /** What it finds, one sentence. */
  readonly title: string;
  /** Why it matters, one or two sentences. */
  readonly why: string;
  /** Where it is written: a kernel document with its section, or a commit. */
  readonly reference: string;
  check(subject: Subject): Found[];
}
