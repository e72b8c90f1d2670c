// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence } from './schema.ts';

/** What one test, or one program outside of its tests, reached of the lines that a cell's patches add. */
export interface TestReach {
  readonly program: string;
  /** As in the evidence's `tests`; absent for what the program did outside of any test. */
  readonly test?: string;
  /** `file:line`, the file with all patches applied. */
  readonly lines: ReadonlySet<string>;
}

/** `file:line`, as Reach has it. */
export function lineKey({ file, line }: { file: string; line: number }): string {
  return `${file}:${line}`;
}

/**
 * By test, in the order in which they ran, which changed lines each reached; undefined where the run was none for
 * coverage, or nothing is known of this cell. Lines of loading, binding, unbinding and unloading are not there
 * (`setupReach`).
 */
export function reachOf({ coverage }: Pick<CellEvidence, 'coverage'>): TestReach[] | undefined {
  if (!coverage || coverage.undetermined !== undefined) return undefined;
  return coverage.moments.flatMap(({ program, test }, at) =>
    program === undefined
      ? []
      : [{ program, ...(test === undefined ? {} : { test }), lines: linesAt(coverage, at) }],
  );
}

/** The same by program, whatever test of it. */
export function programReach(cell: Pick<CellEvidence, 'coverage'>): Map<string, Set<string>> | undefined {
  const all = reachOf(cell);
  if (!all) return undefined;
  const programs = new Map<string, Set<string>>();
  for (const { program, lines } of all)
    programs.set(program, new Set([...(programs.get(program) ?? []), ...lines]));
  return programs;
}

/** Changed lines that run as modules are loaded and unloaded, or devices bound and unbound: before and after any test. */
export function setupReach({ coverage }: Pick<CellEvidence, 'coverage'>): Set<string> | undefined {
  if (!coverage || coverage.undetermined !== undefined) return undefined;
  return new Set(
    coverage.moments.flatMap(({ step }, at) => (step === undefined ? [] : [...linesAt(coverage, at)])),
  );
}

function linesAt({ lines }: NonNullable<CellEvidence['coverage']>, moment: number): Set<string> {
  return new Set(lines.filter(({ by }) => by.includes(moment)).map(lineKey));
}
