// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, type SourceFile } from '../c/parse.ts';
import type { Context } from '../context.ts';
import { type AddedLine, addedLines } from '../coverage/added-lines.ts';
import { coveredLines } from '../coverage/lines.ts';
import { markFile } from '../coverage/mark.ts';
import type { MarkedText } from '../coverage/marks.ts';
import { coverageObject } from '../coverage/object.ts';
import { reached } from '../coverage/reached.ts';
import { type Moment, parseCoverage } from '../coverage/report.ts';
import type { Failure } from '../failure.ts';
import {
  BuildFailed,
  type BuiltModule,
  buildHelper,
  buildModules,
  buildScope,
  type Instrumentation,
  type Kernel,
} from '../kernel/build.ts';
import { overlaidTree } from '../kernel/overlaid-tree.ts';
import type { Tree } from '../kernel/tree.ts';
import { readDiffs } from '../mail/diff.ts';
import type { MailedSeries } from '../series/generate.ts';
import { type Cell, editedFiles } from './cells.ts';
import type { CoverageEvidence } from './schema.ts';

/** What a run for coverage needs beside a run. */
export interface CoverageRequest {
  /** The checkout. */
  readonly project: string;
  /** The designs as mails: what a patch changes is what its diff says. */
  readonly series: readonly MailedSeries[];
}

/** A cell built for coverage, or why it is not. */
export type CoverageBuild =
  | { modules: readonly BuiltModule[]; plan: CoveragePlan; failure?: undefined }
  | { plan: CoveragePlan; failure: Failure };

/** The lines that a cell's own patches add, and where marks for them go. */
interface CoveragePlan {
  readonly subjects: readonly string[];
  readonly added: readonly AddedLine[];
  /** Files that are compiled into the modules of the cell. */
  readonly files: readonly { file: SourceFile; marked: MarkedText }[];
  /** Whole texts of what the modules are built from. */
  readonly texts: ReadonlyMap<string, string>;
  /** Kernel code that is compiled elsewhere. */
  readonly elsewhere: readonly string[];
}

/**
 * Each block gets a call, and no optimisation merges blocks, or moves one away from the call at its beginning. What
 * marks bring in (kpw_mark.h) would warn.
 */
const FLAGS = [
  '-fsanitize-coverage=trace-pc',
  ...['-fno-crossjumping', '-fno-reorder-blocks', '-fno-reorder-blocks-and-partition', '-fno-ipa-icf'],
  ...['-Wno-error', '-Wno-declaration-after-statement'],
];
const HELPER = 'kpw_coverage';

/** What modules for a kernel are compiled with for coverage. The helper module is built where it is not cached. */
export async function coverageInstrumentation(
  kernel: Kernel,
  project: string,
  context: Context,
): Promise<Instrumentation> {
  const { folder, key } = await buildHelper(
    kernel,
    join(project, 'kernel-tests', 'coverage'),
    HELPER,
    context,
  );
  const flags = [...FLAGS, `-include ${join(folder, 'kpw_mark.h')}`];
  return {
    flags,
    helper: join(folder, `${HELPER}.ko`),
    symvers: join(folder, 'Module.symvers'),
    identity: createHash('sha256')
      .update(JSON.stringify([key, flags]))
      .digest('hex')
      .slice(0, 20),
  };
}

/**
 * The modules of a cell with marks in the functions that its patches change. What cannot be built so is told; the cell's
 * ordinary modules run then.
 */
export async function buildForCoverage(
  cell: Cell,
  kernel: Kernel,
  tree: Tree,
  request: CoverageRequest,
  instrumentation: Instrumentation,
  context: Context,
): Promise<CoverageBuild> {
  const plan = await planOf(cell, kernel, tree, request);
  // A kernel of the cell's own has all of its changes already; in any other one nothing but modules changes.
  const base = (await isBeyond(cell, kernel, tree)) ? overlaidTree(tree, editedFiles(cell)) : tree;
  try {
    const build = await buildModules(kernel, base, plan.texts, context, cell.name, instrumentation);
    return { modules: build.modules, plan };
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error;
    return { plan, failure: error };
  }
}

/** Whether a cell needs more than other modules: a kernel of its own, which then is the one that it is given. */
async function isBeyond(cell: Cell, kernel: Kernel, tree: Tree): Promise<boolean> {
  for (const path of editedFiles(cell).keys())
    if ((await buildScope(path, kernel, tree)) === 'beyond') return true;
  return false;
}

