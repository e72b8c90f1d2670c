// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import { runCells } from '../../guest/cells.ts';
import type { GuestCell, GuestProgram } from '../../guest/files.ts';
import type { PreparedGroup } from '../prepare.ts';
import { killerOf } from './killer.ts';

/** A mutant's cell that a test program failed in. */
export interface Kill {
  readonly design: string;
  readonly program: string;
  readonly cell: GuestCell;
}

/**
 * Mutants have the programs in another order than the design had when it passed, and a program may need what an earlier
 * one leaves, or not bear it. So each that kills is run once on the sound design as well, behind those that the mutant had
 * before it.
 */
export class Control {
  private readonly asked = new Map<string, boolean>();

  /** @param run runs a guest; another one in tests */
  constructor(
    private readonly group: Pick<PreparedGroup, 'guest' | 'kernel' | 'machine'>,
    private readonly run: typeof runCells = runCells,
  ) {}

  /**
   * Whether a program fails on the sound design too, in such an order.
   *
   * @param folder for the boot, which is not kept
   */
  async fails({ design, program, cell }: Kill, folder: string, context: Context): Promise<boolean> {
    const key = `${design} ${program}`;
    const known = this.asked.get(key);
    if (known !== undefined) return known;
    const { guest, kernel, machine } = this.group;
    const sound = guest.cells.find(({ name }) => name === design);
    const order = cell.order ?? [];
    const before = new Set(order.slice(0, order.indexOf(program) + 1));
    if (!sound || !before.has(program)) return false;
    const among = (programs: readonly GuestProgram[] = []) => programs.filter(({ name }) => before.has(name));
    const own: GuestCell = { ...sound, order, suites: [], tests: among(sound.tests) };
    const all = { ...guest, tests: among(guest.tests), cells: [own], untilFailure: true };
    const { cells } = await this.run(all, machine, kernel, { output: folder }, context);
    await rm(folder, { recursive: true, force: true });
    const killer = cells[0] && killerOf(cells[0]);
    const fails = killer !== undefined && killer !== 'again' && killer.program === program;
    this.asked.set(key, fails);
    return fails;
  }
}
