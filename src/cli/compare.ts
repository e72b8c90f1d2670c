// SPDX-License-Identifier: GPL-2.0-only

import { join, relative, resolve } from 'node:path';
import { compareTexts } from '../evidence/compare/compare.ts';
import { namedModules, withModules } from '../evidence/compare/given.ts';
import { bootDesigns } from '../evidence/compare/guests.ts';
import { dropRun, keepRun, openRun } from '../evidence/compare/keep.ts';
import { COMPARED_SCHEMA, type Compared } from '../evidence/compare/schema.ts';
import { lacksCode, type NamedTarget, targetsFor, withGeneric } from '../evidence/compare/target.ts';
import { treeRecord } from '../evidence/runs.ts';
import { seconds } from '../evidence/stages.ts';
import { findMachine } from '../guest/machines.ts';
import { knownModules } from '../kernel/build.ts';
import { openTree } from '../kernel/open.ts';
import { CHECKPATCH } from '../series/checkpatch.ts';
import { BadParameter } from '../series/errors.ts';
import { toolVersion } from '../tool.ts';
import { ACCEL, accelerated } from './accel.ts';
import { anyTopicOf } from './catalogue.ts';
import { type Command, flag, list, type OptionValues, text } from './command.ts';
import { type DesignWord, designWords, readDesign, readDesigns } from './compare-designs.ts';
import { comparedStatus, comparedText } from './compare-output.ts';
import { readQuestion } from './compare-question.ts';
import { CONFIG, KERNEL, kernelChoice } from './kernel-choice.ts';
import { requireRules } from './known-rules.ts';
import { SELFTEST_OPTIONS, selftestOptions } from './kselftest.ts';
import { JSON_OUTPUT, OUT, TOPIC, TOPICS } from './options.ts';
import { OUTPUT, outputsOf } from './outputs.ts';
import { withOwnRules } from './own-rules.ts';
import { PROJECT } from './project.ts';
import { keptResults } from './results.ts';
import { openTopicTree } from './select.ts';

const MACHINE_DEFAULT = 'x86-intel';

