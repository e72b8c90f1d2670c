// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { KnownModules } from '../../kernel/build.ts';
import { ModuleMissing } from '../../kernel/failures.ts';
import { compiledAs } from '../../kernel/kbuild/compiled-as.ts';
import { Makefiles, type Membership, makefilesAbove } from '../../kernel/kbuild/membership.ts';
import type { Tree } from '../../kernel/tree.ts';
import { WholeTree } from '../../kernel/whole-tree.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import { BadParameter } from '../../series/errors.ts';
import type { KernelTarget } from './needs.ts';
import type { ComparedDesign, NeededModule } from './schema.ts';

/** Folders that modules are made in. */
const CODE = [
  'arch',
  'block',
  'crypto',
  'drivers',
  'fs',
  'kernel',
  'lib',
  'mm',
  'net',
  'security',
  'sound',
  'virt',
];
/** So many modules of a folder are told. */
const TOLD = 20;

/**
 * The modules that a user names, each looked up in the kernels that are at hand and in the tree's Makefiles.
 *
 * @param words names as /proc/modules has them, or paths without an ending: `floppy`, `drivers/block/floppy`
 * @param kernels of the tree, in the cache
 * @param target the kernel by whose configuration a module is said to be one
 * @throws ModuleMissing for a name that nothing has, with the nearest ones; BadParameter for a folder of several modules
 */
export async function namedModules(
  words: readonly string[],
  tree: Tree,
  { kernels, target }: { readonly kernels: readonly KnownModules[]; readonly target: KernelTarget },
  context: Context,
): Promise<NeededModule[]> {
  if (words.length === 0) return [];
  const finder = new ModuleFinder(tree, kernels, context);
  const modules: NeededModule[] = [];
  for (const word of words) modules.push(neededOf(await finder.find(word), target));
  return modules;
}

function neededOf(found: Membership, { config }: KernelTarget): NeededModule {
  const symbols = found.symbols.map((name) => {
    const value = config?.get(name);
    return value === undefined ? { name } : { name, value };
  });
  const state = config && compiledAs(found, config).state;
  return { name: found.module, folder: found.folder, symbols, ...(state ? { state } : {}) };
}

/** A design with the modules that its user names in place of those that were found. */
export function withModules(
  design: ComparedDesign,
  modules: readonly NeededModule[],
  given: readonly string[],
): ComparedDesign {
  if (given.length === 0 || !design.needs) return design;
  return {
    ...design,
    needs: { ...design.needs, modules: [...modules], undetermined: [], given: [...given] },
  };
}

class ModuleFinder {
  private readonly whole: WholeTree;
  private readonly makefiles: Makefiles;

  constructor(
    private readonly tree: Tree,
    private readonly kernels: readonly KnownModules[],
    context: Context,
  ) {
    this.whole = new WholeTree(tree, context);
    this.makefiles = new Makefiles((path) => this.whole.read(path));
  }

