// SPDX-License-Identifier: GPL-2.0-only

import { join, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { defaultChoice, isBuilt, type KernelChoice } from '../evidence/kernels.ts';
import { type Matrix, type Pair, runMatrix } from '../evidence/matrix.ts';
import { EXIT_STATUS, type ExitCode } from '../exit-status.ts';
import type { Failure } from '../failure.ts';
import { chooseAccelerator } from '../guest/accelerator.ts';
import { MachineUnsuitable, NoKvm } from '../guest/failures.ts';
import type { Machine } from '../guest/machine.ts';
import { machineFor } from '../guest/machine-for.ts';
import { findMachines } from '../guest/machines.ts';
import { fittedFor } from '../guest/qemu-devices.ts';
import { HostLacks, NeedsSource } from '../kernel/failures.ts';
import type { Tree } from '../kernel/tree.ts';
import { makeFolder, writeWhole } from '../output.ts';
import { markdown } from '../report/markdown.ts';
import { matrixTable } from '../report/matrix.ts';
import { terminal as terminalTable } from '../report/terminal.ts';
import { compose } from '../series/generate.ts';
import type { AnyTopic } from '../series/topic.ts';
import { ACCEL, accelerated } from './accel.ts';
import { topicOf, treesOf } from './catalogue.ts';
import { type Command, flag, list, type Terminal, text } from './command.ts';
import { COVERAGE, writeCoverageOf } from './coverage.ts';
import { jobs, jobsOf } from './jobs.ts';
import { CONFIG, KERNEL, kernelChoice } from './kernel-choice.ts';
import { AGAIN, JSON_OUTPUT, OUT, QUICK, SELFTEST, SET, TOPIC, TOPICS, TREES } from './options.ts';
import { OUTPUT, outputsOf } from './outputs.ts';
import { withOwnRules } from './own-rules.ts';
import { PROJECT } from './project.ts';
import { matrixResults } from './results.ts';
import { openTopicTree, selectVariants } from './select.ts';
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
  kpw matrix --build --machine arm64-64k            build what is missing first`,
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
    QUICK,
    AGAIN,
    OUT,
    jobs('runs'),
    ACCEL,
    { flags: '--markdown', help: 'print the table as Markdown' },
    OUTPUT,
    JSON_OUTPUT,
  ],
  async run(names, options, plain) {
    const outputs = await outputsOf(options, plain);
    const { terminal } = outputs;
    const atATime = jobsOf(options);
    const { topic, catalogue } = await topicOf(options);
    const context = await withOwnRules(catalogue, accelerated(options, terminal.context));
    requireTests(topic);
    if (flag(options, 'quick')) requireQuick(topic);
    const choices = selectVariants(topic, names, list(options, 'set'), flag(options, 'selftest'));
    const wanted = list(options, 'machine');
    const machines = await findMachines(
      wanted.length > 0 ? wanted : topic.subsystem.machines,
      catalogue.machines,
    );
    const pairs: Pair[] = [];
    for (const spec of treesOf(options, catalogue)) {
      const tree = await openTopicTree(topic, spec, context);
      const designs = await compose(topic, tree, choices, context);
      for (const { name, machine: found, mistake } of machines) {
        if (mistake) {
          pairs.push({ designs, machine: { id: name }, skip: mistake });
          continue;
        }
        const machine = suited(topic, found);
        if (machine instanceof MachineUnsuitable) {
          pairs.push({ designs, machine: { id: name }, skip: machine });
          continue;
        }
        const kernel = await kernelChoice(options, machine);
        const build = flag(options, 'build') || text(options, 'kernel') === 'source';
        const skip = await obstacle(topic, tree, machine, kernel, build, context);
        pairs.push({ designs, machine, ...(skip ? { skip } : { kernel }) });
      }
    }
    const out = resolve(text(options, 'out') ?? 'out');
    const made = await runMatrix(
      pairs,
      {
        out,
        project: PROJECT,
        jobs: atATime,
        coverage: flag(options, 'coverage'),
        quick: flag(options, 'quick'),
        again: flag(options, 'again'),
      },
      context,
    );
    await writeCoverageOf(
      made.rows.flatMap(({ run }) => run ?? []),
      out,
    );
    const file = join(out, 'matrix.json');
    await makeFolder(out);
    await writeWhole(file, `${JSON.stringify(made, null, 2)}\n`, 'utf8');
    await outputs.write(() => matrixResults(made, topic.title, out, context));
    terminal.print(shown(made, topic.title, flag(options, 'json'), flag(options, 'markdown'), terminal));
    terminal.note(`kept in ${file}`);
    return statusOf(made);
  },
};

/** The machine as the topic needs it, or why it is none for it. */
function suited({ subsystem }: AnyTopic, machine: Machine): Machine | MachineUnsuitable {
  try {
    return machineFor(subsystem, machine);
  } catch (error) {
    if (error instanceof MachineUnsuitable) return error;
    throw error;
  }
}

/** What can be known before a run is begun. */
async function obstacle(
  topic: AnyTopic,
  tree: Tree,
  machine: Machine,
  kernel: KernelChoice,
  build: boolean,
  context: Context,
): Promise<Failure | undefined> {
  try {
    await fittedFor(topic.subsystem, machine, context);
    await chooseAccelerator(machine, context);
    if (kernel.way === 'prebuilt' || build || (await isBuilt(tree, machine, kernel, context)))
      return undefined;
  } catch (error) {
    if (error instanceof HostLacks || error instanceof MachineUnsuitable || error instanceof NoKvm)
      return error;
    throw error;
  }
  if (defaultChoice(machine).way === 'prebuilt') return undefined;
  return new NeedsSource({
    title: `${machine.id} needs a kernel built from source, and the cache has none of this tree`,
    where: tree.label,
    hint: 'Build it, which takes minutes: kpw matrix --build.',
  });
}

function shown(made: Matrix, title: string, json: boolean, asMarkdown: boolean, terminal: Terminal): string {
  if (json) return JSON.stringify(made, null, 2);
  const { colour, columns } = terminal;
  const table = matrixTable(made, title);
  if (asMarkdown) return markdown(table);
  const plain = (line: string) => line;
  const paint = { good: colour.good, bad: colour.bad, plain, heading: colour.bold, dim: colour.dim };
  return terminalTable(table, paint, columns);
}

/** The highest among the cells that say something; where nothing ran at all, that. */
function statusOf({ rows }: Matrix): number {
  const statuses = rows.flatMap(({ cells }) =>
    cells.map(({ verdict, failure }) => {
      if (['PASS', 'SKIP', 'XFAIL'].includes(verdict)) return EXIT_STATUS.OK;
      return EXIT_STATUS[(failure?.code ?? 'TESTS_FAILED') as ExitCode] ?? EXIT_STATUS.INTERNAL;
    }),
  );
  const nothing = rows.every(({ run }) => run === undefined);
  return Math.max(EXIT_STATUS.OK, ...statuses) || (nothing ? EXIT_STATUS.NOTHING_RAN : EXIT_STATUS.OK);
}
