// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { prepare, run as runDesigns } from '../evidence/run.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { accelerator } from '../guest/accelerator.ts';
import { command, printable } from '../guest/command.ts';
import { guestFiles } from '../guest/files.ts';
import { writeInitramfs } from '../guest/initramfs.ts';
import { findMachine } from '../guest/machines.ts';
import { runShell } from '../guest/shell.ts';
import { HostLacks } from '../kernel/failures.ts';
import { openTree } from '../kernel/open.ts';
import { compose } from '../series/generate.ts';
import { type Command, flag, list, type Terminal, text } from './command.ts';
import { JSON_OUTPUT, MACHINE, OUT, SET, TOPIC, TREE } from './options.ts';
import { failures, statusOf } from './outcome.ts';
import { PROJECT } from './project.ts';
import { selectTopic, selectVariants } from './select.ts';
import { columns } from './table.ts';

/** Debian's busybox-static puts it where busybox puts it. */
const BUSYBOX = ['/bin/busybox', '/usr/bin/busybox'];

export const test: Command = {
  name: 'test',
  arguments: '[variants...]',
  summary: 'build the variants, boot a guest and run the kernel tests in every cell',
  description: `The baseline and the prerequisite are cells as well, and run first. Verdicts are those of KCIDB.

  kpw test region-flag                 one variant on debian:6.1
  kpw test --tree debian:7.2           all variants on another tree
  kpw test opt-in-ioctl --shell        a shell in the guest, with that variant's modules loaded
  kpw test --dry-run                   the QEMU command, and what would be built`,
  options: [
    TOPIC,
    TREE,
    MACHINE,
    SET,
    OUT,
    {
      flags: '--shell',
      help: 'instead of testing, a shell in the guest with the modules of the (first) variant',
    },
    { flags: '--dry-run', help: 'build what is missing and print the QEMU command, without booting' },
    JSON_OUTPUT,
  ],
  async run(names, options, terminal) {
    const topic = selectTopic(text(options, 'topic') ?? '');
    const choices = selectVariants(topic, names, list(options, 'set'));
    const machine = await findMachine(text(options, 'machine') ?? '');
    const tree = await openTree(text(options, 'tree') ?? '', terminal.context);
    const designs = await compose(topic, tree, choices);
    const request = { designs, machine, out: resolve(text(options, 'out') ?? 'out'), project: PROJECT };
    const { context } = terminal;

    if (flag(options, 'shell')) {
      const { guest, kernel } = await prepare(request, context);
      const cell = names.length > 0 ? (choices[0]?.variant.id ?? 'baseline') : 'baseline';
      terminal.note(`A shell in the cell ${cell}: "exit" or Ctrl-D powers off, Ctrl-A x ends QEMU.`);
      const folder = await context.cache.temporary();
      try {
        const withShell = { ...guest, busybox: busybox() };
        const initrd = join(folder, 'shell.cpio');
        return (await runShell(withShell, machine, kernel, cell, initrd, context)) ?? EXIT_STATUS.OK;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }

    if (flag(options, 'dryRun')) {
      const { guest, kernel, builds } = await prepare(request, context);
      const how = await accelerator(machine, context);
      // The files that the command names are there, so that it runs as it is printed.
      const boot = join(request.out, 'dry-run');
      const serial = { console: join(boot, 'console.log'), results: join(boot, 'results.log') };
      const initrd = join(boot, 'initramfs.cpio');
      await mkdir(boot, { recursive: true });
      await writeInitramfs(
        guestFiles(guest, machine, { cells: guest.cells.map(({ name }) => name) }),
        initrd,
      );
      const argv = command(machine, { accelerator: how, kernel: kernel.image, initrd, serial });
      const cells = builds.map(({ cell, failure }) => ({
        cell: cell.name,
        modules: failure ? failure.title : 'built',
      }));
      if (flag(options, 'json')) terminal.print(JSON.stringify({ argv, cells, base: guest.base }, null, 2));
      else
        terminal.print(`${columns(cells.map(({ cell, modules }) => [cell, modules]))}\n\n${printable(argv)}`);
      return EXIT_STATUS.OK;
    }

    const { evidence } = await runDesigns(request, context);
    if (flag(options, 'json')) terminal.print(JSON.stringify(evidence.cells, null, 2));
    else terminal.print(verdicts(evidence, terminal));
    terminal.note(failures(evidence, terminal));
    return statusOf(evidence, names);
  },
};

function verdicts(
  { cells, run, boots }: Awaited<ReturnType<typeof runDesigns>>['evidence'],
  { colour }: Terminal,
): string {
  const rows = cells.map(({ name, verdict, tests }) => {
    const count = (status: string) => tests.filter((test) => test.status === status).length;
    const paint = verdict === 'PASS' ? colour.good : verdict === 'SKIP' ? colour.dim : colour.bad;
    const counts = ['PASS', 'FAIL', 'ERROR', 'XFAIL', 'SKIP'].filter((status) => count(status) > 0);
    return [
      paint(verdict),
      name,
      counts.map((status) => `${count(status)} ${status.toLowerCase()}`).join(', '),
    ];
  });
  const consoles = boots.map(({ folder }) => `${run}/${folder}/console.log`).join(' ');
  return `${columns(rows)}\n${colour.dim(`consoles: ${consoles || 'none'}`)}`;
}

function busybox(): string {
  const found = BUSYBOX.find((path) => existsSync(path));
  if (found) return found;
  throw new HostLacks({
    title: 'there is no busybox for a shell in the guest',
    where: BUSYBOX.join(', '),
    hint: 'apt-get install busybox-static',
  });
}
