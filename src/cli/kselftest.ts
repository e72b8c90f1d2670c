// SPDX-License-Identifier: GPL-2.0-only
import { join, relative, resolve } from 'node:path';
import { failureRecord } from '../evidence/build.ts';
import { dropRun, keepRun, openRun } from '../evidence/compare/keep.ts';
import { treeRecord } from '../evidence/runs.ts';
import { type SelftestOptions, selftestColumn } from '../evidence/selftests/column.ts';
import { sharedWords } from '../evidence/selftests/prepare.ts';
import { SELFTESTS_SCHEMA, type SelftestColumn, type Selftests } from '../evidence/selftests/schema.ts';
import { seconds } from '../evidence/stages.ts';
import { EXIT_STATUS, type ExitCode } from '../exit-status.ts';
import { Failure } from '../failure.ts';
import { findMachine } from '../guest/machines.ts';
import { openTree } from '../kernel/open.ts';
import { BadParameter } from '../series/errors.ts';
import { toolVersion } from '../tool.ts';
import { ACCEL, accelerated } from './accel.ts';
import { catalogueOf } from './catalogue.ts';
import { type Command, flag, list, type OptionSpec, type OptionValues, text } from './command.ts';
import { CONFIG, KERNEL, kernelChoice } from './kernel-choice.ts';
import { JSON_OUTPUT, OUT, TOPICS, TREES } from './options.ts';
import { OUTPUT, outputsOf } from './outputs.ts';
import { PROJECT } from './project.ts';
import { keptResults } from './results.ts';
import { selftestsText } from './selftests-output.ts';

const MACHINE_DEFAULT = 'x86-intel';
const MEMORY_DEFAULT = 1024;

/** Options of how selftests are run, for every verb that has --tests. */
export const SELFTEST_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--packages <name...>',
    help: 'Debian packages for the guest beside those that scripts are found to need: python3,jq',
  },
  {
    flags: '--test-timeout <seconds>',
    help: "limit for each program; by default that of its directory's settings, four times as long under emulation. A guest that comes up slowly, as on a busy host, multiplies either",
  },
  {
    flags: '--memory <MiB>',
    help: `of the guest at least, ${MEMORY_DEFAULT} if not given`,
  },
];

