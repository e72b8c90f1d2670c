// SPDX-License-Identifier: GPL-2.0-only

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import pLimit from 'p-limit';
import type { Context } from '../context.ts';
import type { CellResult } from '../guest/cell-result.ts';
import { type GuestReport, runCells } from '../guest/cells.ts';
import type { Turns } from '../guest/halves.ts';
import { suiteOf } from '../guest/suite.ts';
import { CacheDamaged } from '../host-fault.ts';
import { NeedsSource } from '../kernel/failures.ts';
import { mending } from '../mending.ts';
import { makeFolder, OutputUnwritable, unwritable, writeWhole } from '../output.ts';
import { type Designs, type MailedSeries, mail } from '../series/generate.ts';
import { netsToBase } from '../series/rfc.ts';
import { diffStat, uapiNames } from '../series/stat.ts';
import { templatesOf } from '../series/topic-home.ts';
import { writeSeries } from '../series/write.ts';
import { type StartWork, together } from '../together.ts';
import { toolVersion } from '../tool.ts';
import { besideBaseline } from './alike.ts';
import { type CellBuild, failureRecord, inCellOrder } from './build.ts';
import { type Cell, cellsOf } from './cells.ts';
import { type CoverageRequest, coverageEvidence, writeCoverageSources } from './coverage.ts';
import { placedFinding } from './finding-place.ts';
import { findingRecord } from './finding-record.ts';
import { hostRecord } from './host.ts';
import { today, withKnown } from './known.ts';
import { programHashes } from './mutation/kept.ts';
import { readMarks } from './mutation/marks-file.ts';
import { mutationOf } from './mutation/of-cell.ts';
import {
  type PreparedGroup,
  type PreparedRun,
  prepareRun,
  quickPrograms,
  type RunRequest,
} from './prepare.ts';
import { measuredOf, withRepeats } from './repeats.ts';
import { freeName, pointTo, stamp, treeRecord } from './runs.ts';
import { type CellEvidence, type Evidence, SCHEMA } from './schema.ts';
import { seconds, staged } from './stages.ts';
import { suiteTests } from './suites.ts';
import { programsOf, programTests } from './tests.ts';
import { examineDesigns } from './uapi/designs.ts';
import type { ExaminedDesign } from './uapi/examined-design.ts';
import { LEFT_OUT } from './uapi/left-out.ts';

/**
 * Everything from mails to measurements for one tree on one machine, kept as evidence. What a design does wrong
 * is in the evidence; only what is wrong with the host, the tree or the request is thrown.
 *
 * @returns the evidence and the folder it is kept in, `<out>/<run>`
 */
export function runDesigns(
  request: RunRequest,
  context: Context,
): Promise<{ evidence: Evidence; folder: string }> {
  return mending(context, () => runOnce(request, context));
}

