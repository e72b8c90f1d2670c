// SPDX-License-Identifier: GPL-2.0-only
import { findingsByKey } from '../results/finding.ts';
import type { ReportedDesign, ReportedFinding } from '../results/model.ts';
import type { RunChange } from './change.ts';

type Found = Pick<ReportedDesign, 'findings'>;

/** Findings that one of two runs has, and errors that both have. By fingerprints: lines may have moved. */
export function findingChanges(design: string, before: Found, after: Found): RunChange[] {
  const was = findingsByKey(before);
  const is = findingsByKey(after);
  const at = (finding: ReportedFinding) =>
    ({ of: 'finding', design, name: `${finding.rule}: ${finding.message}` }) as const;
  const gone = [...was].filter(([key]) => !is.has(key)).map(([, one]) => one);
  return [
    ...[...is].flatMap(([key, finding]): RunChange[] => {
      const after = finding.severity;
      const place = finding.file === undefined ? {} : { note: placeOf(finding) };
      if (!was.has(key))
        return [{ ...at(finding), ...place, kind: after === 'error' ? 'regression' : 'appeared', after }];
      if (after !== 'error') return [];
      return [{ ...at(finding), ...place, kind: 'still failing', before: was.get(key)?.severity, after }];
    }),
    ...gone.map(
      (finding): RunChange => ({
        ...at(finding),
        kind: finding.severity === 'error' ? 'fixed' : 'disappeared',
        before: finding.severity,
      }),
    ),
  ];
}

function placeOf({ file, line }: ReportedFinding): string {
  return line === undefined ? (file ?? '') : `${file}:${line}`;
}
