// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Tree } from '../tree.ts';
import { BuildFailed } from './build-failed.ts';
import { buildScope } from './build-scope.ts';
import type { CompilerMessage } from './compiler-messages.ts';
import { placeEdit } from './copy-build.ts';
import { type BuiltModule, type Kernel, swappedFolders } from './kernel.ts';
import { makeModules, modulesFolder } from './make-modules.ts';
import { moduleCode } from './module-code.ts';
import { withOwnCopy } from './own-copy.ts';
import { QuickBuilder } from './quick-build.ts';
import { stripModules } from './strip-modules.ts';

/** Modules that were made of the design with one file changed. */
export interface Tried {
  readonly modules: readonly BuiltModule[];
  /** The same for modules that do the same. */
  readonly code: string;
  readonly messages: readonly CompilerMessage[];
}

export interface RefusedModule {
  readonly modules?: undefined;
  /** Why there are none, in the compiler's words. */
  readonly detail: string;
  readonly messages: readonly CompilerMessage[];
}

/**
 * A build of a design that stays, so that the design with one file changed costs the compilation of that file. Of files
 * that are compiled into the kernel itself the workshop takes what the kernel has.
 */
export class ModuleWorkshop {
  private made = 0;
  private soundTried: Tried | undefined;
  private readonly quick: QuickBuilder;
  /** Files that differ from the design's. */
  private changed = new Map<string, string>();

  private constructor(
    private readonly kernel: Kernel,
    private readonly work: string,
    private readonly command: string,
    private readonly design: ReadonlyMap<string, string>,
    private readonly tree: Tree,
    private readonly context: Context,
  ) {
    this.quick = new QuickBuilder(kernel, join(work, 'tree'), context);
  }

  /**
   * @param edited whole new texts (latin1) of the files that the design changes, by path in the tree
   * @param name of the design, for messages
   * @throws BuildFailed, HostLacks, TreeUnsuitable as buildModules; the caller closes what it gets
   */
  static async open(
    kernel: Kernel,
    given: Tree,
    edited: ReadonlyMap<string, string>,
    context: Context,
    name: string,
  ): Promise<ModuleWorkshop> {
    return withOwnCopy(kernel, given, `build ${name}`, context, async ({ tree, work, root, command }) => {
      const workshop = new ModuleWorkshop(kernel, work, command, edited, tree, context);
      for (const [path, text] of edited)
        if (await workshop.takes(path)) await placeEdit(kernel, root, path, text);
      return workshop;
    });
  }

  /** Whether a file is compiled into the modules. */
  async takes(path: string): Promise<boolean> {
    return (await buildScope(path, this.kernel, this.tree)) === 'built';
  }

  /** The design's own modules. @throws BuildFailed where it does not compile */
  async sound(): Promise<Tried> {
    if (this.soundTried) return this.soundTried;
    await this.place(new Map());
    const tried = await this.byMake();
    if (!tried.modules)
      throw new BuildFailed(
        {
          title: 'the design does not compile',
          where: this.tree.label,
          detail: tried.detail,
          hint: 'Mend it first: kpw build tells more.',
        },
        this.tree.label,
        tried.messages,
      );
    await this.quick.remember(await this.objects());
    this.soundTried = tried;
    return tried;
  }

  /** Paths of what was compiled, below the copied tree. */
  private async objects(): Promise<string[]> {
    const found: string[] = [];
    for (const folder of swappedFolders(this.kernel))
      for (const name of await readdir(join(this.work, 'tree', folder), { recursive: true }))
        if (/(^|\/)[^./][^/]*\.o$/.test(name)) found.push(`${folder}/${name}`);
    return [...new Set(found)];
  }

  /**
   * The modules of the design with these files changed; other files are the design's own.
   *
   * @throws BuildFailed where the design itself does not compile
   */
  async make(files: ReadonlyMap<string, string>): Promise<Tried | RefusedModule> {
    const sound = await this.sound();
    const stale = [...new Set([...this.changed.keys(), ...files.keys()])];
    await this.place(files);
    const messages: CompilerMessage[] = [];
    const quick = await this.quick.build(stale, new Set(files.keys()), messages);
    if (typeof quick === 'object') return { detail: quick.failed, messages };
    if (quick === 'same') return { ...sound, messages };
    return quick === 'linked' ? this.taken(messages) : this.byMake();
  }

  private async place(files: ReadonlyMap<string, string>): Promise<void> {
    const { kernel } = this;
    const root = join(this.work, 'tree');
    for (const path of this.changed.keys()) {
      const own = this.design.get(path) ?? (await this.tree.read(path));
      if (!files.has(path) && own !== undefined) await placeEdit(kernel, root, path, own);
    }
    for (const [path, text] of files) await placeEdit(kernel, root, path, text);
    this.changed = new Map(files);
  }

  private async byMake(): Promise<Tried | RefusedModule> {
    const root = join(this.work, 'tree');
    const made = await makeModules(this.kernel, root, modulesFolder(this.kernel), this.command, this.context);
    return made.succeeded ? this.taken(made.messages) : { detail: made.detail, messages: made.messages };
  }

  /** The modules that lie in the workshop, out of the way of the next ones. */
  private async taken(messages: readonly CompilerMessage[]): Promise<Tried | RefusedModule> {
    const { kernel, context } = this;
    const into = join(this.work, String(this.made++));
    await mkdir(into);
    const unfit = await stripModules(kernel, join(this.work, 'tree'), into, context);
    if (unfit) return { detail: unfit.problems, messages };
    const modules = kernel.shipped.map(({ name, path }) => ({ name, path: join(into, basename(path)) }));
    const codes = await Promise.all(modules.map(async ({ path }) => moduleCode(await readFile(path))));
    return { modules, code: codes.join(' '), messages };
  }

  close(): Promise<void> {
    return rm(this.work, { recursive: true, force: true });
  }
}
