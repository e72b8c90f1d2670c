// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../../../checks/rule.ts';
import type { Finding } from '../../series/finding.ts';

/** Whether a finding of checkpatch.pl is what a rule has said of the same line (`checkpatch` of a rule). */
export function repeated(style: Finding, found: readonly Finding[], rules: readonly Rule[]): boolean {
  const type = /\((\w+)\)$/.exec(style.message)?.[1] ?? '';
  const same = found.filter(({ file, line }) => file === style.file && line === style.line);
  return same.some(({ rule }) => rules.find(({ id }) => id === rule)?.checkpatch?.includes(type));
}