export const kselftest: Command = {
  name: 'kselftest',
  arguments: '<tests...>',
  needs: 'a test: kpw kselftest timers',
  summary: "run the kernel's own selftests, or tests of yours, on kernels as they are",
  description: `A test is a directory of the tree's tools/testing/selftests (timers, futex/functional), one program of it
(timers:posix_timers), or yours: a file of C, a script, a program, a folder (./mine, ./mine:program). The tree's own
Makefiles build and install them against the headers that the tree exports; guests get the programs that scripts call from
Debian packages. Each subtest is a row, each tree a column. docs/selftests.md has more.

For designs side by side, see kpw compare --tests.

Exit status 1: a test fails that upstream does not expect to fail (kernel-tests/kselftest/expected.json).

  kpw kselftest timers futex --tree debian:6.1 debian:6.12 debian:7.2
  kpw kselftest seccomp:seccomp_bpf --tree ~/linux@v6.12 --kernel source
  kpw kselftest ./my-test.sh --tree debian:7.2 --packages ethtool`,
  options: [
    { ...TREES, help: `${TREES.help}; each is a column` },
    {
      flags: '--machine <id>',
      help: `QEMU machine, ${MACHINE_DEFAULT} if none is named; x86-intel-smp has two CPUs`,
    },
    KERNEL,
    CONFIG,
    ...SELFTEST_OPTIONS,
    {
      flags: '--expected <file...>',
      help: 'failures that you expect as well, as kernel-tests/kselftest/expected.json lists them',
    },
    ACCEL,
    TOPICS,
    OUT,
    { flags: '--whole', help: 'print the rows too that pass on all kernels' },
    { flags: '--markdown', help: 'print Markdown' },
    OUTPUT,
    JSON_OUTPUT,
  ],
  async run(tests, options, plain) {
    const outputs = await outputsOf(options, plain);
    const { terminal } = outputs;
    const context = accelerated(options, terminal.context);
    const { machines } = await catalogueOf(options);
    const machine = await findMachine(text(options, 'machine') ?? MACHINE_DEFAULT, machines);
    const choice = await kernelChoice(options, machine);
    const asked = selftestOptions(options);
    const specs = list(options, 'tree').length > 0 ? list(options, 'tree') : ['debian:6.12'];
    const since = performance.now();
    const trees = [];
    for (const spec of specs) trees.push(await openTree(spec, context));
    const out = resolve(text(options, 'out') ?? 'out');
    const open = await openRun(
      out,
      trees.length === 1 ? (trees[0]?.label ?? 'tree') : `${trees.length}-trees`,
      'kselftest',
    );
    const stages: Selftests['stages'] = [];
    let kept: Selftests;
    try {
      const columns: SelftestColumn[] = [];
      const had = await sharedWords(tests, trees, machine.architecture, context);
      for (const [at, tree] of trees.entries()) {
        const { words: own = [], lacking = new Map<string, readonly string[]>() } = had[at] ?? {};
        for (const [word, moved] of lacking)
          terminal.note(
            `${tree.spec} has no selftests ${word}${moved.length > 0 ? `: it has ${moved.join(', ')}` : ''}`,
          );
        // Nothing ran, and so nothing passed.
        if (own.length === 0) {
          columns.push({ name: tree.label, tree: treeRecord(tree) });
          continue;
        }
        const request = { ...asked, tests: own, tree, machine, choice, project: PROJECT };
        const folder = join(open.folder, tree.label);
        try {
          columns.push(await selftestColumn({ ...request, folder }, stages, context));
        } catch (error) {
          // One kernel of several may lack what the others have.
          if (trees.length === 1 || !(error instanceof Failure) || context.signal.aborted) throw error;
          columns.push({ name: tree.label, tree: treeRecord(tree), failure: failureRecord(error) });
          if (columns.length === trees.length && columns.every(({ failure }) => failure)) throw error;
        }
      }
      kept = {
        ...{ schema: SELFTESTS_SCHEMA, kind: 'selftests', run: open.name },
        ...{ started: open.started.toISOString(), seconds: seconds(since) },
        tool: await toolVersion(PROJECT, context),
        title: `${tests.join(', ')} on ${specs.join(', ')}`,
        machine: { id: machine.id, title: machine.title },
        ...{ columns, stages },
      };
      await keepRun(out, open, kept);
    } catch (error) {
      await dropRun(open);
      throw error;
    }
    await outputs.write(() => keptResults(kept, context));
    const format = flag(options, 'json') ? 'json' : flag(options, 'markdown') ? 'markdown' : 'table';
    terminal.print(selftestsText(kept, format, terminal, flag(options, 'whole')));
    terminal.note(
      `${kept.seconds.toFixed(1)} s (${stages.map((one) => `${one.name} ${one.seconds.toFixed(1)}`).join(', ')}); kept in ${relative(process.cwd(), open.folder) || '.'}`,
    );
    return selftestsStatus(kept);
  },
};

/** @throws BadParameter for a number that is none */
export function selftestOptions(options: OptionValues): SelftestOptions {
  const timeout = numberOf(options, 'testTimeout', '--test-timeout', 'seconds');
  return {
    packages: list(options, 'packages')
      .flatMap((one) => one.split(','))
      .filter(Boolean),
    ...(timeout === undefined ? {} : { timeout }),
    memory: numberOf(options, 'memory', '--memory', 'MiB') ?? MEMORY_DEFAULT,
    expected: list(options, 'expected'),
  };
}

function numberOf(options: OptionValues, name: string, option: string, unit: string): number | undefined {
  const given = text(options, name);
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new BadParameter({
    title: `${given} is not a number of ${unit}`,
    where: `${option} ${given}`,
    hint: `Give a whole number of ${unit}, 1 and more.`,
  });
}

/** 1 if a test fails unexpectedly; otherwise the status of the failure that left a column without a cell. */
function selftestsStatus({ columns }: Selftests): number {
  return Math.max(
    ...columns.map(({ failure, cell, expected = [] }) => {
      if (failure) return EXIT_STATUS[failure.code as ExitCode] ?? EXIT_STATUS.INTERNAL;
      const guest = cell?.failure;
      const failed = (cell?.tests ?? []).filter(
        ({ status }) => status === 'FAIL' || status === 'ERROR',
      ).length;
      // Also a test that takes its guest down may be known to.
      if (failed > 0 && failed <= expected.length) return EXIT_STATUS.OK;
      if (guest && guest.code !== 'TESTS_FAILED')
        return EXIT_STATUS[guest.code as ExitCode] ?? EXIT_STATUS.INTERNAL;
      return failed > expected.length ? EXIT_STATUS.TESTS_FAILED : EXIT_STATUS.OK;
    }),
  );
}