  async find(word: string): Promise<Membership> {
    const path = word
      .replace(/^\.\//, '')
      .replace(/\/+$/, '')
      .replace(/\.(ko|o|c)$/, '');
    return path.includes('/') ? this.byPath(path, word) : this.byName(path.replaceAll('-', '_'), word);
  }

  private async byPath(path: string, word: string): Promise<Membership> {
    await this.whole.expect([...makefilesAbove(`${path}.c`), ...makefilesAbove(`${path}/x.c`)]);
    const name = path.slice(path.lastIndexOf('/') + 1).replaceAll('-', '_');
    const folder = path.slice(0, path.lastIndexOf('/'));
    const beside = await this.makefiles.goalsOf(folder);
    const own = beside?.find(({ module }) => module === name);
    if (own) return asModule(own, word, this.tree);
    const below = await this.makefiles.goalsOf(path);
    if (below) return this.only(below.filter(canBeModule), word);
    const { memberships } = await this.makefiles.placeOf(`${path}.c`);
    if (memberships.length > 0) return this.only(memberships, word);
    const goals = (beside ?? []).filter(canBeModule).map(({ module }) => module);
    throw new ModuleMissing({
      title: beside
        ? `no Makefile of ${this.tree.spec} makes a module ${name} in ${folder}`
        : `${this.tree.spec} has no folder ${folder} with a Makefile`,
      where: `--modules ${word}`,
      hint: advice(name, goals.length > 0 ? goals : this.names()),
    });
  }

  /** Of several objects that somebody may mean, the user says which. */
  private only(goals: readonly Membership[], word: string): Membership {
    const modules = [...new Map(goals.map((one) => [one.module, one])).values()];
    const [first, ...others] = modules;
    if (first && others.length === 0) return asModule(first, word, this.tree);
    const names = modules.map(({ module }) => module).sort();
    const more = names.length > TOLD ? [`and ${names.length - TOLD} more`] : [];
    throw new BadParameter({
      title: first ? `${word} is of ${modules.length} modules` : `no module is made in ${word} itself`,
      where: `--modules ${word}`,
      ...(first ? { detail: [...names.slice(0, TOLD), ...more].join(', ') } : {}),
      hint: first
        ? `Name the one that you mean: --modules ${first.folder}/${names[0]}`
        : 'Name a module, or the folder that it is made in.',
    });
  }

  private async byName(name: string, word: string): Promise<Membership> {
    const kernel =
      this.kernels.find(({ modules }) => modules.has(name)) ??
      this.kernels.find(({ builtIn }) => builtIn?.has(name));
    const folder = kernel?.modules.get(name) ?? kernel?.builtIn?.get(name);
    const files = folder === undefined ? await this.filesOf(name) : [];
    await this.whole.expect(
      [...files, ...(folder === undefined ? [] : [`${folder}/x.c`])].flatMap(makefilesAbove),
    );
    if (folder !== undefined) {
      const goals = await this.makefiles.goalsOf(folder);
      // A Makefile may name it in a way that is not read here; the kernel has it.
      return (
        goals?.find(({ module }) => module === name) ?? {
          module: name,
          folder,
          symbol: undefined,
          fixed: kernel?.modules.has(name) ? 'm' : 'y',
          symbols: [],
          makefile: `${folder}/Makefile`,
        }
      );
    }
    const placed = [];
    for (const file of files) placed.push(...(await this.makefiles.placeOf(file)).memberships);
    const own = placed.filter(({ module }) => module === name);
    // A file that one module alone is made of is as good as its name.
    if (placed.length > 0) return this.only(own.length > 0 ? own : placed, word);
    const known = this.kernels.map(({ release }) => release).join(', ');
    throw new ModuleMissing({
      title: `${known === '' ? this.tree.spec : `neither the kernel ${known} nor ${this.tree.spec}`} has ${known === '' ? 'no' : 'a'} module ${name}`,
      where: `--modules ${word}`,
      hint: `${advice(name, [...this.names(), ...(await this.fileNames())])} A module that is called otherwise than its files is found by its folder: --modules FOLDER/${name}.`,
    });
  }

  private names(): string[] {
    return this.kernels.flatMap(({ modules }) => [...modules.keys()]);
  }

  private listed: Promise<string[]> | undefined;
  private files(): Promise<string[]> {
    this.listed ??= this.whole.list(CODE).then((all) => all.filter((path) => path.endsWith('.c')));
    return this.listed;
  }

  private async filesOf(name: string): Promise<string[]> {
    return (await this.files()).filter((path) => nameOf(path) === name);
  }

  private async fileNames(): Promise<string[]> {
    return this.kernels.length > 0 ? [] : (await this.files()).map(nameOf);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -2).replaceAll('-', '_');
}

function canBeModule({ fixed }: Membership): boolean {
  return fixed === undefined || fixed === 'm';
}

function asModule(found: Membership, word: string, tree: Tree): Membership {
  if (canBeModule(found)) return found;
  throw new ModuleMissing({
    title: `${found.module} is always built into the kernel (${found.makefile}), and no module`,
    where: `--modules ${word} of ${tree.spec}`,
    hint: 'Leave it out; a design of built-in code is seen in a kernel from source (--kernel source).',
  });
}

function advice(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near.length > 0 ? (didYouMean(name, names) ?? '') : 'Name modules as /proc/modules does.';
}
