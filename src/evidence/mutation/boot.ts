// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import { type GuestReport, runCells } from '../../guest/cells.ts';
import type { GuestCell } from '../../guest/files.ts';
import { killerOf } from './killer.ts';
import type { Killer } from './schema.ts';
import type { Laboratory, MutantTrial } from './trial.ts';

/** A mutant as the cell of a guest. */
export interface TriedCell {
  readonly trial: MutantTrial;
  readonly cell: GuestCell;
}

/** What killed a mutant that ran to its end or its death. */
export type FoundKiller = Killer | 'none';

/** A slow host must not pass for a mutant that hangs. */
const PATIENCE = { factor: 8, least: 20 };

/**
 * Runs mutants in one guest; those whose killer fails on the sound design as well, behind the same programs, once more in
 * the usual order.
 *
 * @param output folder for the boots, which are not kept
 * @returns by cell; without those that no guest came to
 */
export async function killersOf(
  cells: readonly TriedCell[],
  laboratory: Laboratory,
  output: string,
  context: Context,
): Promise<Map<string, FoundKiller>> {
  const { guest, kernel, machine } = laboratory.group;
  const slowest = Math.max(...[...laboratory.orders.values()].map(({ slowest }) => slowest));
  const programSeconds = Math.max(PATIENCE.least, Math.ceil(slowest * PATIENCE.factor));
  const boot = async (chosen: readonly GuestCell[], folder: string) => {
    const all = { ...guest, cells: chosen, untilFailure: true, programSeconds };
    const report = await runCells(all, machine, kernel, { output: folder }, context);
    await rm(folder, { recursive: true, force: true });
    return killersIn(report, cells, laboratory);
  };
  const killers = await boot(
    cells.map(({ cell }) => cell),
    output,
  );
  const doubtful: GuestCell[] = [];
  for (const { trial, cell } of cells) {
    const killer = killers.get(cell.name);
    if (killer === undefined || killer === 'none' || killer.by !== 'test' || !killer.program) continue;
    const kill = { design: trial.subject.cell.name, program: killer.program, cell };
    if (await laboratory.control.fails(kill, `${output}-control`, context))
      doubtful.push({ ...cell, order: [] });
  }
  if (doubtful.length === 0) return killers;
  for (const { name } of doubtful) killers.delete(name);
  return new Map([...killers, ...(await boot(doubtful, `${output}-again`))]);
}

function killersIn(
  { cells: results }: GuestReport,
  cells: readonly TriedCell[],
  { answers }: Laboratory,
): Map<string, FoundKiller> {
  const designs = new Map(cells.map(({ trial, cell }) => [cell.name, trial.subject.cell.name]));
  return new Map(
    results.flatMap((result) => {
      const usual = answers.get(designs.get(result.cell) ?? '') ?? [];
      const killer = killerOf(result, usual) ?? 'none';
      return killer === 'again' ? [] : [[result.cell, killer] as const];
    }),
  );
}