async function planOf(
  cell: Cell,
  kernel: Kernel,
  tree: Tree,
  { series }: CoverageRequest,
): Promise<CoveragePlan> {
  const { patches, edited } = cell.composition;
  // The prerequisite is the beginning of each series.
  const mails = (series.find(({ variant }) => variant.id === cell.design) ?? series[0])?.mails ?? [];
  const role = cell.role === 'prerequisite' ? 'prerequisite' : 'variant';
  const own = patches.flatMap(({ subject, role: its, selftest }, at) => {
    const text = mails[at]?.text;
    return its === role && !selftest && text !== undefined ? [{ subject, text }] : [];
  });
  const added = addedLines(own.map(({ text, subject }) => readDiffs(text, subject)));
  const texts = editedFiles(cell);
  const files: CoveragePlan['files'][number][] = [];
  const elsewhere: string[] = [];
  let first = 1;
  for (const path of new Set(added.map(({ path }) => path))) {
    const text = edited.texts.get(path);
    const scope = await buildScope(path, kernel, tree);
    if (scope === 'beyond') elsewhere.push(path);
    if (scope !== 'built' || text === undefined || !/\.[ch]$/.test(path)) continue;
    const file = parse(cell.name, path, text);
    const lines = new Set(added.filter((one) => one.path === path).map(({ line }) => line));
    const marked = markFile(file, lines, first);
    first += marked.marks.length;
    files.push({ file, marked });
    texts.set(path, marked.text);
  }
  return { subjects: own.map(({ subject }) => subject), added, files, texts, elsewhere };
}

/**
 * What a guest reached of a cell's changed lines.
 *
 * @param told what the guest said; undefined where it did not get to
 */
export async function coverageEvidence(
  build: CoverageBuild,
  told: string | undefined,
): Promise<CoverageEvidence> {
  const { subjects, added, files, elsewhere } = build.plan;
  const place = { elsewhere: elsewhere.map((file) => ({ file, lines: linesOf(added, file).length })) };
  const nothing = { moments: [], lines: [], modules: [], ...place };
  if (build.failure)
    return { ...nothing, undetermined: `it does not compile for coverage: ${build.failure.title}` };
  const guest = told === undefined ? undefined : parseCoverage(told);
  if (!guest) return { ...nothing, undetermined: 'the guest did not get to say what was reached' };
  const objects = new Map(
    await Promise.all(
      build.modules.map(
        async ({ name, instrumented = '' }) => [name, coverageObject(await readFile(instrumented))] as const,
      ),
    ),
  );
  const { marks, blocks } = reached(guest, objects);
  return {
    moments: guest.moments.map(momentRecord),
    lines: files.flatMap(({ file, marked }) => {
      const own = linesOf(added, file.path);
      const lines = own.map(({ line }) => line);
      const text = file.text.split('\n');
      return coveredLines(file, marked, lines, marks).map(({ line, state, reason, moments, branches }) => ({
        file: file.path,
        line,
        patch: subjects[own.find((one) => one.line === line)?.patch ?? 0] ?? '',
        text: text[line - 1]?.trim() ?? '',
        state,
        ...(reason === undefined ? {} : { reason }),
        by: [...moments],
        branches: branches.map(({ way, begins, moments: by }) => ({ way, begins, by: [...by] })),
      }));
    }),
    modules: blocks.map(({ module, all, reached: seen }) => ({ module, blocks: all, reached: seen })),
    ...place,
    ...(guest.lost > 0 ? { lost: guest.lost } : {}),
  };
}

/** Writes the files that lines are counted in, as they are with all patches applied, for programs that show both. */
export async function writeCoverageSources({ plan }: CoverageBuild, folder: string): Promise<void> {
  for (const { file } of plan.files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.text, 'latin1');
  }
}

function linesOf(added: readonly AddedLine[], path: string): AddedLine[] {
  return added.filter((one) => one.path === path);
}

function momentRecord(moment: Moment): CoverageEvidence['moments'][number] {
  if (moment.kind === 'step') return { step: moment.step };
  if (moment.kind === 'program') return { program: moment.program };
  if (moment.kind === 'test') return { program: moment.program, test: moment.test };
  return { step: 'further tests' };
}
