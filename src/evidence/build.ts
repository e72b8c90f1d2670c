// SPDX-License-Identifier: GPL-2.0-only
import pLimit from 'p-limit';
import type { Context } from '../context.ts';
import type { Failure } from '../failure.ts';
import {
  BuildFailed,
  type BuiltModule,
  buildModules,
  type CompilerMessage,
  type Instrumentation,
  type Kernel,
  type ModuleBuild,
  shippedModules,
} from '../kernel/build.ts';
import type { Tree } from '../kernel/tree.ts';
import { requireSound } from '../mending.ts';
import type { ModuleParameters } from '../subsystem.ts';
import { type Cell, editedFiles } from './cells.ts';
import { buildForCoverage, type CoverageBuild, type CoverageRequest } from './coverage.ts';
import { loadedParameters, ParameterMissing } from './loaded.ts';

/** A cell's modules, or why there are none: it does not compile, or needs a kernel of its own (NeedsSource). */
export type CellBuild =
  | {
      cell: Cell;
      modules: readonly BuiltModule[];
      build?: ModuleBuild;
      /** Parameters that these modules get when they load, besides those of all cells. */
      parameters?: readonly ModuleParameters[];
      /** In a run for coverage, of a cell with patches; its modules run where there are some. */
      coverage?: CoverageBuild;
      failure?: undefined;
    }
  | { cell: Cell; failure: Failure };

/** How cells are built for coverage. */
export interface CoverageMeans extends CoverageRequest {
  readonly instrumentation: Instrumentation;
}

/** Two cores: a compile beside another costs nothing, a third would. */
const PARALLEL = 2;

/**
 * Builds the modules of every cell and gives each when it is there: first those that the cache has. A cell that does
 * not compile costs itself only.
 *
 * @throws what is wrong with the host or the tree, not with a design
 */
export async function* buildCells(
  cells: readonly Cell[],
  kernel: Kernel,
  tree: Tree,
  context: Context,
  coverage?: CoverageMeans,
): AsyncGenerator<CellBuild> {
  const limit = pLimit(PARALLEL);
  // Cells of one design differ in how its modules are loaded, and have one build.
  const designs = new Map<string, Promise<CellBuild>>();
  const building = new Map(
    cells.map((cell) => {
      const built = designs.get(cell.design) ?? limit(() => buildCell(cell, kernel, tree, context, coverage));
      designs.set(cell.design, built);
      return [cell, built.then((build) => asLoaded(cell, build))] as const;
    }),
  );
  try {
    while (building.size > 0) {
      const built = await Promise.race(building.values());
      building.delete(built.cell);
      yield built;
    }
  } finally {
    limit.clearQueue();
  }
}

/** The build of a design as one of its cells loads it. */
export async function asLoaded(cell: Cell, build: CellBuild): Promise<CellBuild> {
  if (build.failure) return { cell, failure: build.failure };
  try {
    return { ...build, cell, parameters: await loadedParameters(cell.name, cell.loaded, build.modules) };
  } catch (error) {
    if (error instanceof ParameterMissing) return { cell, failure: error };
    throw error;
  }
}

async function buildCell(
  cell: Cell,
  kernel: Kernel,
  tree: Tree,
  context: Context,
  means?: CoverageMeans,
): Promise<CellBuild> {
  // Debian's own modules are what Debian's users run; of any other tree the baseline is built like the rest.
  // A kernel from source has its own, made of the tree itself.
  const same =
    kernel.way === 'source' || (tree.base.kind === 'debian' && tree.base.version === kernel.version);
  // Debian's are compiled without what the topic's subsystem switches on.
  const shipped = cell.role === 'baseline' && same && !(kernel.way === 'prebuilt' && kernel.switches);
  if (shipped) return { cell, modules: shippedModules(kernel) };
  try {
    const build = await buildModules(kernel, tree, editedFiles(cell), context, cell.name);
    if (!means || cell.role === 'baseline') return { cell, modules: build.modules, build };
    // Errors and warnings point into the design's own text.
    const coverage = await buildForCoverage(cell, kernel, tree, means, means.instrumentation, context);
    return { cell, modules: build.modules, build, coverage };
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error;
    const culprit = error.messages.find(({ level }) => level === 'error');
    // Where no patch wrote the line that the compiler complains of, what it read may be damaged.
    if (!culprit || patchOf(culprit, cell) === undefined) await requireSound(context);
    return { cell, failure: inPatch(error, cell) };
  }
}

/** Builds are there in the order in which they were ready; this is the cells' own. */
export function inCellOrder(builds: readonly CellBuild[], cells: readonly Pick<Cell, 'name'>[]): CellBuild[] {
  return cells.flatMap(({ name }) => builds.filter(({ cell }) => cell.name === name));
}

/** The same failure, told in terms of the patch that wrote the line that the compiler complains of. */
export function inPatch(error: BuildFailed, cell: Cell): BuildFailed {
  const culprit = error.messages.find(({ level }) => level === 'error');
  const subject = culprit && patchOf(culprit, cell);
  if (!subject) return error;
  return new BuildFailed(
    {
      title: error.title,
      where: `${cell.name}, patch "${subject}": ${culprit.file}:${culprit.line}`,
      ...(error.detail ? { detail: error.detail } : {}),
      hint: 'Mend the template of that patch (kpw generate --stdout shows its diff).',
    },
    error.cell,
    error.messages,
  );
}

/** Subject of the last patch that wrote a line; undefined where it is the tree's own. */
export function patchOf(
  { file, line }: Pick<CompilerMessage, 'file' | 'line'>,
  { composition }: Cell,
): string | undefined {
  const wanted = composition.edited.texts.get(file)?.split('\n')[line - 1];
  if (wanted === undefined) return undefined;
  const count = (text: string | undefined) => (text ?? '').split('\n').filter((one) => one === wanted).length;
  return [...composition.patches]
    .reverse()
    .find(({ before, after }) => count(after.get(file)) > count(before.get(file)))?.subject;
}

export function failureRecord({ code, title, where, detail, hint }: Failure) {
  return { code, title, hint, ...(where ? { where } : {}), ...(detail ? { detail } : {}) };
}
