// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence, CoverageEvidence, Evidence } from '../evidence/schema.ts';
import type { Value } from './value.ts';

export interface Share {
  readonly reached: number;
  readonly all: number;
}

type CoveredLine = CoverageEvidence['lines'][number];

/** Changed lines that the modules have, and how many of them were reached. */
export function lineShare({ lines }: Pick<CoverageEvidence, 'lines'>): Share {
  const there = lines.filter(isCompiledIn);
  return { reached: there.filter(({ state }) => state === 'reached').length, all: there.length };
}

export function branchShare({ lines }: Pick<CoverageEvidence, 'lines'>): Share {
  const branches = lines.flatMap((line) => line.branches);
  return { reached: branches.filter(({ by }) => by.length > 0).length, all: branches.length };
}

function blockShare({ modules }: CoverageEvidence): Share {
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    reached: sum(modules.map(({ reached }) => reached)),
    all: sum(modules.map(({ blocks }) => blocks)),
  };
}

export function isCompiledIn({ state }: CoveredLine): boolean {
  return state === 'reached' || state === 'missed';
}

/** Why less is known than what was asked for; undefined where all is known. */
export function doubt({ undetermined, lost, lines, elsewhere }: CoverageEvidence): string | undefined {
  if (undetermined !== undefined) return undetermined;
  if (lost !== undefined) return `the guest had no room to remember ${lost} blocks`;
  if (lines.some(({ state }) => state === 'unparsed')) return 'some lines do not parse';
  if (elsewhere.length > 0)
    return `not compiled for coverage, since they are not of the modules: ${elsewhere.map(({ file }) => file).join(', ')}`;
  return undefined;
}

/** Rows of a run with --coverage. */
export function coverageLines({
  cells,
}: Evidence): { label: string; value(cell: CellEvidence): Value | undefined }[] {
  if (!cells.some(({ coverage }) => coverage)) return [];
  const share = (of: (coverage: CoverageEvidence) => Share, judged: boolean) => (cell: CellEvidence) => {
    const { coverage } = cell;
    if (!coverage) return undefined;
    if (coverage.undetermined !== undefined) return { text: 'undetermined', tone: 'bad' as const };
    const { reached, all } = of(coverage);
    if (all === 0) return { text: 'none', tone: 'plain' as const };
    const tone = !judged ? 'plain' : reached === all ? 'good' : 'bad';
    return { text: `${reached}/${all}`, tone } as const;
  };
  return [
    { label: 'changed lines reached', value: share(lineShare, true) },
    { label: 'their branches', value: share(branchShare, true) },
    { label: 'blocks of the modules', value: share(blockShare, false) },
  ];
}

const WAYS = {
  true: 'the condition never held',
  false: 'the condition always held',
  first: 'the first value was never taken',
  second: 'the second value was never taken',
  right: 'the second operand was never looked at',
  body: 'the body never ran',
} as const;

/** What was reached of a cell's changed lines, as text: each line with the tests that reached it. */
export function coverageText({ name, coverage }: CellEvidence): string {
  if (!coverage) return '';
  const [lines, branches] = [lineShare(coverage), branchShare(coverage)];
  const known = doubt(coverage);
  const head =
    coverage.undetermined !== undefined
      ? `${name}: undetermined`
      : `${name}: ${lines.reached} of ${lines.all} changed lines reached, ${branches.reached} of ${branches.all} branches`;
  const modules = coverage.modules.map(
    ({ module, blocks, reached }) => `${module} ${reached} of ${blocks} blocks`,
  );
  return [
    head,
    ...(modules.length > 0 ? [`  the modules as wholes: ${modules.join(', ')}`] : []),
    ...(known === undefined ? [] : [`  ${known}`]),
    ...[...new Set(coverage.lines.map(({ file }) => file))].flatMap((file) => [
      `  ${file}`,
      ...coverage.lines.filter((line) => line.file === file).flatMap((line) => lineText(line, coverage)),
    ]),
  ].join('\n');
}

const STATES = { missed: 'not reached', absent: 'not compiled', unparsed: 'undetermined' } as const;

function lineText(line: CoveredLine, coverage: CoverageEvidence): string[] {
  const told = line.state === 'reached' ? reachers(line.by, coverage) : STATES[line.state];
  const untaken = line.state === 'reached' ? line.branches.filter(({ by }) => by.length === 0) : [];
  return [
    `    ${String(line.line).padStart(5)}  ${told.padEnd(13)}  ${line.text}`,
    ...(line.reason === undefined ? [] : [`${' '.repeat(13)}(${line.reason})`]),
    ...untaken.map(
      ({ way, begins }) =>
        `${' '.repeat(13)}(${WAYS[way]}${begins === line.line ? '' : `: line ${begins} is what follows`})`,
    ),
  ];
}

/** How many tests; by name where it is one, since nothing else would notice if it went. */
function reachers(by: readonly number[], { moments }: CoverageEvidence): string {
  const tests = by.flatMap((at) => (moments[at]?.test === undefined ? [] : [moments[at]]));
  if (tests.length > 1) return `${tests.length} tests`;
  const [test] = tests;
  if (test) return `1 test`;
  const [first] = by;
  return (first === undefined ? undefined : (moments[first]?.step ?? moments[first]?.program)) ?? '';
}
