// SPDX-License-Identifier: GPL-2.0-only

import { basename } from 'node:path';
import type { CellEvidence, Evidence, SuiteTest } from '../evidence/schema.ts';
import { isFailure } from '../is-failure.ts';
import { reportedFindings } from './finding.ts';
import type { ReportedDesign, ReportedPatch } from './model.ts';
import { designVerdict, reportedPrograms, type SourceOf } from './tests.ts';

/** The cells of a run, one design each. */
export function designsOfEvidence(evidence: Evidence, sourceOf: SourceOf): ReportedDesign[] {
  return evidence.cells.map((cell) => ({
    ...ranWhere(evidence),
    ...ranOf({ ...cell, suites: comparedSuites(cell, evidence) }, evidence, sourceOf),
    title: cell.title,
    patches: patchesOf(cell, evidence.cells),
    ...(cell.uapi ? { uapi: cell.uapi } : {}),
    ...(cell.build
      ? { build: { seconds: cell.build.seconds, cached: cell.build.cached, warnings: cell.build.warnings } }
      : {}),
    findings: reportedFindings(cell.findings),
  }));
}

/**
 * What suites said, which is no part of a verdict: what fails on the tree as it is tells nothing of a design, and is
 * expected. A failure is what the tree as it is passes, or does not have.
 */
function comparedSuites({ suites = [] }: CellEvidence, { cells }: Evidence): SuiteTest[] {
  const key = ({ suite, program, role, name }: SuiteTest) => JSON.stringify([suite, program, role, name]);
  const failed = ({ status }: SuiteTest) => isFailure(status);
  const baseline = cells.find(({ role }) => role === 'baseline');
  const expected = new Set((baseline?.suites ?? []).filter(failed).map(key));
  return suites.map((test) =>
    failed(test) && expected.has(key(test))
      ? {
          ...test,
          status: 'XFAIL',
          reason: ['the tree as it is fails it', test.reason].filter(Boolean).join(': '),
        }
      : test,
  );
}

/** Where cells ran, as runs of every kind keep it. */
interface KeptPlace {
  readonly run: string;
  readonly tree: Evidence['tree'];
  readonly machine?: Pick<Evidence['machine'], 'id' | 'title'> | undefined;
  readonly kernel?: Evidence['kernel'] | undefined;
  readonly boots?: Evidence['boots'] | undefined;
}

/** What runs of every kind say of where they ran. */
export function ranWhere({
  run,
  tree,
  machine,
  kernel,
  boots = [],
}: KeptPlace): Pick<ReportedDesign, 'tree' | 'machine' | 'kernel' | 'run'> {
  // `qemu-system-x86_64`
  const [, architecture] = /^qemu-system-(\w+)$/.exec(basename(boots[0]?.argv[0] ?? '')) ?? [];
  return {
    run,
    tree: { spec: tree.spec, label: tree.label, release: tree.release, base: { ...tree.base } },
    ...(machine
      ? { machine: { id: machine.id, title: machine.title, ...(architecture ? { architecture } : {}) } }
      : {}),
    ...(kernel ? { kernel: { release: kernel.release, ...(kernel.way ? { way: kernel.way } : {}) } } : {}),
  };
}

type Ran = Pick<
  CellEvidence,
  'name' | 'verdict' | 'failure' | 'tests' | 'suites' | 'measurements' | 'boot' | 'consoleTail'
> &
  Partial<Pick<CellEvidence, 'programs'>>;

/** What a guest showed of a cell of any kind of run. */
export function ranOf(
  cell: Ran,
  { run, boots = [] }: Pick<KeptPlace, 'run' | 'boots'>,
  sourceOf: SourceOf,
): Pick<ReportedDesign, 'name' | 'verdict' | 'failure' | 'programs' | 'measurements' | 'boot' | 'console'> {
  const boot = boots.find(({ number }) => number === cell.boot);
  return {
    name: cell.name,
    verdict: designVerdict(cell.verdict),
    ...(cell.failure ? { failure: cell.failure } : {}),
    programs: reportedPrograms(cell.tests, cell.suites ?? [], sourceOf, cell.programs),
    measurements: Object.entries(cell.measurements).map(([name, measured]) => ({ name, ...measured })),
    ...(boot
      ? {
          boot: {
            number: boot.number,
            accelerator: boot.accelerator,
            seconds: boot.seconds,
            console: `${run}/${boot.folder}/console.log`,
          },
        }
      : {}),
    ...(cell.failure && cell.consoleTail !== '' ? { console: cell.consoleTail } : {}),
  };
}

function patchesOf({ series, role }: CellEvidence, cells: readonly CellEvidence[]): ReportedPatch[] {
  if (role === 'prerequisite') return belowAll(cells);
  if (!series) return [];
  if (series.patches) return series.patches;
  return series.subjects.map((subject) => ({ subject, role: 'own' }));
}

/** The patches that lie below every variant: those of the cell that has them alone. */
function belowAll(cells: readonly CellEvidence[]): ReportedPatch[] {
  const series = cells.find((one) => one.series)?.series;
  const own = series?.patches?.filter(({ role }) => role === 'prerequisite');
  // Older runs kept their number, and runs without a variant not even that.
  const unnamed = Array.from({ length: series?.prerequisites ?? 1 }, (_, at) => ({
    ...{ subject: `prerequisite ${at + 1}`, role: 'prerequisite' as const },
  }));
  return own ?? unnamed;
}
