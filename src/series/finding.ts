// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../c/target.ts';
import { plural } from '../plural.ts';

/** The worst first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * What a change means to somebody who uses the interface; a verdict is the worst of them. `identical` is a verdict
 * only: no finding has it.
 */
export const EFFECTS = [
  'binary-break',
  'behaviour-break',
  'source-break',
  'defect',
  'undetermined',
  'additive',
  'additive-proven',
] as const;
export type Effect = (typeof EFFECTS)[number];

/** Who is broken. */
export type Victim = 'old binary on new kernel' | 'new binary on old kernel' | 'recompiled source';

/** A place with its text, for `before` and `after` of a finding. */
export interface Quotation {
  readonly file: string;
  readonly line: number;
  /** On one line. */
  readonly text: string;
}

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
  /** 1-based, where a program tells it. */
  readonly column?: number;
  /** Undefined for findings about mails. */
  readonly effect?: Effect;
  /** What it is about, for waivers: `struct vfio_region_info.size`, `VFIO_DEVICE_RESET`. */
  readonly symbol?: string;
  readonly before?: Quotation;
  readonly after?: Quotation;
  readonly breaks?: readonly Victim[];
  /** The language that it holds in, where that is not C too. */
  readonly language?: 'C++';
  /** Targets that it holds on; undefined means all that were looked at. */
  readonly targets?: readonly TargetId[];
  /** Other headers or types that inherit it. */
  readonly inherited?: readonly string[];
  /** Sixteen hex digits of rule, symbol and what distinguishes it: the same when lines move. */
  readonly fingerprint?: string;
}

/** `1 error, 2 notes`; empty where there is nothing. */
export function severityCounts(findings: readonly { readonly severity: Severity }[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count > 0 ? [plural(count, severity)] : [];
  }).join(', ');
}
