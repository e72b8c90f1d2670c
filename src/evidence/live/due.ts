// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { Column } from './column.ts';
import type { LiveProgram } from './programs.ts';

/** A program that is to run, and what its result will be the result of. */
interface DueProgram {
  readonly program: LiveProgram;
  readonly key: string;
}

/** What is left to do for a column. */
export interface Due {
  /** Stands for all that the column is made of now, as far as it is asked for. */
  readonly whole: string;
  /** Programs that go into a guest together: first those that see what designs differ in. Empty where nothing is due. */
  readonly batches: readonly (readonly DueProgram[])[];
}

/**
 * The programs of a column whose results are not those of its modules, its contract and the programs as they are now.
 *
 * @param modules hash of the modules' bytes
 * @param programs all that the column has
 * @param chosen whether somebody wants to see a program's tests
 */
export function dueOf(
  column: Pick<Column, 'attempt' | 'has'>,
  { modules, contract }: { readonly modules: string; readonly contract: string },
  programs: readonly LiveProgram[],
  chosen: (program: string) => boolean,
): Due {
  const state = hashOf([modules, contract]);
  const wanted = programs
    .filter(({ name }) => chosen(name))
    .map((program) => ({ program, key: hashOf([state, program.hash]) }));
  const whole = hashOf(wanted.map(({ key, program }) => `${program.name} ${key}`));
  // What took a guest down would do so again: it runs when something of it has changed.
  if (column.attempt === whole) return { whole, batches: [] };
  const due = wanted.filter(({ program, key }) => !column.has(program.name, key));
  const batches = [true, false].map((quick) => due.filter(({ program }) => program.quick === quick));
  return { whole, batches: batches.filter(({ length }) => length > 0) };
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
