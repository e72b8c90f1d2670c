// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { type CellResult, runCells } from '../guest/cells.ts';
import { leaves } from '../guest/ktap.ts';
import type { Machine } from '../guest/machine.ts';
import { suiteOf } from '../guest/suite.ts';
import { NeedsSource } from '../kernel/failures.ts';
import type { Tree } from '../kernel/tree.ts';
import { writeWhole, writingTo } from '../output.ts';
import type { Finding } from '../series/finding.ts';
import { type Designs, mail, type Series } from '../series/generate.ts';
import { diffStat, uapiNames } from '../series/stat.ts';
import { writeSeries } from '../series/write.ts';
import { type CellBuild, failureRecord } from './build.ts';
import { type Prepared, prepare, type RunRequest } from './prepare.ts';
import { type CellEvidence, type Evidence, SCHEMA } from './schema.ts';
import { seconds, staged } from './stages.ts';
import { suiteTests } from './suites.ts';
import { type ExaminedDesign, examineDesigns } from './uapi/designs.ts';

/**
 * Everything from mails to measurements for one tree on one machine, kept as evidence. What a design does wrong
 * is in the evidence; only what is wrong with the host, the tree or the request is thrown.
 *
 * @returns the evidence and the folder it is kept in, `<out>/<run>`
 */
