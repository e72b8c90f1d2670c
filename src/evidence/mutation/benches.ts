// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { type Kernel, ModuleWorkshop } from '../../kernel/build.ts';
import type { Tree } from '../../kernel/tree.ts';
import { editedFiles } from '../cells.ts';
import type { MutationSubject } from './subjects.ts';

/** Workshops of designs, each used by one at a time and kept for the next. */
export class Benches {
  private readonly all: ModuleWorkshop[] = [];
  private readonly free = new Map<string, ModuleWorkshop[]>();

  constructor(
    private readonly kernel: Kernel,
    private readonly tree: Tree,
  ) {}

  /** Works in a workshop of the design. @throws as ModuleWorkshop.open */
  async at<T>(
    { cell }: MutationSubject,
    context: Context,
    work: (workshop: ModuleWorkshop) => Promise<T>,
  ): Promise<T> {
    const idle = this.free.get(cell.name) ?? [];
    this.free.set(cell.name, idle);
    let workshop = idle.pop();
    if (!workshop) {
      workshop = await ModuleWorkshop.open(this.kernel, this.tree, editedFiles(cell), context, cell.name);
      this.all.push(workshop);
    }
    try {
      return await work(workshop);
    } finally {
      idle.push(workshop);
    }
  }

  async close(): Promise<void> {
    for (const workshop of this.all) await workshop.close();
  }
}