async function runOnce(
  request: RunRequest,
  context: Context,
): Promise<{ evidence: Evidence; folder: string }> {
  const { designs, machine, project } = request;
  const started = new Date();
  const since = performance.now();
  const name = freeName(request.out, `${stamp(started)}-${designs.tree.label}-${machine.id}`);
  const folder = join(request.out, name);
  await makeFolder(folder);
  try {
    const early: Evidence['stages'] = [];
    const series = await staged('mails', early, () =>
      mail(designs, templatesOf(project, designs.topic), context),
    );
    for (const one of series) await writeSeries(join(folder, 'series', one.variant.id), one.mails);
    const checks: Evidence['stages'] = [];
    const covering = request.coverage ? { project, series } : undefined;
    // Compilers and guests are other processes' work.
    const [{ groups, suites, stages, reports, again }, examined] = await together(context.signal, (start) =>
      Promise.all([
        start((signal) => buildAndBoot(request, folder, start, { ...context, signal }, covering)),
        start((signal) =>
          staged('checks', checks, () => examineOnce(designs, series, { ...context, signal })),
        ),
      ]),
    );
    // Kernels of another way or configuration may answer otherwise by themselves.
    const results = reports.flatMap((report) => {
      const baseline = baselineOf(reports, report);
      return report.cells.map((result) => besideBaseline(baseline, result));
    });
    const repeats = again.flat().flatMap((report) => {
      const baseline = baselineOf(again.find((round) => round.includes(report)) ?? [], report);
      return report.cells.map((result) => besideBaseline(baseline, result));
    });
    const [first] = groups;
    if (!first) throw new Error('a run without any kernel');
    const builds = inCellOrder(
      groups.flatMap((group) => group.builds),
      cellsOf(designs, machine.traits),
    );
    const mutated = await mutationContext(request, groups);
    const cells = await Promise.all(
      builds.map(async (build) => {
        const result = results.find(({ cell }) => cell === build.cell.name);
        const own = series.find(({ variant }) => variant.id === build.cell.design);
        const mutation = build.failure ? undefined : await mutated(build.cell);
        const made = cellEvidence(
          build,
          withoutDriver(results, result),
          examined.get(build.cell.design),
          own,
          designs,
        );
        const whole = withRepeats(
          made,
          repeats.filter(({ cell }) => cell === build.cell.name),
        );
        const told = mutation ? { ...whole, mutation } : whole;
        const coverage = build.failure ? undefined : build.coverage;
        if (!coverage) return told;
        await writeCoverageSources(coverage, join(folder, 'coverage', build.cell.name, 'source'));
        return { ...told, coverage: await coverageEvidence(coverage, result?.coverage) };
      }),
    );
    const { kernel } = first;
    const place = { tree: designs.tree.label, machine: machine.id, day: today() };
    const judged = request.known ? withKnown(cells, request.known, place) : { cells };
    const quick = quickPrograms(request);
    const evidence: Evidence = {
      schema: SCHEMA,
      run: name,
      started: started.toISOString(),
      seconds: seconds(since),
      topic: { id: designs.topic.id, title: designs.topic.title },
      tree: treeRecord(designs.tree),
      machine: { id: machine.id, title: machine.title, cpus: machine.cpus },
      kernel: { release: kernel.release, way: kernel.way, packages: [...kernel.packages] },
      qemu: reports[0]?.qemu ?? '',
      tool: await toolVersion(project, context),
      host: hostRecord(),
      stages: [...early, ...stages, ...checks],
      ...(quick ? { quick: [...quick] } : {}),
      ...(request.sanitize ? { sanitized: true } : {}),
      ...(suites.length > 0 ? { suites } : {}),
      ...judged,
      boots: [...reports, ...again.flat()]
        .flatMap(({ boots }, index) =>
          boots.map((boot) => ({ ...boot, folder: join(guestFolder(index), boot.folder) })),
        )
        .sort((a, b) => a.number - b.number),
    };
    await writeWhole(join(folder, 'evidence.json'), `${JSON.stringify(evidence, null, 2)}\n`, 'utf8');
    await pointTo(request.out, name);
    return { evidence, folder };
  } catch (error) {
    const full = unwritable(folder, error) ?? (error instanceof OutputUnwritable ? error : undefined);
    // Without evidence.json nothing reads the folder; a console worth looking at is kept. Of a run that had no room
    // every file may be cut.
    const whole = existsSync(join(folder, 'guest')) && !full && !(error instanceof CacheDamaged);
    if (context.signal.aborted || !whole) await rm(folder, { recursive: true, force: true });
    throw full ?? error;
  }
}

/** What is kept of the mutants of the run's cells. */
async function mutationContext(
  { designs, machine, out, project }: RunRequest,
  groups: readonly PreparedGroup[],
): Promise<(cell: Cell) => Promise<CellEvidence['mutation']>> {
  const marks = await readMarks(project, designs.topic);
  return async (cell) => {
    const group = groups.find(({ guest }) => guest.cells.some(({ name }) => name === cell.name));
    if (!group || cell.role === 'baseline') return undefined;
    const { guest, kernel } = group;
    const own = guest.cells.find(({ name }) => name === cell.name)?.tests ?? [];
    const programs = await programHashes([...guest.tests, ...own]);
    return mutationOf(cell, { out, designs, machine, kernel, programs, marks });
  };
}