export const compare: Command = {
  name: 'compare',
  arguments: '[designs...]',
  summary: "lay anybody's designs side by side: posted series, patches, branches",
  description: `A design is NAME=SOURCE, where the source is an mbox, a mail, a patch, a folder of them, the id of a message
(as for kpw check), commits of a repository (PATH@A..B), or a variant of a topic. Without a name it is named after its file
or branch. If an mbox holds several series, kpw takes the newest complete one.

kpw applies each design to the tree, checks it by all rules, compares it with the others as text, and finds the modules and
the built-in code that it touches, from the tree's own Makefiles, Kconfig and includes. A design that does not apply, or that
kpw cannot read, loses its own column only. docs/compare.md shows a table.

NAME[parameter=value]=SOURCE loads the design's modules with that parameter; NAME[parameter=other]=SOURCE is the same design
with another value, in a column of its own.

With --boot kpw builds the modules, loads them in a guest and runs --tests there; it marks values that differ from those of
the unchanged tree. With --kernel source, a design that changes built-in code gets a kernel of its own.

Exit status 1: a design does not apply, kpw cannot read it, it does not compile, it fails a test that the unchanged tree
passes, or it has a finding that is an error.

  kpw compare --tree debian:6.12 rfc=rfc.mbox v2=v2.mbox
  kpw compare --tree ~/linux@v6.12 rfc=rfc.mbox mine=~/linux@v6.12..my-branch
  kpw compare --tree debian:6.12 a=a.mbox b=b/ --tests tests/lamp.c
  kpw compare --tree debian:6.12 'mine[debug=0]=mine.mbox' 'mine[debug=1]=mine.mbox' --tests tests/lamp.c
  kpw compare --tree debian:6.12 fix=fix.mbox --tests timers futex/functional
  kpw compare --question question.json`,
  options: [
    {
      flags: '--tree <spec>',
      help: 'kernel tree that all designs are applied to: debian:6.12, PATH or PATH@REV',
    },
    {
      flags: '--question <file>',
      help: 'a question that is kept as JSON or YAML: title, tree, designs, modules, tests, machine; paths are relative to it',
    },
    {
      flags: '--modules <module...>',
      help: 'modules to replace, if kpw finds others than you mean: floppy, drivers/block/floppy',
    },
    {
      flags: '--machine <id>',
      help: `QEMU machine whose architecture and kernel count, ${MACHINE_DEFAULT} if none is named`,
    },
    {
      flags: '--kernel-config <file>',
      help: "a .config that says what is a module; by default that of the distribution's kernel, if the cache has it",
    },
    {
      flags: '--boot',
      help: 'build the modules of each design and load them in a guest, beside those of the unchanged tree',
    },
    {
      flags: '--tests <path...>',
      help: "with --boot, which it implies: directories or programs of the tree's selftests (timers, timers:posix_timers), a file of C, a script, a program, a folder (docs/selftests.md)",
    },
    {
      flags: '--test-headers <whose>',
      help: "build tests from each design's own headers (own), or all from the unchanged tree's (old)",
      choices: ['own', 'old'],
    },
    ...SELFTEST_OPTIONS,
    {
      ...KERNEL,
      help: "the distribution's kernel, by default; or one built from the tree, and a further one for each design that changes built-in code",
    },
    CONFIG,
    ACCEL,
    { flags: '--compile', help: 'compile every patch for x86-64, arm64 and ppc64le (docs/compile.md)' },
    { flags: '--disable <rule...>', help: 'rules or families (lay, hnd, message, …) to leave out' },
    { flags: '--no-checkpatch', help: "leave the tree's checkpatch.pl out" },
    {
      flags: '--mirror <folder...>',
      help: 'clones of public-inbox repositories, to look a message id up in',
    },
    TOPIC,
    TOPICS,
    OUT,
    { flags: '--markdown', help: 'print Markdown' },
    OUTPUT,
    JSON_OUTPUT,
  ],
  async run(names, options, plain) {
    const outputs = await outputsOf(options, plain);
    const { terminal } = outputs;
    const asked = await askedBy(names, options);
    const { topic, catalogue } = await anyTopicOf(options);
    const machine = await findMachine(asked.machine, catalogue.machines);
    const context = await withOwnRules(catalogue, accelerated(options, terminal.context));
    requireRules(asked.disable, context);
    const choice = await kernelChoice(
      { ...options, kernel: text(options, 'kernel') ?? asked.kernel },
      machine,
    );
    const ways = new Map(asked.designs.map(({ name, ways }) => [name, ways]));
    // How modules are loaded is seen in a guest alone.
    const loaded = [...ways.values()].flat().some((way) => Object.keys(way).length > 0);
    const booting = flag(options, 'boot') || asked.tests.length > 0 || choice.way === 'source' || loaded;
    const variants = asked.designs.some(({ source }) =>
      topic.variants.some(({ id }) => id === source.split('@')[0]),
    );
    const runOptions = selftestOptions(options);
    const since = performance.now();
    const tree = await (variants ? openTopicTree(topic, asked.tree, context) : openTree(asked.tree, context));
    const designs = await readDesigns(asked.designs, (word) =>
      readDesign(word, tree, topic, list(options, 'mirror'), context),
    );
    const config = text(options, 'kernelConfig');
    const targets = await targetsFor(machine, tree, config, context);
    const named = async (all: readonly NamedTarget[], target: NamedTarget) => {
      const kernels = [];
      for (const { name, modules } of all)
        if (modules !== undefined && asked.modules.length > 0)
          kernels.push(await knownModules({ release: name, modules }));
      return namedModules(asked.modules, tree, { kernels, target }, context);
    };
    // An unknown name fails before the work begins.
    await named(targets, targets[0]);
    const compile = flag(options, 'compile') ? (await import('../compile/steps.ts')).compileSteps : undefined;
    const out = resolve(text(options, 'out') ?? 'out');
    const open = await openRun(out, tree.label);
    let compared: Compared;
    try {
      const texts = { designs, tree, disable: asked.disable, compile };
      const first = await compareTexts({ ...texts, targets }, context);
      // The cloud flavour leaves drivers out; a guest that runs them needs the general one.
      const prebuilt = booting && choice.way === 'prebuilt';
      const again = prebuilt && config === undefined && lacksCode(first.designs);
      const fuller = again ? await withGeneric(machine, tree, targets, context) : undefined;
      const found = fuller ? await compareTexts({ ...texts, targets: fuller }, context) : first;
      const { applied, below, target, stages, ...told } = found;
      // Decided by the kernel that kpw chose in the end.
      const swapped = await named(fuller ?? targets, target);
      const columns = told.designs.map((one) => withModules(one, swapped, asked.modules));
      const guest = {
        ...{ designs: columns, applied, ways, below, tree, machine, choice, tests: asked.tests },
        headers: text(options, 'testHeaders') === 'old' ? ('old' as const) : ('own' as const),
        options: {
          ...runOptions,
          packages: runOptions.packages.length > 0 ? runOptions.packages : asked.packages,
        },
      };
      const booted = booting
        ? await bootDesigns({ ...guest, folder: open.folder, project: PROJECT }, stages, context)
        : undefined;
      compared = {
        ...{ schema: COMPARED_SCHEMA, kind: 'comparison', run: open.name },
        ...{ started: open.started.toISOString(), seconds: seconds(since) },
        tool: await toolVersion(PROJECT, context),
        title: asked.title ?? `${designs.map(({ name }) => name).join(', ')} on ${tree.spec}`,
        tree: treeRecord(tree),
        ...(target.config ? { configuration: target.name } : {}),
        architecture: target.folder,
        ...told,
        designs: columns,
        ...(booted ? { ...booted, machine: { id: machine.id, title: machine.title } } : {}),
        stages,
      };
      await keepRun(out, open, compared);
    } catch (error) {
      await dropRun(open);
      throw error;
    }
    await outputs.write(() => keptResults(compared, context));
    const format = flag(options, 'json') ? 'json' : flag(options, 'markdown') ? 'markdown' : 'table';
    terminal.print(comparedText(compared, format, terminal));
    const stages = compared.stages.map((one) => `${one.name} ${one.seconds.toFixed(1)}`).join(', ');
    terminal.note(
      `${compared.seconds.toFixed(1)} s (${stages}); kept in ${relative(process.cwd(), join(out, open.name)) || '.'}`,
    );
    return comparedStatus(compared);
  },
};

