// SPDX-License-Identifier: GPL-2.0-only
import { byRank } from '../../../checks/engine/examine.ts';
import type { Finding } from '../../series/finding.ts';
import { findingRecord } from '../finding-record.ts';
import type { ComparedFinding } from './schema.ts';

/**
 * The findings of all designs, each once, worst first. A finding of several designs has the place that it has in
 * the first.
 *
 * @param all by the name of the design
 */
export function mergedFindings(all: ReadonlyMap<string, readonly Finding[]>): ComparedFinding[] {
  const merged = new Map<string, { finding: Finding; designs: string[] }>();
  for (const [design, findings] of all) {
    const count = new Map<string, number>();
    for (const finding of findings) {
      // What one design has twice is two findings.
      const nth = (count.get(keyOf(finding)) ?? 0) + 1;
      count.set(keyOf(finding), nth);
      const key = `${nth} ${keyOf(finding)}`;
      const known = merged.get(key);
      if (known) known.designs.push(design);
      else merged.set(key, { finding, designs: [design] });
    }
  }
  return [...merged.values()]
    .sort((a, b) => byRank(a.finding, b.finding) || b.designs.length - a.designs.length)
    .map(({ finding, designs }) => ({ ...findingRecord(finding), designs }));
}

/** Two designs have the same finding where a rule says the same of the same thing, wherever its line went. */
function keyOf({ rule, file, message, severity, symbol, fingerprint }: Finding): string {
  // Mails lie in files of each design's own.
  const place = rule.startsWith('message-') || rule.startsWith('series-') ? '' : file;
  return JSON.stringify([rule, severity, fingerprint ?? [place, symbol ?? '', message]]);
}
