// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { type CellResult, runCells } from '../guest/cells.ts';
import type { Guest, Program } from '../guest/files.ts';
import { leaves } from '../guest/ktap.ts';
import type { Machine } from '../guest/machine.ts';
import { buildInit, testBuilder } from '../guest/programs.ts';
import { baseModules, type Kernel } from '../kernel/build.ts';
import { NeedsSource } from '../kernel/failures.ts';
import type { Tree } from '../kernel/tree.ts';
import { writingTo } from '../output.ts';
import type { Finding } from '../series/finding.ts';
import { type Designs, mail, type Series } from '../series/generate.ts';
import { diffStat, uapiNames } from '../series/stat.ts';
import { writeSeries } from '../series/write.ts';
import { buildCells, type CellBuild, failureRecord } from './build.ts';
import { type Cell, cellsOf } from './cells.ts';
import { machineKernel } from './kernel.ts';
import { type CellEvidence, type Evidence, SCHEMA } from './schema.ts';
import { type ExaminedDesign, examineDesigns } from './uapi/designs.ts';

/** Seconds that one test program may take; TCG is slow, and a reset of an nvme takes 0.1 s. */
const PROGRAM_SECONDS = 120;

export interface RunRequest {
  readonly designs: Designs;
  readonly machine: Machine;
  /** Folder that runs are kept in; the run gets a folder of its own there. */
  readonly out: string;
  /** The checkout: templates, kernel-tests. */
  readonly project: string;
}

/** A guest that is ready to boot, and what went into it. */
export interface Prepared {
  readonly kernel: Kernel;
  readonly guest: Guest;
  readonly cells: readonly Cell[];
  readonly builds: readonly CellBuild[];
  readonly stages: Evidence['stages'];
}

/** Builds all that a guest run needs: kernel, modules of every cell, test programs. */
export async function prepare(
  { designs, machine, project }: RunRequest,
  context: Context,
): Promise<Prepared> {
  const stages: Evidence['stages'] = [];
  const { tree, topic, baseline } = designs;
  const cells = cellsOf(designs, machine.traits);
  const kernel = await staged('kernel', stages, () => machineKernel(tree, machine, context));
  const { architecture } = kernel;
  const builds = await staged('build', stages, () => buildCells(cells, kernel, tree, context));
  return staged('test programs', stages, async () => {
    const folder = join(project, 'kernel-tests', topic.tests);
    const tests = testBuilder(folder, tree, uapiOf(baseline), architecture, context);
    const own = new Map<string, Program[]>();
    for (const { cell, failure } of builds)
      if (cell.client && !failure)
        own.set(cell.name, await tests.client(uapiOf(cell.composition), cell.client, cell.name));
    const guest: Guest = {
      init: await buildInit(join(project, 'kernel-tests', 'init'), architecture, context),
      base: baseModules(kernel).map(({ path }) => path),
      tests: await tests.common(),
      cells: builds.flatMap((build) =>
        build.failure
          ? []
          : [
              {
                name: build.cell.name,
                modules: build.modules.map(({ path }) => path),
                contract: build.cell.contract.map(([key, value]) => `${key} ${value}\n`).join(''),
                tests: own.get(build.cell.name) ?? [],
              },
            ],
      ),
      resets: false,
      programSeconds: PROGRAM_SECONDS,
    };
    return { kernel, guest, cells, builds, stages };
  });
}

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
    const examined = await staged('checks', early, () => examineDesigns(designs, series));
    for (const one of series) await writeSeries(join(folder, 'series', one.variant.id), one.mails);
    const prepared = await prepare(request, context);
    const late: Evidence['stages'] = [];
    const options = { output: join(folder, 'guest') };
    const report = await staged('guest', late, () =>
      runCells(prepared.guest, machine, prepared.kernel, options, context),
    );
    const cells = prepared.builds.map((build) => {
      const result = report.cells.find(({ cell }) => cell === build.cell.name);
      const own = series.find(({ variant }) => variant.id === build.cell.name);
      return cellEvidence(build, result, examined.get(build.cell.name), own, designs);
    });
    const evidence: Evidence = {
      schema: SCHEMA,
      run: name,
      started: started.toISOString(),
      seconds: seconds(since),
      topic: { id: designs.topic.id, title: designs.topic.title },
      tree: treeRecord(designs.tree),
      machine: { id: machine.id, title: machine.title },
      kernel: { release: prepared.kernel.release, packages: [...prepared.kernel.packages] },
      qemu: report.qemu,
      host: { node: process.versions.node, cpus: availableParallelism() },
      stages: [...early, ...prepared.stages, ...late],
      cells,
      boots: report.boots.map(({ folder: boot, ...record }) => ({ ...record, folder: join('guest', boot) })),
    };
    await writeWhole(join(folder, 'evidence.json'), `${JSON.stringify(evidence, null, 2)}\n`);
    await pointTo(request.out, name);
    return { evidence, folder };
  } catch (error) {
    // Without evidence.json nothing reads the folder; a console worth looking at is kept.
    if (context.signal.aborted || !existsSync(join(folder, 'guest')))
      await rm(folder, { recursive: true, force: true });
    throw error;
  }
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
    tests: (result?.programs ?? []).flatMap(({ name: program, document }) =>
      leaves(document.tests).map(({ name, status, reason, diagnostics }) => ({
        program,
        name,
        status,
        ...(reason === undefined ? {} : { reason }),
        ...(status === 'FAIL' || status === 'ERROR' ? { diagnostics } : {}),
      })),
    ),
    observations: Object.fromEntries((result?.observations ?? []).map(({ key, value }) => [key, value])),
    measurements: Object.fromEntries(
      (result?.measurements ?? []).map(({ key, value, unit, samples }) => [
        key,
        { value, unit, ...(samples === undefined ? {} : { samples }) },
      ]),
    ),
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
    ...diffStat(mails.slice(composition.patches.length - own.length)),
    uapi: uapiNames(prerequisite.edited, composition.edited),
  };
}

function uapiOf({ edited }: Cell['composition']): Map<string, string> {
  const prefix = 'include/uapi/';
  return new Map(
    [...edited.texts]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]),
  );
}

function treeRecord({ spec, label, release, base }: Tree): Evidence['tree'] {
  return { spec, label, release, base: { ...base } };
}

async function staged<T>(name: string, stages: Evidence['stages'], work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  try {
    return await work();
  } finally {
    stages.push({ name, seconds: seconds(since) });
  }
}

function seconds(since: number): number {
  return Math.round(performance.now() - since) / 1000;
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

async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, text);
  await rename(temporary, file);
}

/** `<out>/latest` names the newest whole run. */
async function pointTo(out: string, name: string): Promise<void> {
  const temporary = join(out, `.latest-${process.pid}`);
  await rm(temporary, { force: true });
  await symlink(name, temporary);
  await rename(temporary, join(out, 'latest'));
}
