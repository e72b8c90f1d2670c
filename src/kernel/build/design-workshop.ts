// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Tree } from '../tree.ts';
import { BuildFailed } from './build-failed.ts';
import { scopedEdits } from './build-scope.ts';
import type { CompilerMessage } from './compiler-messages.ts';
import { placeEdit } from './copy-build.ts';
import { type BuiltModule, type Kernel, swappedFolders } from './kernel.ts';
import { makeModules, modulesFolder } from './make-modules.ts';
import { type OwnCopy, withOwnCopy } from './own-copy.ts';
import { QuickBuilder } from './quick-build.ts';
import { stripModules } from './strip-modules.ts';

/** Modules of a design as it is now. */
export interface DesignModules {
  /** In load order; each build has files of its own. */
  readonly modules: readonly BuiltModule[];
  /** Those that the unchanged tree does not give, of the files that were compiled. */
  readonly warnings: readonly CompilerMessage[];
  /** Whether kbuild's recorded commands did, or make had to. */
  readonly way: 'recorded' | 'make';
}

/** Builds of which the files are kept: a guest may still be handed the last but one. */
const KEPT = 4;

/**
 * A build of a design that stays while the design is worked on: what is compiled again is what differs from the last
 * time, by the commands that kbuild has recorded.
 */
export class DesignWorkshop {
  /** Texts of files that differ from the tree's. */
  private placed: ReadonlyMap<string, string> = new Map();
  /** Files whose objects may be of an older text. */
  private readonly stale = new Set<string>();
  private readonly warnings = new Map<string, CompilerMessage[]>();
  private readonly quick: QuickBuilder;
  private made = 0;

  private constructor(
    private readonly kernel: Kernel,
    private readonly work: string,
    private readonly command: string,
    private readonly known: ReadonlySet<string>,
    private readonly tree: Tree,
    private readonly context: Context,
  ) {
    this.quick = new QuickBuilder(kernel, this.root, context);
  }

  private get root(): string {
    return join(this.work, 'tree');
  }

  /**
   * A workshop with the tree as it is, all of it compiled.
   *
   * @throws BuildFailed, HostLacks, TreeUnsuitable as buildModules; the caller closes what it gets
   */
  static async open(kernel: Kernel, given: Tree, context: Context): Promise<DesignWorkshop> {
    const make = async ({ tree, prepared, work, command }: OwnCopy) => {
      const known = new Set(prepared.warnings.map(keyOf));
      const workshop = new DesignWorkshop(kernel, work, command, known, tree, context);
      await workshop.remember();
      return workshop;
    };
    return withOwnCopy(kernel, given, 'build the unchanged tree', context, make);
  }

  /**
   * The modules of the tree with the edited files laid over it.
   *
   * @param edited whole new texts (latin1) of the files that a design changes, by path in the tree
   * @param name of the design, for messages
   * @throws BuildFailed with the compiler's messages; NeedsSource, NotReplaced when a design changes more than these modules
   */
  async make(edited: ReadonlyMap<string, string>, name: string): Promise<DesignModules> {
    const { built } = await scopedEdits(this.kernel, this.tree, edited, name, this.context);
    const fresh = await this.place(built);
    const messages: CompilerMessage[] = [];
    // A header that was not there before may stand for one of the kernel's, of which no record tells.
    const quick = fresh ? 'slow' : await this.quick.relink([...this.stale], messages);
    if (typeof quick === 'object') throw this.failed(name, messages, quick.failed);
    if (quick === 'slow') {
      const { kernel, root, command, context } = this;
      const made = await makeModules(kernel, root, modulesFolder(kernel), command, context);
      if (!made.succeeded) throw this.failed(name, made.messages, made.detail);
      messages.push(...made.messages);
      this.quick.forget();
      await this.remember();
    }
    const warnings = this.told(messages);
    this.stale.clear();
    return { modules: await this.taken(name), warnings, way: quick === 'slow' ? 'make' : 'recorded' };
  }

  close(): Promise<void> {
    return rm(this.work, { recursive: true, force: true });
  }

  /** Writes what differs from what lies there. @returns whether a header is new */
  private async place(files: ReadonlyMap<string, string>): Promise<boolean> {
    const { kernel, root, placed, stale } = this;
    let fresh = false;
    for (const path of placed.keys()) {
      if (files.has(path)) continue;
      const own = await this.tree.read(path);
      if (own === undefined) await rm(join(root, path), { force: true });
      else await placeEdit(kernel, root, path, own);
      stale.add(path);
    }
    for (const [path, text] of files) {
      if (placed.get(path) === text) continue;
      fresh ||= path.endsWith('.h') && !existsSync(join(root, path));
      await placeEdit(kernel, root, path, text);
      stale.add(path);
    }
    this.placed = new Map(files);
    return fresh;
  }

  private async remember(): Promise<void> {
    const objects: string[] = [];
    for (const folder of swappedFolders(this.kernel))
      for (const name of await readdir(join(this.root, folder), { recursive: true }))
        if (/(^|\/)[^./][^/]*\.o$/.test(name)) objects.push(`${folder}/${name}`);
    await this.quick.remember([...new Set(objects)]);
  }

  /** The warnings of all files as they are now: those that were not compiled again are as they were. */
  private told(messages: readonly CompilerMessage[]): CompilerMessage[] {
    const files = new Set(messages.map(({ file }) => file));
    for (const path of this.stale) this.warnings.delete(path);
    for (const file of files)
      this.warnings.set(
        file,
        messages.filter((one) => one.file === file),
      );
    return [...this.warnings.values()].flat().filter((one) => !this.known.has(keyOf(one)));
  }

  private async taken(name: string): Promise<BuiltModule[]> {
    const { kernel, root, work } = this;
    const into = join(work, String(this.made++));
    await mkdir(into);
    const unfit = await stripModules(kernel, root, into, this.context);
    if (unfit)
      throw new BuildFailed(
        {
          title: `${name}: ${unfit.file} would not load into the kernel`,
          where: this.tree.label,
          detail: unfit.problems,
          hint: 'A changed structure does not fit this kernel; kpw build tells the same of a build from scratch.',
        },
        name,
      );
    await rm(join(work, String(this.made - 1 - KEPT)), { recursive: true, force: true });
    return kernel.shipped.map((module) => {
      const file = basename(module.path);
      const unstripped = join(root, module.folder, file);
      return { name: module.name, path: join(into, file), ...(kernel.symbols ? { unstripped } : {}) };
    });
  }

  private failed(name: string, messages: readonly CompilerMessage[], detail: string): BuildFailed {
    const first = messages.find(({ level }) => level === 'error');
    return new BuildFailed(
      {
        title: first ? `${name} does not compile: ${first.text}` : `${name} does not link`,
        where: `${this.tree.label}${first ? `: ${first.file}:${first.line}` : ''}`,
        detail,
        hint: 'Mend the template or the patch that adds this line; nothing else was lost.',
      },
      name,
      [...messages],
    );
  }
}

function keyOf({ file, text }: Pick<CompilerMessage, 'file' | 'text'>): string {
  return `${file}\0${text}`;
}
