// SPDX-License-Identifier: GPL-2.0-only

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inCellOrder } from '../evidence/build.ts';
import { cellsOf } from '../evidence/cells.ts';
import { type PreparedGroup, prepareWhole } from '../evidence/prepare.ts';
import { runDesigns } from '../evidence/run.ts';
import type { Evidence } from '../evidence/schema.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { chooseAccelerator } from '../guest/accelerator.ts';
import { command, printable } from '../guest/command.ts';
import { guestFiles } from '../guest/files.ts';
import { writeInitramfs } from '../guest/initramfs.ts';
import { fittedMachine } from '../guest/qemu-devices.ts';
import { runShell } from '../guest/shell.ts';
import { makeFolder, unwritable } from '../output.ts';
import { coverageLines } from '../report/coverage.ts';
import { keptNotes } from '../report/kept.ts';
import { suiteLines } from '../report/suites.ts';
import { BadParameter } from '../series/errors.ts';
import { compose } from '../series/generate.ts';
import { ACCEL, executionText } from './accel.ts';
import { BOOT_OPTIONS } from './boots.ts';
import { busybox } from './busybox.ts';
import { treeOf } from './catalogue.ts';
import { CELL_OPTIONS } from './cell-options.ts';
import { cellQuestion } from './cell-question.ts';
import { type Command, flag, type Terminal } from './command.ts';
import { COVERAGE, coverageStatus, FAIL_UNDER, failUnder, writeCoverage } from './coverage.ts';
import { outputsWithPage } from './html-output.ts';
import { jobs } from './jobs.ts';
import { AGAIN, JSON_OUTPUT, OUT, QUICK, SELFTEST, SUITE } from './options.ts';
import { exitStatusOf, failuresText } from './outcome.ts';
import { OUTPUT_OR_PAGE } from './outputs.ts';
import { POSTED_HELP } from './posted-designs.ts';
import { keptResults } from './results.ts';
import { openTopicTree } from './select.ts';
import { columns } from './table.ts';

