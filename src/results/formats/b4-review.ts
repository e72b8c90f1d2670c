// SPDX-License-Identifier: GPL-2.0-only
import { failedCases, findingLine } from '../cases.ts';
import { sharedFindings } from '../finding.ts';
import { jsonText, type OutputFormat } from '../format.ts';
import type { Results } from '../model.ts';
import { outcome, summaryLine } from '../summary.ts';

/**
 * What b4 review, 0.15 and newer, reads from review-perpatch-check-cmd and review-series-check-cmd: an array of
 * {tool, status, summary, url, details}. One entry: b4 shows a column for each tool.
 */
export const b4Review: OutputFormat = {
  name: 'b4-review',
  summary: 'JSON that b4 review reads from a check command',
  write: (results, { artifacts }) => {
    const { run } = results;
    const url =
      artifacts === undefined || run === undefined ? '' : `${artifacts}/${encodeURIComponent(run)}/`;
    const entry = {
      tool: 'kpw',
      status: outcome(results),
      summary: summaryLine(results),
      url,
      details: details(results),
    };
    return jsonText([entry]);
  },
};

/** Lines of text: findings with what to do about them, then what failed. */
function details({ designs, rules, failure }: Results): string {
  const told = new Set<string>();
  const findings = sharedFindings(designs).flatMap(({ finding }) => {
    const rule = told.has(finding.rule) ? undefined : rules.find(({ id }) => id === finding.rule);
    told.add(finding.rule);
    return [
      `${findingLine(finding)} [${finding.rule}]`,
      ...(rule?.why === undefined ? [] : [`    why: ${rule.why}`]),
      ...(rule?.todo === undefined ? [] : [`    do:  ${rule.todo}`]),
    ];
  });
  const failed = failedCases(designs).map(({ key, group, one }) =>
    [`${key}: ${group}: ${one.name}`, one.reason].filter(Boolean).join(': '),
  );
  const broken = failure
    ? [failure.where, failure.detail, `next: ${failure.hint}`].filter((part) => part !== undefined)
    : [];
  return [...broken, ...findings, ...failed].join('\n');
}