/** The same designs on several machines are examined once. */
const EXAMINED = new WeakMap<Designs, ReturnType<typeof examineDesigns>>();

/** What a reviewer would ask is the affair of kpw check and kpw series: a run is about what the patches do. */
function examineOnce(
  designs: Designs,
  series: readonly MailedSeries[],
  context: Context,
): ReturnType<typeof examineDesigns> {
  const examined = EXAMINED.get(designs) ?? examineDesigns(designs, series, context, LEFT_OUT);
  EXAMINED.set(designs, examined);
  return examined;
}

/** Every group of cells is booted as soon as it is built, `jobs` guests at a time; boots are numbered through. */
async function buildAndBoot(
  request: RunRequest,
  folder: string,
  start: StartWork,
  context: Context,
  coverage: CoverageRequest | undefined,
): Promise<{
  groups: PreparedGroup[];
  suites: PreparedRun['suites'];
  stages: Evidence['stages'];
  reports: GuestReport[];
  /** Of each further boot of all cells (--repeat). */
  again: GuestReport[][];
}> {
  const { jobs = availableParallelism(), repeat = 1 } = request;
  const stages: Evidence['stages'] = [];
  const limit = pLimit(jobs);
  const turns: Turns = {
    idle: () => limit.activeCount < jobs && limit.pendingCount === 0,
    run: (work) => limit(work),
  };
  let boots = 0;
  const { groups: prepared, suites } = await prepareRun(request, stages, context, coverage);
  const groups: PreparedGroup[] = [];
  const guests: Promise<GuestReport>[] = [];
  let since: number | undefined;
  for await (const group of prepared) {
    groups.push(group);
    const { guest, kernel, machine } = group;
    if (guest.cells.length === 0) continue;
    since ??= performance.now();
    const options = {
      output: join(folder, guestFolder(guests.length)),
      number: () => ++boots,
      // Only modules built with marks say what a cell reached.
      ...(request.coverage ? {} : { keptAs: folder }),
      // A boot that is counted has to be made.
      again: (request.again ?? false) || repeat > 1,
      turns,
    };
    guests.push(start(() => runCells(guest, machine, kernel, options, context)));
  }
  const first = guests.length;
  for (let round = 1; round < repeat; round++)
    for (const { guest, machine, kernel } of groups.filter(({ guest }) => guest.cells.length > 0)) {
      const output = join(folder, guestFolder(guests.length));
      const options = { output, number: () => ++boots, again: true, turns };
      guests.push(start(() => runCells(guest, machine, kernel, options, context)));
    }
  const all = await Promise.all(guests);
  const reports = all.slice(0, first);
  const again = Array.from({ length: repeat - 1 }, (_, round) =>
    all.slice(first * (round + 1), first * (round + 2)),
  );
  if (since !== undefined) stages.push({ name: 'guest', seconds: seconds(since) });
  return { groups, suites, stages, reports, again };
}

function guestFolder(index: number): string {
  return index === 0 ? 'guest' : `guest-${index + 1}`;
}

/**
 * What a cell did, but for one thing: that its driver refuses the device is no fault of a design where the unchanged
 * kernel's does so too. powerpc’s did for some releases, when VFIO came to ask of every IOMMU what only others answered.
 */
function withoutDriver(all: readonly CellResult[], result: CellResult | undefined): CellResult | undefined {
  const refused = (one: CellResult | undefined) => one?.failure?.code === 'DEVICE_REFUSED';
  const baseline = all.find(({ cell }) => cell === 'baseline');
  return result && refused(result) && refused(baseline) ? { ...result, verdict: 'SKIP' } : result;
}

