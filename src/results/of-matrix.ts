// SPDX-License-Identifier: GPL-2.0-only
import type { Matrix, MatrixRow } from '../evidence/matrix-schema.ts';
import type { Evidence } from '../evidence/schema.ts';
import type { ReportedDesign } from './model.ts';
import { designsOfEvidence } from './of-evidence.ts';
import { designVerdict, type SourceOf } from './tests.ts';

/**
 * All cells of a matrix; of a tree and machine that were not run, why.
 *
 * @param evidenceOf of the run of a row
 */
export function designsOfMatrix(
  { rows }: Matrix,
  evidenceOf: (run: string) => Evidence | undefined,
  sourceOf: SourceOf,
): ReportedDesign[] {
  return rows.flatMap((row) => {
    const evidence = row.run === undefined ? undefined : evidenceOf(row.run);
    return evidence ? designsOfEvidence(evidence, sourceOf) : row.cells.map((cell) => bare(row, cell));
  });
}

function bare(
  { tree, machine, run, kernel }: MatrixRow,
  { name, verdict, failure }: MatrixRow['cells'][number],
): ReportedDesign {
  return {
    name,
    title: name,
    tree: { spec: tree },
    machine: { id: machine },
    ...(kernel === undefined ? {} : { kernel: { release: kernel } }),
    ...(run === undefined ? {} : { run }),
    verdict: designVerdict(verdict),
    ...(failure ? { failure } : {}),
    patches: [],
    programs: [],
    measurements: [],
    findings: [],
  };
}
