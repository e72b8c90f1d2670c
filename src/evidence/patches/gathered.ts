// SPDX-License-Identifier: GPL-2.0-only
import type { Finding, Severity } from '../../series/finding.ts';

/** At most this many further places are listed. */
const TOLD = 3;
const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * One finding for a mail and a rule about its message: the worst, with the others in words. What is at fault twice is mended
 * at once, and a long list hides what stops a merge.
 *
 * @param findings at lines of mails
 */
export function gathered(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = finding.rule.startsWith('message-') ? `${finding.rule} ${finding.file}` : `${groups.size}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].map((group) => {
    const [first, ...others] = [...group].sort(
      (a, b) => RANK[a.severity] - RANK[b.severity] || a.line - b.line,
    ) as [Finding, ...Finding[]];
    if (others.length === 0) return first;
    const told = others.slice(0, TOLD).map(({ message, line }) => `${message}${away(line - first.line)}`);
    const more = others.length > TOLD ? [`and ${others.length - TOLD} more`] : [];
    return { ...first, message: [first.message, ...told, ...more].join('; ') };
  });
}

function away(lines: number): string {
  if (lines === 0) return '';
  const count = Math.abs(lines);
  return ` (${count} ${count === 1 ? 'line' : 'lines'} ${lines > 0 ? 'below' : 'above'})`;
}
