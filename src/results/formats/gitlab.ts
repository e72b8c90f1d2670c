// SPDX-License-Identifier: GPL-2.0-only
import { sharedFindings } from '../finding.ts';
import { jsonText, type OutputFormat } from '../format.ts';
import type { ReportedFinding, Results } from '../model.ts';

/** GitLab's code quality report: findings. A fingerprint that is there twice would hide a finding. */
export const gitlab: OutputFormat = {
  name: 'gitlab',
  summary: 'code quality report, for GitLab merge requests',
  write: (results) => jsonText(issues(results)),
};

function issues({ designs }: Results): object[] {
  return sharedFindings(designs).map(({ finding, key, designs: own }) => {
    const { rule, message, file, line = 1 } = finding;
    return {
      description: message,
      check_name: rule,
      fingerprint: key,
      severity: severityOf(finding),
      // It must begin with no `./`, and be there.
      location: { path: (file ?? own[0]?.name ?? 'kpw').replace(/^(\.\/)+/, ''), lines: { begin: line } },
    };
  });
}

function severityOf({ severity, effect }: ReportedFinding): 'blocker' | 'critical' | 'minor' | 'info' {
  if (severity === 'error') return effect === 'binary-break' ? 'blocker' : 'critical';
  return severity === 'warning' ? 'minor' : 'info';
}
