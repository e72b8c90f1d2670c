// SPDX-License-Identifier: GPL-2.0-only
import type { CoverageEvidence } from '../evidence/schema.ts';
import { isCompiledIn } from './coverage.ts';

/**
 * A tracefile of lcov (geninfo(1)): the changed lines with the number of tests that reached each, and their branches.
 *
 * @param test name of the cell
 * @param place of a file, as the tracefile is to name it
 */
export function lcov(
  { lines, moments }: Pick<CoverageEvidence, 'lines' | 'moments'>,
  test: string,
  place: (file: string) => string,
): string {
  const files = [...new Set(lines.filter(isCompiledIn).map(({ file }) => file))];
  return files
    .flatMap((file) => {
      const own = lines.filter((line) => line.file === file && isCompiledIn(line));
      const branches = own.flatMap(({ line, state, branches: ways }) =>
        ways.map(({ by }, at) => ({
          taken: by.length,
          text: `BRDA:${line},0,${at},${state === 'missed' ? '-' : hits(by, moments)}`,
        })),
      );
      return [
        // A test's name has no other characters.
        `TN:${test.replaceAll(/\W/g, '_')}`,
        `SF:${place(file)}`,
        ...branches.map(({ text }) => text),
        ...(branches.length > 0
          ? [`BRF:${branches.length}`, `BRH:${branches.filter(({ taken }) => taken > 0).length}`]
          : []),
        ...own.map(({ line, by }) => `DA:${line},${hits(by, moments)}`),
        `LF:${own.length}`,
        `LH:${own.filter(({ state }) => state === 'reached').length}`,
        'end_of_record',
        '',
      ];
    })
    .join('\n');
}

/** How many tests it were, at least 1 where something else did it. */
export function hits(by: readonly number[], moments: CoverageEvidence['moments']): number {
  const tests = by.filter((at) => moments[at]?.test !== undefined).length;
  return by.length === 0 ? 0 : Math.max(1, tests);
}
