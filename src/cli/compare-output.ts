// SPDX-License-Identifier: GPL-2.0-only
import type { Compared, ComparedCell } from '../evidence/compare/schema.ts';
import { EXIT_STATUS, type ExitCode } from '../exit-status.ts';
import { comparedSections, comparedTable } from '../report/compared.ts';
import { regressions } from '../report/compared-cells.ts';
import type { Terminal } from './command.ts';
import { sectioned } from './sectioned.ts';

/** Designs side by side, in the format that was asked for. */
export function comparedText(
  compared: Compared,
  format: 'table' | 'markdown' | 'json',
  terminal: Pick<Terminal, 'colour' | 'columns'>,
): string {
  if (format === 'json') return JSON.stringify(compared, null, 2);
  return sectioned(comparedTable(compared), comparedSections(compared), format, terminal);
}

/** 1 where a design is wrong: it does not apply or compile, a rule finds an error, or it fails what the tree passes. */
export function comparedStatus({ designs, findings, cells = [] }: Compared): number {
  const wrong = designs.some(
    ({ failure, compiled }) =>
      failure !== undefined || compiled?.some(({ severity }) => severity === 'error'),
  );
  const errors = findings.some(({ severity }) => severity === 'error');
  const [baseline, ...others] = cells;
  // Selftests fail on many an unchanged kernel, so their failures alone are no error.
  const sound = !baseline || baseline.verdict === 'PASS' || baseline.failure?.code === 'TESTS_FAILED';
  const status = wrong ? EXIT_STATUS.DESIGN_REJECTED : errors ? EXIT_STATUS.FINDINGS : EXIT_STATUS.OK;
  if (others.some(({ failure }) => failure?.code === 'NOT_REPLACED'))
    return Math.max(status, EXIT_STATUS.NOT_REPLACED);
  if (others.some((cell) => worse(cell, baseline))) return Math.max(status, EXIT_STATUS.DESIGN_WORSE);
  // A failure of the unchanged tree says nothing about a design.
  return sound || baseline.failure === undefined
    ? status
    : Math.max(status, EXIT_STATUS[baseline.failure.code as ExitCode] ?? EXIT_STATUS.INTERNAL);
}

/** If a cell runs no test, these codes say that the design is to blame. */
const NEVER_LOADED: readonly string[] = [
  'BUILD_FAILED',
  'PARAMETER_MISSING',
  'PARAMETER_REFUSED',
] satisfies ExitCode[];

function worse(cell: ComparedCell, baseline: ComparedCell | undefined): boolean {
  if (cell.verdict === 'SKIP') return false;
  if (baseline?.verdict === 'PASS' && cell.verdict !== 'PASS') return true;
  return NEVER_LOADED.includes(cell.failure?.code ?? '') || regressions(cell, baseline).length > 0;
}
