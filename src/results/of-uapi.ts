// SPDX-License-Identifier: GPL-2.0-only
import type { UapiDiff, UapiFinding } from '../evidence/uapi/schema.ts';
import { reportedFindings } from './finding.ts';
import type { ReportedDesign } from './model.ts';

/** Each comparison of two sides as a design: the new side on the old one. Waived and known findings are left out. */
export function designsOfUapi({ comparisons, between }: UapiDiff): ReportedDesign[] {
  return [...comparisons, ...between].map(({ before, after, verdict, growth, findings, rules }) => ({
    name: after,
    title: `${before} to ${after}`,
    tree: { spec: before },
    patches: [],
    uapi: { verdict, growth },
    programs: [],
    measurements: [],
    findings: reportedFindings(findings.map((one) => ({ ...one, severity: severityOf(one) }))),
    checks: { ran: rules.ran, skipped: rules.skipped },
  }));
}

/** As the exit status has it: what is denied is an error, and nothing else is. */
function severityOf({ gate, severity }: UapiFinding): UapiFinding['severity'] {
  if (gate) return 'error';
  return severity === 'error' ? 'warning' : severity;
}