/** The unchanged kernel's cell, in a guest of the same kernel. */
function baselineOf(all: readonly GuestReport[], report: GuestReport): CellResult | undefined {
  return all
    .filter(({ release }) => release === report.release)
    .flatMap(({ cells }) => cells)
    .find(({ cell }) => cell === 'baseline');
}

function cellEvidence(
  build: CellBuild,
  result: CellResult | undefined,
  examined: ExaminedDesign | undefined,
  series: MailedSeries | undefined,
  designs: Designs,
): CellEvidence {
  const { cell } = build;
  const failure = build.failure ?? result?.failure;
  const programs = result?.programs ?? [];
  const own = programs.filter(({ name }) => !suiteOf(name));
  const suites = suiteTests(programs);
  return {
    name: cell.name,
    ...(Object.keys(cell.loaded).length > 0 ? { design: cell.design, loaded: cell.loaded } : {}),
    title: cell.title,
    role: cell.role,
    parameters: { ...cell.parameters },
    contract: Object.fromEntries(cell.contract),
    ...(series ? { series: seriesRecord(series, designs) } : {}),
    ...(examined ? { uapi: examined.uapi } : {}),
    findings: (examined?.examination.findings ?? []).map((one) =>
      findingRecord(placedFinding(one, series?.composition.edited.get(one.file)?.text)),
    ),
    ...(!build.failure && build.build
      ? {
          build: {
            seconds: build.build.seconds,
            cached: build.build.cached,
            warnings: build.build.warnings.map(({ file, line, text }) => `${file}:${line}: ${text}`),
            modules: build.modules.map(({ name }) => name),
          },
        }
      : {}),
    verdict: build.failure instanceof NeedsSource ? 'SKIP' : (result?.verdict ?? 'MISS'),
    ...(failure ? { failure: failureRecord(failure) } : {}),
    tests: own.flatMap(programTests),
    programs: programsOf(own),
    ...(suites.length > 0 ? { suites } : {}),
    observations: Object.fromEntries((result?.observations ?? []).map(({ key, value }) => [key, value])),
    ...measuredOf({ measurements: result?.measurements ?? [], series: result?.series ?? [] }),
    ...(result?.splats ? { splats: [...result.splats] } : {}),
    boot: result?.boot ?? 0,
    ...(result?.kept ? { kept: keptRecord(result.kept) } : {}),
    consoleTail: result?.consoleTail ?? '',
  };
}

/** An earlier run, with its folder where that can still be looked at. */
function keptRecord({ folder, at, accelerator }: NonNullable<CellResult['kept']>) {
  const there = existsSync(join(folder, 'evidence.json'));
  return { run: basename(folder), ...(there ? { folder } : {}), at, accelerator };
}

function seriesRecord(
  { composition, mails }: MailedSeries,
  { prerequisite }: Designs,
): NonNullable<CellEvidence['series']> {
  const own = composition.patches.filter(({ role }) => role === 'variant');
  return {
    patches: mails.map(({ name, text }, at) => ({
      name,
      subject: composition.patches[at]?.subject ?? '',
      role: composition.patches[at]?.role === 'prerequisite' ? 'prerequisite' : 'own',
      sha256: createHash('sha256').update(text, 'latin1').digest('hex'),
    })),
    subjects: own.map(({ subject }) => subject),
    prerequisites: composition.patches.length - own.length,
    // The size of a design does not include its tests.
    ...diffStat(
      mails.filter(
        (_, at) => composition.patches[at]?.role === 'variant' && !composition.patches[at]?.selftest,
      ),
    ),
    ...(own.some(({ selftest }) => selftest)
      ? { selftest: diffStat(mails.filter((_, at) => composition.patches[at]?.selftest)).insertions }
      : {}),
    ...(composition.patches.length === 0 || netsToBase(composition) ? { asBase: true as const } : {}),
    uapi: uapiNames(prerequisite.edited, composition.edited),
  };
}