export async function run(
  request: RunRequest,
  context: Context,
): Promise<{ evidence: Evidence; folder: string }> {
  const { designs, machine, project } = request;
  const started = new Date();
  const since = performance.now();
  const name = freeName(request.out, `${stamp(started)}-${designs.tree.label}-${machine.id}`);
  const folder = join(request.out, name);
  await writingTo(folder, () => mkdir(folder, { recursive: true }));
  try {
    const early: Evidence['stages'] = [];
    const series = await staged('mails', early, () => mail(designs, join(project, 'templates'), context));
    for (const one of series) await writeSeries(join(folder, 'series', one.variant.id), one.mails);
    const prepared = await prepare(request, context);
    const { groups, suites } = prepared;
    const late: Evidence['stages'] = [];
    // The guest is another process's work.
    const [examined, guests] = await Promise.all([
      staged('checks', late, () => examineOnce(designs, series)),
      staged('guest', late, () => runGroups(groups, machine, folder, context)),
    ]);
    const cells = inOrder(
      groups.flatMap(({ builds }) => builds),
      designs,
    ).map((build) => {
      const result = guests.cells.find(({ cell }) => cell === build.cell.name);
      const own = series.find(({ variant }) => variant.id === build.cell.name);
      return cellEvidence(
        build,
        withoutVfio(guests.cells, result),
        examined.get(build.cell.name),
        own,
        designs,
      );
    });
    const { kernel } = groups[0];
    const evidence: Evidence = {
      schema: SCHEMA,
      run: name,
      started: started.toISOString(),
      seconds: seconds(since),
      topic: { id: designs.topic.id, title: designs.topic.title },
      tree: treeRecord(designs.tree),
      machine: { id: machine.id, title: machine.title },
      kernel: { release: kernel.release, way: kernel.way, packages: [...kernel.packages] },
      qemu: guests.qemu,
      host: { node: process.versions.node, cpus: availableParallelism() },
      stages: [...early, ...prepared.stages, ...late],
      ...(suites.length > 0 ? { suites } : {}),
      cells,
      boots: guests.boots,
    };
    await writeWhole(join(folder, 'evidence.json'), `${JSON.stringify(evidence, null, 2)}\n`, 'utf8');
    await pointTo(request.out, name);
    return { evidence, folder };
  } catch (error) {
    // Without evidence.json nothing reads the folder; a console worth looking at is kept.
    if (context.signal.aborted || !existsSync(join(folder, 'guest')))
      await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The same designs on several machines are examined once. */
const EXAMINED = new WeakMap<Designs, ReturnType<typeof examineDesigns>>();

function examineOnce(designs: Designs, series: readonly Series[]): ReturnType<typeof examineDesigns> {
  const examined = EXAMINED.get(designs) ?? examineDesigns(designs, series);
  EXAMINED.set(designs, examined);
  return examined;
}

/** One guest a kernel, one after the other; boots are numbered through. */
async function runGroups(
  groups: Prepared['groups'],
  machine: Machine,
  folder: string,
  context: Context,
): Promise<{ qemu: string; cells: CellResult[]; boots: Evidence['boots'] }> {
  const all = { qemu: '', cells: [] as CellResult[], boots: [] as Evidence['boots'] };
  for (const [index, { guest, kernel }] of groups.entries()) {
    if (guest.cells.length === 0) continue;
    const place = index === 0 ? 'guest' : `guest-${guest.cells.map(({ name }) => name).join('-')}`;
    const report = await runCells(guest, machine, kernel, { output: join(folder, place) }, context);
    const before = all.boots.length;
    all.qemu = report.qemu;
    all.cells.push(...report.cells.map((cell) => ({ ...cell, boot: cell.boot && cell.boot + before })));
    all.boots.push(
      ...report.boots.map(({ folder: boot, number, ...record }) => ({
        ...record,
        number: number + before,
        folder: join(place, boot),
      })),
    );
  }
  return all;
}

/**
 * What a cell did, but for one thing: that its driver refuses the device is no fault of a design where the unchanged
 * kernel's does so too. powerpc’s did for some releases, when VFIO came to ask of every IOMMU what only others answered.
 */
function withoutVfio(all: readonly CellResult[], result: CellResult | undefined): CellResult | undefined {
  const refused = (one: CellResult | undefined) => one?.failure?.code === 'DEVICE_REFUSED';
  const baseline = all.find(({ cell }) => cell === 'baseline');
  return result && refused(result) && refused(baseline) ? { ...result, verdict: 'SKIP' } : result;
}

/** As the designs are told: a cell with a kernel of its own was built apart. */
function inOrder(builds: readonly CellBuild[], { variants }: Designs): CellBuild[] {
  const order = ['baseline', 'prerequisite', ...variants.map(({ variant }) => variant.id)];
  return [...builds].sort((a, b) => order.indexOf(a.cell.name) - order.indexOf(b.cell.name));
}

function cellEvidence(
  build: CellBuild,
  result: CellResult | undefined,
  examined: ExaminedDesign | undefined,
  series: Series | undefined,
  designs: Designs,
): CellEvidence {
  const { cell } = build;
  const failure = build.failure ?? result?.failure;
  const programs = result?.programs ?? [];
  const own = programs.filter(({ name }) => !suiteOf(name));
  const suites = suiteTests(programs);
  return {
    name: cell.name,
    title: cell.title,
    role: cell.role,
    parameters: { ...cell.parameters },
    contract: Object.fromEntries(cell.contract),
    ...(series ? { series: seriesRecord(series, designs) } : {}),
    ...(examined ? { uapi: examined.uapi } : {}),
    findings: (examined?.examination.findings ?? []).map(findingRecord),
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
    tests: own.flatMap(({ name: program, document }) =>
      leaves(document.tests).map(({ name, status, reason, diagnostics }) => ({
        program,
        name,
        status,
        ...(reason === undefined ? {} : { reason }),
        ...(status === 'FAIL' || status === 'ERROR' ? { diagnostics } : {}),
      })),
    ),
    ...(suites.length > 0 ? { suites } : {}),
    observations: Object.fromEntries((result?.observations ?? []).map(({ key, value }) => [key, value])),
    measurements: Object.fromEntries(
      (result?.measurements ?? []).map(({ key, value, unit, samples }) => [
        key,
        { value, unit, ...(samples === undefined ? {} : { samples }) },
      ]),
    ),
    ...(result?.series.length
      ? { spreads: Object.fromEntries(result.series.map(({ key, ...spread }) => [key, spread])) }
      : {}),
    boot: result?.boot ?? 0,
    consoleTail: result?.consoleTail ?? '',
  };
}

function findingRecord({ rule, severity, file, line, message, effect, symbol }: Finding) {
  return {
    rule,
    severity,
    file,
    line,
    message,
    ...(effect === undefined ? {} : { effect }),
    ...(symbol === undefined ? {} : { symbol }),
  };
}

function seriesRecord(
  { composition, mails }: Series,
  { prerequisite }: Designs,
): NonNullable<CellEvidence['series']> {
  const own = composition.patches.filter(({ role }) => role === 'variant');
  return {
    subjects: own.map(({ subject }) => subject),
    prerequisites: composition.patches.length - own.length,
    // A design is judged by what it changes, not by how much it tests.
    ...diffStat(
      mails.filter(
        (_, at) => composition.patches[at]?.role === 'variant' && !composition.patches[at]?.selftest,
      ),
    ),
    ...(own.some(({ selftest }) => selftest)
      ? { selftest: diffStat(mails.filter((_, at) => composition.patches[at]?.selftest)).insertions }
      : {}),
    uapi: uapiNames(prerequisite.edited, composition.edited),
  };
}

function treeRecord({ spec, label, release, base }: Tree): Evidence['tree'] {
  return { spec, label, release, base: { ...base } };
}

function stamp(time: Date): string {
  return time
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
}

/** Two runs may begin in the same second. */
function freeName(out: string, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(out, candidate))) return candidate;
  }
}

/** `<out>/latest` names the newest whole run. */
async function pointTo(out: string, name: string): Promise<void> {
  const temporary = join(out, `.latest-${process.pid}`);
  await rm(temporary, { force: true });
  await symlink(name, temporary);
  await rename(temporary, join(out, 'latest'));
}