interface Asked {
  readonly title?: string;
  readonly tree: string;
  readonly designs: readonly DesignWord[];
  readonly modules: readonly string[];
  readonly tests: readonly string[];
  readonly machine: string;
  readonly kernel?: string;
  readonly packages: readonly string[];
  readonly disable: readonly string[];
}

/** What the command line asks, over what a kept question does. */
async function askedBy(names: readonly string[], options: OptionValues): Promise<Asked> {
  const file = text(options, 'question');
  const question = file === undefined ? undefined : await readQuestion(file);
  const kept = Object.entries(question?.designs ?? {}).map(([name, source]) => `${name}=${source}`);
  const designs = designWords([...kept, ...names]);
  if (designs.length === 0)
    throw new BadParameter({
      title: 'kpw compare needs at least one design',
      where: file ?? 'kpw compare',
      hint:
        list(options, 'tests').length > 0
          ? `Tests run on a kernel as it is by kpw kselftest ${list(options, 'tests').join(' ')}.`
          : 'Name some: kpw compare --tree debian:6.12 rfc=rfc.mbox mine=~/linux@v6.12..my-branch',
    });
  const tree = text(options, 'tree') ?? question?.tree;
  if (tree === undefined)
    throw new BadParameter({
      title: 'kpw compare needs --tree: it applies every design to one tree',
      where: 'kpw compare',
      hint: 'Name the tree that they are for: --tree debian:6.12, --tree ~/linux@v6.12',
    });
  const modules = list(options, 'modules');
  return {
    ...(question?.title === undefined ? {} : { title: question.title }),
    ...{ tree, designs },
    modules: modules.length > 0 ? modules : (question?.modules ?? []),
    tests: list(options, 'tests').length > 0 ? list(options, 'tests') : (question?.tests ?? []),
    machine: text(options, 'machine') ?? question?.machine ?? MACHINE_DEFAULT,
    ...(question?.kernel === undefined ? {} : { kernel: question.kernel }),
    packages: question?.packages ?? [],
    disable: [
      ...(question?.disable ?? []),
      ...list(options, 'disable'),
      ...(options.checkpatch === false ? [CHECKPATCH] : []),
    ],
  };
}
