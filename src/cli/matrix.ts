// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path';
import { cellNames } from '../evidence/cells.ts';
import { runMatrix } from '../evidence/matrix.ts';
import { readMatrix, writeMatrix } from '../evidence/matrix-file.ts';
import { githubMatrix, gitlabPipeline, matrixPlan, type Plan } from '../evidence/plan.ts';
import { findMachines } from '../guest/machines.ts';
import { BadParameter } from '../series/errors.ts';
import { ACCEL, accelerated } from './accel.ts';
import { BOOT_OPTIONS, bootsOf } from './boots.ts';
import { askedTrees, topicOf } from './catalogue.ts';
import { type Command, flag, list, type OptionValues, text } from './command.ts';
import { COVERAGE, writeCoverageOf } from './coverage.ts';
import { outputsWithPage } from './html-output.ts';
import { jobs, jobsOf } from './jobs.ts';
import { CONFIG, KERNEL } from './kernel-choice.ts';
import { argvOf } from './matrix-argv.ts';
import { matrixStatus, shownMatrix } from './matrix-output.ts';
import { pairsOf } from './matrix-pairs.ts';
import { matrixOnSlurm } from './matrix-slurm.ts';
import { AGAIN, JSON_OUTPUT, OUT, QUICK, SELFTEST, SET, TOPIC, TOPICS, TREES } from './options.ts';
import { OUTPUT_OR_PAGE } from './outputs.ts';
import { withOwnRules } from './own-rules.ts';
import { PROJECT } from './project.ts';
import { matrixResults } from './results.ts';
import { selectVariants } from './select.ts';
import { SHARD, shardOf } from './shard.ts';
import { requireQuick, requireTests } from './topic-tests.ts';

export const matrix: Command = {
  name: 'matrix',
  arguments: '[variants...]',
  summary: 'run every design on every tree and every machine that this host can run',
  description: `One run for each tree and machine, kept as those of kpw run; <out>/matrix.json has the whole. A cell that cannot
run is a SKIP with its reason. A machine that no distribution has a kernel for is skipped unless its kernel is in the
cache, or --build is given: a kernel takes minutes.

  kpw matrix                                        four trees, all machines
  kpw matrix --tree debian:7.2 --machine x86-amd    one row
  kpw matrix --build --machine arm64-64k            build what is missing first
  kpw matrix --resume                               go on where a matrix was ended
  kpw matrix --shard 1/2 --out a                    a half of it; kpw merge a b joins two
  kpw matrix --on slurm --out /shared/matrix        on the nodes of a cluster`,
  options: [
    TOPIC,
    TOPICS,
    TREES,
    { flags: '--machine <id...>', help: 'QEMU machines, see kpw machines; all where none is named' },
    KERNEL,
    CONFIG,
    { flags: '--build', help: 'build kernels from source for machines that have no other' },
    SET,
    SELFTEST,
    COVERAGE,
    ...BOOT_OPTIONS,
    QUICK,
    AGAIN,
    OUT,
    jobs('runs'),
    ACCEL,
    SHARD,
    {
      flags: '--resume',
      help: 'go on with an interrupted matrix: run only what --out lacks, for the same trees and patches',
    },
    {
      flags: '--plan <format>',
      help: 'print what would run, in place of running it: as data, as a job matrix of GitHub, or as a pipeline of GitLab',
      choices: ['json', 'github', 'gitlab'],
    },
    {
      flags: '--on <engine>',
      help: 'run on the nodes of a cluster: an array job, one task for each tree and machine',
      choices: ['slurm'],
    },
    {
      flags: '--slurm <word...>',
      help: 'with --on slurm: further words for sbatch, --slurm=-pdebug',
    },
    { flags: '--markdown', help: 'print the table as Markdown' },
    OUTPUT_OR_PAGE,
    JSON_OUTPUT,
  ],
  async run(names, options, plain) {
    const { html, outputs, terminal } = await outputsWithPage(options, plain);
    const atATime = jobsOf(options);
    const { topic, catalogue } = await topicOf(options);
    const context = await withOwnRules(catalogue, accelerated(options, terminal.context));
    requireTests(topic);
    const boots = await bootsOf(options);
    const mine = shardOf(options);
    requirePlanAlone(options);
    if (flag(options, 'quick')) requireQuick(topic);
    const choices = selectVariants(topic, names, list(options, 'set'), flag(options, 'selftest'));
    const wanted = list(options, 'machine');
    const machines = await findMachines(
      wanted.length > 0 ? wanted : topic.subsystem.machines,
      catalogue.machines,
    );
    const pairs = await pairsOf(topic, machines, choices, askedTrees(options, catalogue), options, context);
    const plan = matrixPlan(
      pairs,
      ({ designs }) => cellNames(designs),
      (tree, machine) => argvOf(names, options, tree, machine),
    );
    const asPlan = text(options, 'plan');
    if (asPlan !== undefined) {
      terminal.print(planText({ ...plan, runs: plan.runs.filter((_, at) => mine(at)) }, asPlan));
      return 0;
    }
    const out = resolve(text(options, 'out') ?? 'out');
    const resume = flag(options, 'resume');
    const earlier = resume ? await readMatrix(out) : undefined;
    if (resume && !earlier && text(options, 'on') !== 'slurm')
      throw new BadParameter({
        title: `--resume goes on with a matrix, and there is none in ${out}`,
        where: '--resume',
        hint: 'Leave out --resume to begin one, or name the folder of another with --out.',
      });
    const made =
      text(options, 'on') === 'slurm'
        ? await matrixOnSlurm(pairs, plan, { out, options: list(options, 'slurm'), resume }, context)
        : await runMatrix(
            pairs.filter((_, at) => mine(at)),
            {
              ...boots,
              out,
              project: PROJECT,
              jobs: atATime,
              earlier: earlier?.rows ?? [],
              told: async (matrix) => void (await writeMatrix(out, matrix)),
            },
            context,
          );
    await writeCoverageOf(
      made.rows.flatMap(({ run }) => run ?? []),
      out,
    );
    const file = await writeMatrix(out, made);
    await outputs.write(() => matrixResults(made, topic.title, out, context));
    await html.write(
      made.rows.flatMap(({ run }) => (run === undefined ? [] : [{ out, name: run }])),
      terminal,
    );
    terminal.print(
      shownMatrix(made, topic.title, flag(options, 'json'), flag(options, 'markdown'), terminal),
    );
    terminal.note(`kept in ${file}`);
    return matrixStatus(made);
  },
};

/** @throws BadParameter for what only a matrix that runs can do */
function requirePlanAlone(options: OptionValues): void {
  const sharded = text(options, 'shard') !== undefined;
  const asked = ['resume', 'on', 'output'].filter(
    (name) => options[name] !== undefined && options[name] !== false,
  );
  const other =
    text(options, 'plan') !== undefined ? asked[0] : sharded && asked.includes('on') ? 'on' : undefined;
  if (other === undefined) return;
  throw new BadParameter({
    title:
      text(options, 'plan') !== undefined
        ? '--plan prints what would run, and runs nothing'
        : '--on slurm already shares the work among the nodes',
    where: `--${other} with --${text(options, 'plan') !== undefined ? 'plan' : 'shard'}`,
    hint: 'Leave out one of them.',
  });
}

function planText(plan: Plan, format: string): string {
  // One line, as $GITHUB_OUTPUT wants it.
  if (format === 'github') return JSON.stringify(githubMatrix(plan));
  return JSON.stringify(format === 'gitlab' ? gitlabPipeline(plan) : plan, null, 2);
}
