// SPDX-License-Identifier: GPL-2.0-only

import { placedFinding } from '../evidence/finding-place.ts';
import type { UapiDiff, UapiFinding } from '../evidence/uapi/schema.ts';
import { reportedFindings } from './finding.ts';
import type { ReportedDesign } from './model.ts';

/**
 * Each comparison of two sides as a design: the new side on the old one. Waived and known findings are left out.
 *
 * @param textOf of a file of a side, for columns; undefined where it is not at hand
 */
export function designsOfUapi(
  { comparisons, between }: UapiDiff,
  textOf: (side: string, path: string) => string | undefined,
): ReportedDesign[] {
  return [...comparisons, ...between].map(({ before, after, verdict, growth, findings, rules }) => ({
    name: after,
    title: `${before} to ${after}`,
    tree: { spec: before },
    patches: [],
    uapi: { verdict, growth },
    programs: [],
    measurements: [],
    findings: reportedFindings(
      findings.map((one) => placedFinding({ ...one, severity: severityOf(one) }, textOf(after, one.file))),
    ),
    checks: { ran: rules.ran, skipped: rules.skipped },
  }));
}

/** As the exit status has it: what is denied is an error, and nothing else is. */
function severityOf({ gate, severity }: UapiFinding): UapiFinding['severity'] {
  if (gate) return 'error';
  return severity === 'error' ? 'warning' : severity;
}
