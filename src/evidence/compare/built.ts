// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { Failure } from '../../failure.ts';
import {
  type BeyondFile,
  BuildFailed,
  type BuiltModule,
  beyondFailure,
  buildModules,
  type Kernel,
  type ModuleBuild,
  shippedModules,
} from '../../kernel/build.ts';
import { NeedsSource, NotReplaced } from '../../kernel/failures.ts';
import type { Tree } from '../../kernel/tree.ts';
import { type LoadedName, loadedName } from '../../series/loads.ts';
import type { ModuleParameters } from '../../subsystem.ts';
import { type KernelChoice, type KernelNeeds, kernelFromSource } from '../kernels.ts';
import { loadedParameters, ParameterMissing } from '../loaded.ts';
import type { LaidPatches } from '../patches/lay.ts';
import type { Applied } from './between.ts';
import type { ComparedDesign, Needs } from './schema.ts';

/** Values of modules' parameters, by name. */
type Way = LoadedName['values'];

/** What is built of a comparison. */
export interface BuildRequest {
  readonly designs: readonly ComparedDesign[];
  readonly applied: readonly Applied[];
  /** The parameters that each design's modules are loaded with, a column each; by default none. */
  readonly ways: ReadonlyMap<string, readonly Way[]>;
  /** Texts of what all designs stand on, where they are not the tree's. */
  readonly below: LaidPatches['below'];
  readonly tree: Tree;
  /** The distribution's kernel, or one from source for each design that changes built-in code. */
  readonly choice: KernelChoice;
}

/** A column's modules, or why it has none. */
export interface Built {
  readonly name: string;
  /** The design's name and the values, where its modules are loaded with values of their parameters. */
  readonly design?: string;
  readonly loaded?: Way;
  readonly parameters?: readonly ModuleParameters[];
  readonly modules?: readonly BuiltModule[];
  readonly build?: ModuleBuild;
  readonly failure?: Failure;
  /** Its own kernel, where it changes built-in code and one is built from source. */
  readonly own?: Kernel;
}

/**
 * The modules of the tree as it is and of each design; what a design does wrong is in its cell.
 *
 * @throws what is wrong with the host, the tree or the machine
 */
export async function builtCells(
  { designs, applied, below, tree, choice, ways }: BuildRequest,
  kernel: Kernel,
  needs: KernelNeeds,
  context: Context,
): Promise<Built[]> {
  const base = presentTexts(below);
  // The distribution builds its modules in another way, so every design would differ from them.
  const cells: Built[] = [await builtCell('baseline', base, kernel, tree, context)];
  for (const { name, needs: found } of designs) {
    const own = applied.find((one) => one.name === name);
    if (!own || !found) continue;
    const files = presentTexts(new Map([...own.ends.after].map(([path, file]) => [path, file?.text])));
    const edited = new Map([...base, ...files]);
    const off = choice.way === 'prebuilt' && found.modules.length === 0 ? leftOut(found) : [];
    const build = (): Built | Promise<Built> => {
      if (found.source.length === 0 && off.length > 0)
        return { name, failure: beyondFailure(name, off, kernel, tree) };
      if (found.source.length === 0) return builtCell(name, edited, kernel, tree, context);
      if (choice.way === 'source') return ownCell(name, edited, needs, tree, context);
      return { name, failure: beyond(name, found.source, tree) };
    };
    const built = await build();
    for (const way of ways.get(name) ?? [{}]) cells.push(await asLoaded(built, way));
  }
  return cells;
}

/** The same modules, loaded with these values. */
async function asLoaded(built: Built, loaded: Way): Promise<Built> {
  if (Object.keys(loaded).length === 0) return built;
  const name = loadedName(built.name, loaded);
  const own = { ...built, name, design: built.name, loaded };
  if (!built.modules) return own;
  try {
    return { ...own, parameters: await loadedParameters(name, loaded, built.modules) };
  } catch (error) {
    if (!(error instanceof ParameterMissing)) throw error;
    const { modules: _, ...others } = own;
    return { ...others, failure: error };
  }
}

/** The configuration leaves this code out, so a guest would show the unchanged tree. */
function leftOut({ files }: Needs): BeyondFile[] {
  const off = files.filter(({ part }) => part === 'off');
  return off.map(({ path, why }) => ({ path, why, state: 'off' }));
}

/** A design that changes built-in code, with the kernel that it takes. */
async function ownCell(
  name: string,
  edited: ReadonlyMap<string, string>,
  needs: KernelNeeds,
  tree: Tree,
  context: Context,
): Promise<Built> {
  try {
    const own = await kernelFromSource(tree, edited, needs, name, context);
    return { name, own, modules: shippedModules(own) };
  } catch (error) {
    if (error instanceof BuildFailed) return { name, failure: error };
    throw error;
  }
}

async function builtCell(
  name: string,
  edited: ReadonlyMap<string, string>,
  kernel: Kernel,
  tree: Tree,
  context: Context,
): Promise<Built> {
  if (kernel.shipped.length === 0) return { name, modules: [] };
  try {
    const build = await buildModules(kernel, tree, edited, context, name);
    return { name, modules: build.modules, build };
  } catch (error) {
    if (error instanceof BuildFailed || error instanceof NeedsSource || error instanceof NotReplaced)
      return { name, failure: error };
    throw error;
  }
}

/** A file that is gone is no text: what named it in a Makefile is. */
export function presentTexts(files: ReadonlyMap<string, string | undefined>): Map<string, string> {
  return new Map([...files].flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}

function beyond(name: string, files: readonly string[], tree: Tree): NeedsSource {
  return new NeedsSource({
    title: `${name} changes code that is built into the kernel: ${files.join(', ')}`,
    where: tree.label,
    hint: 'Only modules can be swapped in a prebuilt kernel: --kernel source builds one from the tree with this design.',
  });
}
