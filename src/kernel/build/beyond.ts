// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import type { Failure } from '../../failure.ts';
import { NeedsSource, NotReplaced } from '../failures.ts';
import { type CompiledAs, compiledAs } from '../kbuild/compiled-as.ts';
import { Makefiles, makefilesAbove } from '../kbuild/membership.ts';
import { configValues } from '../source/symbols.ts';
import type { Tree } from '../tree.ts';
import { WholeTree } from '../whole-tree.ts';
import { type Kernel, swappedFolders } from './kernel.ts';

/** A file that is not compiled into the modules that are replaced, and what the kernel makes of it. */
export interface BeyondFile {
  readonly path: string;
  /** `undetermined`: a header, or a file that no Makefile names. */
  readonly state: CompiledAs['state'] | 'undetermined';
  readonly module?: string;
  readonly why?: string;
}

/**
 * What a kernel makes of files outside of the modules that are replaced, by its configuration and the tree's Makefiles.
 * A file that goes into several objects is built in where one of them is, else a module where one of them is.
 */
export async function placedBeyond(
  paths: readonly string[],
  kernel: Pick<Kernel, 'config'>,
  tree: Tree,
  context: Context,
): Promise<BeyondFile[]> {
  if (paths.length === 0) return [];
  const config = configValues(await readFile(kernel.config, 'latin1'));
  const near = new Makefiles((path) => tree.read(path));
  const whole = new WholeTree(tree, context);
  const all = new Makefiles((path) => whole.read(path));
  const found: BeyondFile[] = [];
  for (const path of paths) {
    // Of a Debian tree the Makefiles that are at hand mostly do; an index of the package takes its time.
    let { memberships } = isCode(path) ? await near.placeOf(path) : { memberships: [] };
    if (isCode(path) && memberships.length === 0) {
      await whole.expect(makefilesAbove(path));
      ({ memberships } = await all.placeOf(path));
    }
    const states = memberships.map((one) => ({ ...compiledAs(one, config), module: one.module }));
    const first = (state: CompiledAs['state']) => states.find((one) => one.state === state);
    const own = first('built-in') ?? first('module') ?? first('off');
    found.push(
      own ? { path, state: own.state, module: own.module, why: own.why } : { path, state: 'undetermined' },
    );
  }
  return found;
}

function isCode(path: string): boolean {
  return /\.[cS]$/.test(path);
}

/**
 * Why replacing modules cannot show a design.
 *
 * @param name of the design
 */
export function beyondFailure(
  name: string,
  files: readonly BeyondFile[],
  kernel: Pick<Kernel, 'shipped' | 'release'>,
  tree: Pick<Tree, 'label'>,
): Failure {
  const detail = files.map(
    ({ path, why }) => `${path}: ${why ?? 'other code of the kernel is compiled with it'}`,
  );
  const of = (state: BeyondFile['state']) => files.filter((one) => one.state === state);
  const listed = (all: readonly BeyondFile[]) => all.map(({ path }) => path).join(', ');
  const built = files.filter(({ state }) => state === 'built-in' || state === 'undetermined');
  const modules = [...new Set(of('module').flatMap(({ module }) => module ?? []))];
  const replaced = kernel.shipped.map((one) => one.name).join(', ') || 'none';
  if (built.length > 0)
    return new NeedsSource({
      title: `${name} changes ${listed(built)}, which the kernel ${kernel.release} and its base modules are compiled from`,
      where: tree.label,
      detail: detail.join('\n'),
      hint: `Only ${swappedFolders(kernel).join(', ')} and its own headers can be replaced in a prebuilt kernel; such a design needs a kernel built from source.`,
    });
  if (modules.length > 0)
    return new NotReplaced({
      title: `${name} changes ${modules.length === 1 ? 'the module' : 'the modules'} ${modules.join(', ')} of the kernel ${kernel.release}, which the run does not replace (it replaces ${replaced})`,
      where: `${tree.label}: ${listed(of('module'))}`,
      detail: detail.join('\n'),
      hint: `Name ${modules.length === 1 ? 'it' : 'them'} among the modules: --modules of kpw compare, \`modules\` of a topic or its subsystem (docs/topics.md).`,
    });
  return new NotReplaced({
    title: `the kernel ${kernel.release} has nothing of what ${name} changes: ${listed(files)}`,
    where: tree.label,
    detail: detail.join('\n'),
    hint: 'Take a kernel that has it: another flavour (kernel.prebuilt of the machine, flavours of the subsystem), or one from source with these symbols set (--kernel source --config SYMBOL=y).',
  });
}
