// SPDX-License-Identifier: GPL-2.0-only

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import type { Failure } from '../../failure.ts';
import {
  BuildFailed,
  type BuiltModule,
  type CompilerMessage,
  DesignWorkshop,
  type Kernel,
} from '../../kernel/build.ts';
import type { Tree } from '../../kernel/tree.ts';
import { overlayHash } from '../../overlay-hash.ts';
import { buildCells, inPatch } from '../build.ts';
import { type Cell, editedFiles } from '../cells.ts';
import { attempt } from './designs.ts';

/** Designs of which each gets a workshop before it is edited: compiling one takes some ten seconds of a CPU. */
const FEW = 2;

/** A column's modules, or why there are none. */
export type LiveModules =
  | {
      readonly modules: readonly BuiltModule[];
      readonly warnings: readonly CompilerMessage[];
      /** Hash of the modules' bytes. */
      readonly hash: string;
      readonly failure?: undefined;
    }
  | { readonly failure: Failure };

/**
 * The modules of columns that are worked on. A column's first are those of the cache; what is edited afterwards is
 * compiled in a workshop of its own, of which one is kept ready.
 */
export class ModuleBench {
  private readonly last = new Map<string, { key: string; made: LiveModules }>();
  private readonly workshops = new Map<string, Promise<DesignWorkshop>>();
  private readonly preparing = new Map<string, Promise<void>>();
  private spare: Promise<DesignWorkshop> | undefined;
  private closed = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly tree: Tree,
    private readonly context: Context,
  ) {}

  /**
   * Makes ready what the first edit needs: of few designs the workshop of each, with the design in it; of many one that
   * whichever is edited first takes.
   */
  warm(cells: readonly Cell[]): void {
    if (this.closed) return;
    if (cells.length > FEW) this.warmSpare();
    else for (const cell of cells) if (!this.preparing.has(cell.name)) this.prepare(cell);
  }

  private prepare(cell: Cell): void {
    const work = async () => {
      const workshop = await this.workshopOf(cell.name);
      await workshop.make(editedFiles(cell), cell.name);
    };
    // A failure here is reported when somebody asks for the design's modules.
    this.preparing.set(
      cell.name,
      this.workshops.has(cell.name) ? Promise.resolve() : work().catch(() => undefined),
    );
  }

  private warmSpare(): void {
    if (this.closed || this.spare) return;
    this.spare = DesignWorkshop.open(this.kernel, this.tree, this.context);
    // Whoever takes it is told.
    this.spare.catch(() => undefined);
  }

  /** @throws what is wrong with the host or the tree, not with a design */
  async of(cell: Cell): Promise<LiveModules> {
    const edited = editedFiles(cell);
    const key = overlayHash('', edited);
    const known = this.last.get(cell.name);
    if (known?.key === key) return known.made;
    const made = known === undefined ? await this.first(cell) : await this.again(cell, edited);
    this.last.set(cell.name, { key, made });
    return made;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.preparing.values());
    const all = [...this.workshops.values(), ...(this.spare ? [this.spare] : [])];
    for (const one of all) await one.then((workshop) => workshop.close()).catch(() => undefined);
  }

  private async first(cell: Cell): Promise<LiveModules> {
    for await (const built of buildCells([cell], this.kernel, this.tree, this.context)) {
      if (built.failure) return { failure: built.failure };
      return withHash(built.modules, built.build?.warnings ?? []);
    }
    throw new Error(`no build of ${cell.name}`);
  }

  private async again(cell: Cell, edited: ReadonlyMap<string, string>): Promise<LiveModules> {
    const task = `build ${cell.name}`;
    const { context } = this;
    context.report({ task, state: 'start' });
    await this.preparing.get(cell.name);
    const workshop = await this.workshopOf(cell.name);
    const made = await attempt(() => workshop.make(edited, cell.name));
    if ('modules' in made) {
      context.report({ task, state: 'done', text: made.way === 'make' ? 'by make' : '' });
      return withHash(made.modules, made.warnings);
    }
    context.report({ task, state: 'failed', text: made.title });
    return { failure: made instanceof BuildFailed ? inPatch(made, cell) : made };
  }

  private async workshopOf(name: string): Promise<DesignWorkshop> {
    const own = this.workshops.get(name);
    if (own) return own;
    this.warmSpare();
    const taken = this.spare ?? DesignWorkshop.open(this.kernel, this.tree, this.context);
    this.spare = undefined;
    this.workshops.set(name, taken);
    try {
      return await taken;
    } catch (error) {
      this.workshops.delete(name);
      throw error;
    }
  }
}

async function withHash(
  modules: readonly BuiltModule[],
  warnings: readonly CompilerMessage[],
): Promise<LiveModules> {
  const hash = createHash('sha256');
  for (const { name, path } of modules) hash.update(`${name}\0`).update(await readFile(path));
  return { modules, warnings, hash: hash.digest('hex') };
}
