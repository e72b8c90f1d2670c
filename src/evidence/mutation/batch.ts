// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { GuestCell } from '../../guest/files.ts';
import type { RefusedModule, Tried } from '../../kernel/build.ts';
import type { Mutant } from '../../mutate/kinds.ts';
import { type FoundKiller, killersOf, type TriedCell } from './boot.ts';
import type { MutantResult } from './schema.ts';
import type { MutationSubject } from './subjects.ts';
import type { Laboratory, MutantTrial } from './trial.ts';

/**
 * Builds some mutants and runs those that do something else than the sound design in one guest.
 *
 * @param number of the batch, for names of folders
 * @returns a result for each, in their order
 */
export async function runBatch(
  trials: readonly MutantTrial[],
  laboratory: Laboratory,
  number: number,
  context: Context,
): Promise<MutantResult[]> {
  const quiet: Context = { ...context, report: () => undefined };
  const { results, cells } = await build(trials, laboratory, quiet);
  const output = join(laboratory.folder, `batch-${number}`);
  const killers = cells.length > 0 ? await killersOf(cells, laboratory, output, quiet) : new Map();
  for (const { trial, cell } of cells)
    results.set(trial.mutant, told(trial, killers.get(cell.name), laboratory));
  return trials.map(({ mutant }) => results.get(mutant) ?? mutantResult(mutant, 'not-run'));
}

/** The mutants that need a guest as cells of one, and what is known of the others without. */
async function build(
  trials: readonly MutantTrial[],
  laboratory: Laboratory,
  context: Context,
): Promise<{ results: Map<Mutant, MutantResult>; cells: TriedCell[] }> {
  const results = new Map<Mutant, MutantResult>();
  const cells: TriedCell[] = [];
  for (const [subject, own] of bySubject(trials))
    await laboratory.benches.at(subject, context, async (workshop) => {
      const { code } = await workshop.sound();
      const codes = laboratory.codes.get(subject.cell.name) ?? new Map([[code, '']]);
      laboratory.codes.set(subject.cell.name, codes);
      for (const trial of own) {
        const { mutant } = trial;
        if (!(await workshop.takes(mutant.path))) {
          results.set(mutant, mutantResult(mutant, 'elsewhere'));
          continue;
        }
        const made = await workshop.make(new Map([[mutant.path, mutant.text]]));
        const judged = judge(trial, made, laboratory);
        if ('state' in judged) results.set(mutant, judged);
        else cells.push({ trial, cell: judged });
      }
    });
  return { results, cells };
}

function told(
  { subject, mutant }: MutantTrial,
  found: FoundKiller | undefined,
  { orders }: Laboratory,
): MutantResult {
  if (found === undefined) return mutantResult(mutant, 'not-run');
  if (found === 'none') return mutantResult(mutant, 'survived');
  if (found.program) orders.get(subject.cell.name)?.killed(found.program);
  return mutantResult(mutant, 'killed', { killer: found });
}

function bySubject(trials: readonly MutantTrial[]): Map<MutationSubject, MutantTrial[]> {
  const groups = new Map<MutationSubject, MutantTrial[]>();
  for (const trial of trials) groups.set(trial.subject, [...(groups.get(trial.subject) ?? []), trial]);
  return groups;
}

/**
 * Conversions that only gcc before 14 lets through with a warning: a mutant that takes one is none for who builds with
 * a newer compiler.
 */
const NEWER_REFUSE = /makes (pointer|integer) from|incompatible pointer type/;

function judge(
  { subject, mutant }: MutantTrial,
  made: Tried | RefusedModule,
  { group, orders, codes }: Laboratory,
): MutantResult | GuestCell {
  const { cell } = subject;
  if (!made.modules || made.messages.some(({ text }) => NEWER_REFUSE.test(text)))
    return mutantResult(mutant, 'no-compile');
  const known = codes.get(cell.name) ?? new Map<string, string>();
  const same = known.get(made.code);
  if (same === '') return mutantResult(mutant, 'same-code');
  if (same !== undefined && same !== mutant.id) return mutantResult(mutant, 'not-run', { same });
  known.set(made.code, mutant.id);
  const sound = group.guest.cells.find(({ name }) => name === cell.name);
  if (!sound) throw new Error(`no cell of ${cell.name}`);
  return {
    ...sound,
    name: `${cell.name}.${mutant.id}`.slice(-60),
    modules: made.modules.map(({ path }) => path),
    symbols: [],
    suites: [],
    order: orders.get(cell.name)?.of(mutant) ?? [],
  };
}

export function mutantResult(
  { id, kind, path, line, function: name, was, becomes, means }: Mutant,
  state: MutantResult['state'],
  more: Pick<MutantResult, 'killer' | 'same'> = {},
): MutantResult {
  const place = { path, line, ...(name === undefined ? {} : { function: name }) };
  return { id, kind, ...place, was: [...was], becomes: [...becomes], means, state, ...more };
}
