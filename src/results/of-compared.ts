// SPDX-License-Identifier: GPL-2.0-only
import type { Compared, ComparedDesign } from '../evidence/compare/schema.ts';
import { reportedFindings } from './finding.ts';
import type { ReportedDesign } from './model.ts';
import { ranOf, ranWhere } from './of-evidence.ts';
import type { SourceOf } from './tests.ts';

/** Designs that were compared: the tree as it is where a guest ran it, then each design. */
export function designsOfCompared(compared: Compared, sourceOf: SourceOf): ReportedDesign[] {
  const { designs, cells = [] } = compared;
  const baseline = cells.find(({ name }) => name === 'baseline');
  return [
    ...(baseline
      ? [
          {
            ...ranWhere(compared),
            ...ranOf(baseline, compared, sourceOf),
            title: 'the tree as it is',
            patches: [],
            findings: [],
          },
        ]
      : []),
    ...designs.map((design) => designOf(design, compared, sourceOf)),
  ];
}

function designOf(design: ComparedDesign, compared: Compared, sourceOf: SourceOf): ReportedDesign {
  const { name, failure, subjects, mails, uapi, compiled = [] } = design;
  const cell = compared.cells?.find((one) => one.name === name);
  const own = compared.findings.filter(({ designs }) => designs.includes(name));
  const ran = cell ? ranOf(cell, compared, sourceOf) : { name, programs: [], measurements: [] };
  return {
    ...ranWhere(compared),
    ...ran,
    title: design.source,
    ...(failure ? { verdict: 'fail' as const, failure } : {}),
    patches: (mails ?? subjects.map((subject) => ({ subject }))).map((one) => ({ ...one, role: 'own' })),
    ...(uapi ? { uapi } : {}),
    ...(cell ? { build: { warnings: cell.warnings } } : {}),
    findings: reportedFindings([...own, ...compiled]),
  };
}
