// SPDX-License-Identifier: GPL-2.0-only

import { resolve } from 'node:path';
import { marksFile, readMarks } from '../evidence/mutation/marks-file.ts';
import { runMutation } from '../evidence/mutation/run.ts';
import { ratio, scoreOf, staleMarks } from '../evidence/mutation/score.ts';
import { mutantsOf, mutationSubjects } from '../evidence/mutation/subjects.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { KINDS } from '../mutate/kinds.ts';
import { UnknownName } from '../series/errors.ts';
import { compose, type Designs } from '../series/generate.ts';
import { ACCEL, accelerated } from './accel.ts';
import { topicOf, treeOf } from './catalogue.ts';
import { CELL_OPTIONS } from './cell-options.ts';
import { type Command, flag, list, type Terminal, text } from './command.ts';
import { jobs, jobsOf } from './jobs.ts';
import { kernelChoice } from './kernel-choice.ts';
import { mutantDiff, scoreTable, staleText, survivorText } from './mutation-text.ts';
import { JSON_OUTPUT, OUT } from './options.ts';
import { PROJECT } from './project.ts';
import { openTopicTree, selectVariants, topicMachine } from './select.ts';

/** The patches that all designs stand on, by the name that their cell has. */
const PREREQUISITE = 'prerequisite';

export const mutate: Command = {
  name: 'mutate',
  arguments: '[variants...]',
  summary: 'make small mistakes in the lines that patches change, and see whether tests and rules find them',
  description: `Each mutant has one mistake: a statement dropped, a condition negated, a bound off by one, another errno
(docs/mutation.md has the kinds). kpw drops mutants that do not compile, or compile to the same code. The others run
in guests until the first test fails; a report of the kernel, a hang and a finding of kpw check kill a mutant too. kpw keeps
results in <out>/mutants, and reuses those that still hold. Exit status 1 if a mutant survives that nobody has marked as
equivalent.

  kpw mutate                                   the prerequisite and all variants on debian:6.1
  kpw mutate opt-in-ioctl --tree debian:7.2    one variant
  kpw mutate prerequisite --list               its mutants, without building any`,
  options: [
    ...CELL_OPTIONS,
    OUT,
    jobs('builds and guests'),
    ACCEL,
    { flags: '--only <id...>', help: 'mutants to try, by the ids that --list and the survivors have' },
    { flags: '--fresh', help: 'try all of them again, whatever was kept' },
    { flags: '--list', help: 'print the mutants instead' },
    JSON_OUTPUT,
  ],
  async run(names, options, terminal) {
    const { topic, catalogue } = await topicOf(options);
    const variants = names.filter((name) => name !== PREREQUISITE);
    const choices =
      names.length > 0 && variants.length === 0
        ? []
        : selectVariants(topic, variants, list(options, 'set'), false);
    const wanted = (name: string) => names.length === 0 || names.includes(name);
    const machine = await topicMachine(topic, options, catalogue);
    const kernel = await kernelChoice(options, machine);
    const atATime = jobsOf(options);
    const context = accelerated(options, terminal.context);
    const tree = await openTopicTree(topic, treeOf(options, catalogue), context);
    const designs = await compose(topic, tree, choices, context);
    const subjects = mutationSubjects(designs, machine.traits, wanted);
    const only = list(options, 'only');
    const made = new Set(subjects.flatMap(mutantsOf).map(({ id }) => id));
    const stranger = only.find((id) => !made.has(id));
    if (stranger !== undefined)
      throw new UnknownName({
        title: `no mutant of ${subjects.map(({ cell }) => cell.name).join(', ') || 'these designs'} is called "${stranger}"`,
        where: `--only ${stranger}`,
        hint: 'kpw mutate --list shows all of them.',
      });
    const marks = await readMarks(PROJECT, topic);
    if (flag(options, 'list')) return listMutants(designs, subjects, only, flag(options, 'json'), terminal);

    const out = resolve(text(options, 'out') ?? 'out');
    const request = {
      ...{ designs, machine, kernel, out, project: PROJECT, jobs: atATime },
      ...{ wanted, only, fresh: flag(options, 'fresh') },
    };
    const { mutations, tried, seconds } = await runMutation(request, context);
    const scores = mutations.map((mutation) => [mutation, scoreOf(mutation, marks)] as const);
    const stale = staleMarks(marks, mutations);
    if (flag(options, 'json')) {
      const data = scores.map(([mutation, score]) => ({
        ...mutation,
        score: { ...score, ratio: ratio(score) },
      }));
      terminal.print(JSON.stringify({ mutations: data, stale }, null, 2));
    } else {
      terminal.print(
        `mutants on ${tree.spec}, machine ${machine.id}\n${scoreTable(scores, terminal.colour)}`,
      );
      for (const [{ design }, { survivors }] of scores)
        for (const one of survivors) terminal.print(`\n${survivorText(design, one, terminal.colour)}`);
      for (const one of stale) terminal.print(staleText(one, marksFile(topic), terminal.colour));
    }
    const pace = tried > 0 ? `, ${((tried / seconds) * 60).toFixed(0)} a minute` : '';
    terminal.note(`${tried} tried now in ${seconds.toFixed(1)} s${pace}; kept in ${out}/mutants`);
    const alive = scores.some(([, { survivors }]) => survivors.length > 0);
    return alive || stale.length > 0 ? EXIT_STATUS.MUTANTS_SURVIVE : EXIT_STATUS.OK;
  },
};

function listMutants(
  { tree }: Designs,
  subjects: ReturnType<typeof mutationSubjects>,
  only: readonly string[],
  json: boolean,
  { print, colour }: Terminal,
): number {
  const all = subjects.map((subject) => ({
    design: subject.cell.name,
    mutants: mutantsOf(subject).filter(({ id }) => only.length === 0 || only.includes(id)),
  }));
  if (json) {
    const data = all.map(({ design, mutants }) => ({
      design,
      mutants: mutants.map(({ text: _, ...one }) => one),
    }));
    print(JSON.stringify(data, null, 2));
    return EXIT_STATUS.OK;
  }
  for (const { design, mutants } of all) {
    print(colour.bold(`${design} on ${tree.spec}: ${mutants.length} mutants`));
    for (const one of mutants)
      print(
        [
          `${one.id} ${one.path}:${one.line}: ${KINDS[one.kind]}`,
          ...mutantDiff(one, colour),
          `  ${one.means}`,
        ].join('\n  '),
      );
  }
  return EXIT_STATUS.OK;
}
