// SPDX-License-Identifier: GPL-2.0-only
import type { MatrixPair } from './matrix.ts';

/** One run of a matrix: a tree on a machine, with all designs in its guests. */
export interface PlannedRun {
  /** Unlike any other of the plan, and fit for the name of a file: `debian-6.1.x86-intel`. */
  readonly id: string;
  readonly tree: string;
  readonly machine: string;
  /** Names of the cells. */
  readonly cells: readonly string[];
  /** The command line of exactly this run, `kpw` first; it adds the row to a folder of its own. */
  readonly command: readonly string[];
  /** Why this host would not run it; another may. */
  readonly skip?: { readonly code: string; readonly title: string; readonly hint: string };
}

/** What a matrix would run, as data that another program can hand out. */
export interface Plan {
  readonly schema: 1;
  readonly topic: string;
  readonly runs: readonly PlannedRun[];
}

/**
 * @param cellsOf names of the cells of a pair
 * @param commandOf the command line for one tree and machine
 */
export function matrixPlan(
  pairs: readonly MatrixPair[],
  cellsOf: (pair: MatrixPair) => readonly string[],
  commandOf: (tree: string, machine: string) => readonly string[],
): Plan {
  return {
    schema: 1,
    topic: pairs[0]?.designs.topic.id ?? '',
    runs: pairs.map((pair) => {
      const { designs, machine, skip } = pair;
      const { spec, label } = designs.tree;
      return {
        id: `${label}.${machine.id}`,
        tree: spec,
        machine: machine.id,
        cells: cellsOf(pair),
        command: commandOf(spec, machine.id),
        ...(skip ? { skip: { code: skip.code, title: skip.title, hint: skip.hint } } : {}),
      };
    }),
  };
}

/** The runs that this host could make. */
export function runnable({ runs }: Plan): PlannedRun[] {
  return runs.filter(({ skip }) => skip === undefined);
}

/**
 * What `strategy.matrix` of a workflow of GitHub takes through fromJSON(): one job a run.
 *
 * @see https://docs.github.com/actions/using-jobs/using-a-matrix-for-your-jobs
 */
export function githubMatrix(plan: Plan): { include: Record<string, string>[] } {
  return {
    include: runnable(plan).map(({ id, tree, machine, command }) => ({
      ...{ id, tree, machine },
      command: shellLine(command),
    })),
  };
}

/**
 * A child pipeline of GitLab: one job a run, and one that joins them. JSON is YAML.
 *
 * @see https://docs.gitlab.com/ci/pipelines/downstream_pipelines/#dynamic-child-pipelines
 */
export function gitlabPipeline(plan: Plan): Record<string, unknown> {
  const jobs = runnable(plan).map(({ id, command }) => [
    id,
    {
      stage: 'run',
      script: ['npm ci', `npx ${shellLine(command)} --out out/${id}`],
      artifacts: { when: 'always', paths: [`out/${id}/`] },
    },
  ]);
  return {
    stages: ['run', 'join'],
    ...Object.fromEntries(jobs),
    join: {
      stage: 'join',
      when: 'always',
      script: ['npm ci', 'npx kpw merge out/* --out joined'],
      artifacts: { when: 'always', paths: ['joined/'] },
    },
  };
}

/** A command line for sh(1), every word quoted that needs it. */
export function shellLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
