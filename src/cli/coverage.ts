// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import { readEvidence } from '../evidence/read.ts';
import type { Evidence } from '../evidence/schema.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { makeFolder, writeWhole } from '../output.ts';
import { cobertura } from '../report/cobertura.ts';
import { doubt, lineShare } from '../report/coverage.ts';
import { lcov } from '../report/lcov.ts';
import { BadParameter } from '../series/errors.ts';
import { flag, type OptionSpec, type OptionValues, type Terminal, text } from './command.ts';

export const COVERAGE: OptionSpec = {
  flags: '--coverage',
  help: 'tell which of the lines that patches add the tests reached, see docs/coverage.md',
};
export const FAIL_UNDER: OptionSpec = {
  flags: '--fail-under <percent>',
  help: "with --coverage: exit 1 if the tests reach a smaller part of a design's changed lines",
};

/**
 * What --fail-under asks for; undefined where it is not given.
 *
 * @throws BadParameter for what is no percentage, or without --coverage
 */
export function failUnder(options: OptionValues): number | undefined {
  const given = text(options, 'failUnder');
  if (given === undefined) return undefined;
  const where = `--fail-under ${given}`;
  if (!flag(options, 'coverage'))
    throw new BadParameter({
      title: '--fail-under needs --coverage',
      where,
      hint: 'Add --coverage.',
    });
  const percent = Number(given.replace(/%$/, ''));
  if (!/^\d+(\.\d+)?%?$/.test(given) || percent > 100)
    throw new BadParameter({
      title: '--fail-under takes a percentage',
      where,
      hint: 'Give a number from 0 to 100.',
    });
  return percent;
}

/** @throws BadParameter where a run was none for coverage */
export function requireCoverage({ cells, run }: Evidence): void {
  if (cells.some(({ coverage }) => coverage)) return;
  throw new BadParameter({
    title: 'this run has no coverage: it ran without --coverage',
    where: run,
    hint: 'Make one that has: kpw run --coverage',
  });
}

/** Writes `coverage/<design>/lcov.info` and `cobertura.xml` into a run's folder, beside the sources that they name. */
export async function writeCoverage({ cells, started }: Evidence, folder: string): Promise<void> {
  for (const { name, coverage } of cells) {
    if (!coverage || coverage.undetermined !== undefined) continue;
    const own = join(folder, 'coverage', name);
    await makeFolder(own);
    const source = 'source';
    await writeWhole(
      join(own, 'lcov.info'),
      lcov(coverage, name, (file) => join(source, file)),
    );
    await writeWhole(join(own, 'cobertura.xml'), cobertura(coverage, { source, time: started }), 'utf8');
  }
}

/** The same for runs by their names. */
export async function writeCoverageOf(runs: readonly string[], out: string): Promise<void> {
  for (const run of runs) await writeCoverage(await readEvidence(out, run), join(out, run));
}

/**
 * Exit status by --fail-under, and why it is not 0 in notes: 1 where a design is short of it, 3 where that cannot be
 * told.
 */
export function coverageStatus(
  { cells }: Evidence,
  percent: number | undefined,
  { note, colour }: Terminal,
): number {
  if (percent === undefined) return EXIT_STATUS.OK;
  const statuses = cells.map(({ name, coverage }): number => {
    if (!coverage) return EXIT_STATUS.OK;
    const { reached, all } = lineShare(coverage);
    const unknown = doubt(coverage);
    if (100 * reached < percent * all) {
      note(
        `${colour.bad('COVERAGE_SHORT')} ${colour.bold(name)}: ${reached} of ${all} changed lines were reached, ${((100 * reached) / all).toFixed(1)} % of at least ${percent} %`,
      );
      return EXIT_STATUS.COVERAGE_SHORT;
    }
    if (unknown === undefined) return EXIT_STATUS.OK;
    note(`${colour.warn('NOT_CHECKED')} ${colour.bold(name)}: ${unknown}`);
    return EXIT_STATUS.NOT_CHECKED;
  });
  // What is short is short, whatever else is not known.
  return statuses.includes(EXIT_STATUS.COVERAGE_SHORT)
    ? EXIT_STATUS.COVERAGE_SHORT
    : Math.max(0, ...statuses);
}
