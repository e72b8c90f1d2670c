// SPDX-License-Identifier: GPL-2.0-only
import { type EquivalenceMark, markFor, mutantPlace } from '../../mutate/marks.ts';
import type { MutantResult, Mutation } from './schema.ts';

/** How many mutants of a design were killed, and what is left. */
export interface Score {
  /** All that were made. */
  readonly made: number;
  readonly noCompile: number;
  readonly sameCode: number;
  /** Code that this machine does not run. */
  readonly elsewhere: number;
  readonly needsSource: number;
  readonly notRun: number;
  readonly killed: number;
  /** Of those, by a rule alone. */
  readonly byRule: number;
  readonly equivalent: readonly { readonly result: MutantResult; readonly mark: EquivalenceMark }[];
  readonly survivors: readonly MutantResult[];
}

export function scoreOf({ results, design, machine }: Mutation, marks: readonly EquivalenceMark[]): Score {
  const count = (state: MutantResult['state']) => results.filter((one) => one.state === state).length;
  const alive = results.filter(({ state }) => state === 'survived');
  const marked = alive.map((result) => ({
    result,
    mark: markFor(marks, asMarked(result), { design, machine }),
  }));
  return {
    made: results.length,
    noCompile: count('no-compile'),
    sameCode: count('same-code'),
    elsewhere: count('elsewhere'),
    needsSource: count('needs-source'),
    notRun: count('not-run'),
    killed: count('killed'),
    byRule: results.filter(({ killer }) => killer?.by === 'rule').length,
    equivalent: marked.flatMap(({ result, mark }) => (mark ? [{ result, mark }] : [])),
    survivors: marked.flatMap(({ result, mark }) => (mark ? [] : [result])),
  };
}

/** Killed of those that could have been; 1 where there was none. */
export function ratio({ killed, survivors }: Score): number {
  return killed + survivors.length === 0 ? 1 : killed / (killed + survivors.length);
}

/** A mark that says what is not so: no mutant is like that any more, or it was killed. */
export interface StaleMark {
  readonly mark: EquivalenceMark;
  readonly why: string;
}

/**
 * The marks that the results contradict. A mark of a function that none of the designs changes on this tree says nothing
 * about it, and is left alone.
 */
export function staleMarks(marks: readonly EquivalenceMark[], mutations: readonly Mutation[]): StaleMark[] {
  return marks.flatMap((mark): StaleMark[] => {
    const own = mutations
      .filter(({ design, machine }) => holdsFor(mark.designs, design) && holdsFor(mark.machines, machine))
      .map((mutation) => ({
        mutation,
        there: mutation.results.filter((one) => mutantPlace(asMarked(one)) === mark.place),
      }))
      .filter(({ there }) => there.length > 0);
    const like = own.flatMap(({ mutation, there }) =>
      there
        .filter((one) => markFor([mark], asMarked(one), mutation) !== undefined)
        .map((result) => ({ result, design: mutation.design })),
    );
    if (own.length > 0 && like.length === 0)
      return [{ mark, why: `no mutant of ${mark.place} is like that` }];
    return like.flatMap(({ result, design }) =>
      result.state === 'killed' ? [{ mark, why: `${design}: ${result.killer?.what ?? 'it'} killed it` }] : [],
    );
  });
}

function holdsFor(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}

function asMarked({ function: name, path, was, becomes }: MutantResult) {
  return { function: name, path, was, becomes };
}