export const test: Command = {
  name: 'test',
  arguments: '[variants...]',
  summary: 'build the variants, boot a guest and run the kernel tests in every cell',
  description: `The baseline and the prerequisite are cells as well, and run first. Verdicts are those of KCIDB.

  kpw test region-flag                 one variant on debian:6.1
  kpw test --tree debian:7.2           all variants on another tree
  kpw test opt-in-ioctl --shell        a shell in the guest, with that variant's modules loaded
  kpw test --dry-run                   the QEMU command, and what would be built

${POSTED_HELP}`,
  options: [
    ...CELL_OPTIONS,
    SELFTEST,
    SUITE,
    AGAIN,
    QUICK,
    {
      flags: '--sanitize',
      help: 'build the test programs with AddressSanitizer and UndefinedBehaviorSanitizer, to find mistakes of theirs',
    },
    COVERAGE,
    ...BOOT_OPTIONS,
    FAIL_UNDER,
    OUT,
    jobs('guests'),
    ACCEL,
    {
      flags: '--shell',
      help: 'instead of testing, a shell in the guest with the modules of the (first) variant',
    },
    { flags: '--dry-run', help: 'build what is missing and print the QEMU command, without booting' },
    OUTPUT_OR_PAGE,
    JSON_OUTPUT,
  ],
  async run(names, options, plain) {
    const { html, outputs, terminal } = await outputsWithPage(options, plain);
    const percent = failUnder(options);
    const instead = ['shell', 'dryRun'].find((name) => flag(options, name));
    if (instead && flag(options, 'coverage'))
      throw new BadParameter({
        title: '--coverage needs tests, and --shell and --dry-run run none',
        where: `--coverage with ${instead === 'shell' ? '--shell' : '--dry-run'}`,
        hint: 'Leave out one of them.',
      });
    if (instead && !outputs.none)
      throw new BadParameter({
        title: '--output needs tests, and --shell and --dry-run run none',
        where: `--output with ${instead === 'shell' ? '--shell' : '--dry-run'}`,
        hint: 'Leave out one of them.',
      });
    const { topic, catalogue, choices, context, cells } = await cellQuestion(names, options, terminal);
    const { machine, out } = cells;
    const tree = await openTopicTree(topic, treeOf(options, catalogue), context);
    const designs = await compose(topic, tree, choices, context);
    const request = { designs, ...cells, sanitize: flag(options, 'sanitize') };

    if (flag(options, 'shell')) {
      requireTerminal(terminal);
      const groups = await prepareWhole(request, context);
      const cell = names.length > 0 ? (choices[0]?.variant.id ?? 'baseline') : 'baseline';
      const { guest, kernel, machine: fits } = groupOf(groups, cell);
      terminal.note(`A shell in the cell ${cell}: "exit" or Ctrl-D powers off, Ctrl-A x ends QEMU.`);
      const folder = await context.cache.temporary();
      try {
        const withShell = { ...guest, busybox: busybox() };
        const initrd = join(folder, 'shell.cpio');
        return (await runShell(withShell, fits, kernel, cell, initrd, context)) ?? EXIT_STATUS.OK;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }

    if (flag(options, 'dryRun')) {
      const groups = await prepareWhole(request, context);
      const { machine: fits } = await fittedMachine(groups[0].machine, context);
      const how = await chooseAccelerator(machine, context);
      const commands: string[][] = [];
      for (const { guest, kernel } of groups) {
        if (guest.cells.length === 0) continue;
        // The files that the command names exist, so the printed command runs.
        const boot = join(
          request.out,
          'dry-run',
          ...(commands.length > 0 ? [String(commands.length + 1)] : []),
        );
        const serial = { console: join(boot, 'console.log'), results: join(boot, 'results.log') };
        const initrd = join(boot, 'initramfs.cpio');
        await makeFolder(boot);
        const files = guestFiles(guest, fits, { cells: guest.cells.map(({ name }) => name) });
        await writeInitramfs(files, initrd).catch(async (error: unknown) => {
          // A part of it would boot, and say something else.
          await rm(boot, { recursive: true, force: true });
          throw unwritable(boot, error) ?? error;
        });
        commands.push(command(fits, { accelerator: how.accelerator, kernel: kernel.image, initrd, serial }));
      }
      const builds = groups.flatMap((group) => group.builds);
      const built = inCellOrder(builds, cellsOf(designs, machine.traits)).map(({ cell, failure }) => ({
        cell: cell.name,
        modules: failure ? failure.title : 'built',
      }));
      if (flag(options, 'json'))
        terminal.print(
          JSON.stringify(
            { argv: commands[0], commands, execution: how, cells: built, base: groups[0].guest.base },
            null,
            2,
          ),
        );
      else
        terminal.print(
          [columns(built.map(({ cell, modules }) => [cell, modules])), ...commands.map(printable)].join(
            '\n\n',
          ),
        );
      terminal.note(`guests run by ${executionText(how)}`);
      return EXIT_STATUS.OK;
    }

    const { evidence, folder } = await runDesigns(request, context);
    await writeCoverage(evidence, folder);
    await outputs.write(() => keptResults(evidence, context));
    await html.write([{ out, name: evidence.run }], terminal);
    if (flag(options, 'json')) terminal.print(JSON.stringify(evidence.cells, null, 2));
    else terminal.print(verdicts(evidence, terminal));
    terminal.note(failuresText(evidence, terminal));
    return Math.max(exitStatusOf(evidence, names), coverageStatus(evidence, percent, terminal));
  },
};

/** @throws BadParameter: without it nobody could type, and the guest would wait for ever */
function requireTerminal({ interactive }: Terminal): void {
  if (interactive) return;
  throw new BadParameter({
    title: 'a shell needs a terminal, and standard input is none',
    where: '--shell',
    hint: 'Run it in a terminal (ssh -t, docker run -it); without one, --dry-run prints the QEMU command.',
  });
}

/** The guest that a cell runs in. */
function groupOf(groups: readonly [PreparedGroup, ...PreparedGroup[]], cell: string): PreparedGroup {
  return groups.find(({ guest }) => guest.cells.some(({ name }) => name === cell)) ?? groups[0];
}

function verdicts(evidence: Evidence, { colour }: Terminal): string {
  const { cells, run, boots } = evidence;
  const rows = cells.map((cell) => {
    const { name, verdict, tests } = cell;
    const count = (status: string) => tests.filter((test) => test.status === status).length;
    const paint = verdict === 'PASS' ? colour.good : verdict === 'SKIP' ? colour.dim : colour.bad;
    const counts = ['PASS', 'FAIL', 'ERROR', 'XFAIL', 'SKIP'].filter((status) => count(status) > 0);
    return [
      paint(verdict),
      name,
      counts.map((status) => `${count(status)} ${status.toLowerCase()}`).join(', '),
      ...coverageLines(evidence)
        .slice(0, 1)
        .map(({ label, value }) => {
          const share = value(cell);
          return share ? `${label} ${share.text}` : '';
        }),
    ];
  });
  const notes = keptNotes(cells)
    .map((note) => `\n${colour.dim(note)}`)
    .join('');
  const consoles = boots.map(({ folder }) => `${run}/${folder}/console.log`).join(' ');
  return `${[columns(rows), ...suites(evidence)].join('\n\n')}\n${colour.dim(`consoles: ${consoles || 'none'}`)}${notes}`;
}

/** One table a suite: how many of its tests passed in each cell, and how many of the baseline's it breaks. */
function suites(evidence: Evidence): string[] {
  const lines = suiteLines(evidence);
  return (evidence.suites ?? []).map(({ id, title, skipped }) => {
    if (skipped !== undefined) return `${title}\nSKIP  ${skipped}`;
    const own = lines.filter(({ suite }) => suite === id);
    const rows = evidence.cells.map((cell) => [
      cell.name,
      ...own.map(({ label, value }) => `${label} ${value(cell)?.text.replace('\n', ', ') ?? '–'}`),
    ]);
    return `${title}\n${columns(rows)}`;
  });
}
