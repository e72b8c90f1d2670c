// SPDX-License-Identifier: GPL-2.0-only
import { join, relative, resolve } from 'node:path';
import { withFiles } from '../kernel/debian/with-files.ts';
import { openTree } from '../kernel/open.ts';
import { BadParameter } from '../series/errors.ts';
import { NameTaken } from '../skeleton/failures.ts';
import { type Catalogue, catalogueOf, homeOf, treeOf } from './catalogue.ts';
import { type Command, flag, type OptionValues, type Terminal, text } from './command.ts';
import { JSON_OUTPUT, TOPICS, TREE } from './options.ts';
import { PROJECT } from './project.ts';
import { columns } from './table.ts';

/** Folders beside topics. */
const RESERVED = ['machines', 'rules', 'patches', 'out', 'templates'];

export const newTopic: Command = {
  name: 'new topic',
  arguments: '<name>',
  needs: 'a name: kpw new topic lamp --driver drivers/watchdog/i6300esb.c',
  summary: 'begin a topic of your own about any driver: a whole one that passes, in a folder of yours',
  description: `Finds out from the tree which module the driver is, which of Debian's kernels have it, how its devices come
to it and whether QEMU has one, and a function for a first design to begin with. Writes NAME/ with layout, one design, its
kernel test, the table's row, machine and README, which says what to edit next. NAME/ is made in the folder that
kpw.config.json names, or in this one, which gets a kpw.config.json then. kpw overwrites no file.

  kpw new topic lamp --driver drivers/watchdog/i6300esb.c --tree debian:6.12
  kpw new topic ram --driver drivers/block/brd.c
  kpw new topic lamp --driver drivers/watchdog/i6300esb.c --uapi include/uapi/linux/watchdog.h --tree ~/linux@v6.12`,
  options: [
    { flags: '--driver <path>', help: 'file of C of the driver, or its folder, from the top of the tree' },
    { flags: '--uapi <path>', help: 'the header of the userspace API that the question is about' },
    TREE,
    TOPICS,
    JSON_OUTPUT,
  ],
  async run([name = ''], options, terminal) {
    const { context } = terminal;
    const catalogue = await catalogueOf(options);
    const { requireName } = await import('../skeleton/name.ts');
    requireName('a topic', name, RESERVED);
    const path = text(options, 'driver');
    if (path === undefined)
      throw new BadParameter({
        title: '--driver is missing: a topic is about one driver',
        where: 'kpw new topic',
        hint: 'Name a file of it: --driver drivers/watchdog/i6300esb.c',
      });
    const home = homeOf(catalogue);
    requireFree(name, catalogue);
    const [{ aboutDriver, examineDriver }, { inKernels }, { topicPlan: planOf }, { makeTopic }] =
      await Promise.all([
        import('../skeleton/topic/driver.ts'),
        import('../skeleton/topic/kernel.ts'),
        import('../skeleton/topic/plan.ts'),
        import('../skeleton/topic/make.ts'),
      ]);
    const spec = treeOf(options, catalogue);
    const uapi = text(options, 'uapi');
    const plain = await openTree(spec, context);
    const tree = await withFiles(plain, [...aboutDriver(path), ...(uapi ? [uapi] : [])], context);
    if (uapi !== undefined && (await tree.read(uapi)) === undefined)
      throw new BadParameter({
        title: `the tree has no ${uapi}`,
        where: `--uapi, ${tree.spec}`,
        hint: 'Name a header from the top of the tree: include/uapi/linux/watchdog.h',
      });
    const driver = await examineDriver(tree, path);
    const first = await inKernels(tree, driver, context);
    const given = { name, driver, uapi, tree: treeName(spec, home), flavours: first.flavours };
    let plan = planOf(given, first.aliases);
    // What makes the device's bus may be left out of the smaller kernel.
    if (plan.part?.further) {
      const { flavours } = await inKernels(tree, driver, context, plan.part.further);
      plan = planOf({ ...given, flavours }, first.aliases);
    }
    const found = catalogue.homes.includes(home);
    const made = await makeTopic(plan, { home, found, project: PROJECT });
    await tell(plan, made, first.unknown, options, terminal);
    return 0;
  },
};

function requireFree(name: string, { topics, machines }: Catalogue): void {
  const topic = topics.find(({ id }) => id === name);
  const machine = machines.find((one) => one.name === `x86-${name}`);
  if (topic || machine)
    throw new NameTaken({
      title: topic ? `there is a topic ${name} already` : `there is a machine x86-${name} already`,
      where: topic?.folder ?? machine?.file ?? '',
      hint: 'Choose another name; kpw topics and kpw machines list those that there are.',
    });
}

/** As kpw.config.json in that folder takes it: what is relative to where the user stands may not be from there. */
function treeName(spec: string, home: string): string {
  if (spec.startsWith('debian:') || spec.startsWith('~') || spec.startsWith('/')) return spec;
  return relative(home, resolve(spec)) || '.';
}

type Plan = Parameters<typeof import('../skeleton/topic/make.ts')['makeTopic']>[0];
type Made = Awaited<ReturnType<typeof import('../skeleton/topic/make.ts')['makeTopic']>>;

async function tell(
  plan: Plan,
  made: Made,
  unknown: string | undefined,
  options: OptionValues,
  terminal: Terminal,
): Promise<void> {
  const { driver, entry, part, flavours, name } = plan;
  const local = (path: string) => relative(process.cwd(), path) || '.';
  const binding = (await import('../skeleton/topic/plan.ts')).bindingOf(plan);
  if (flag(options, 'json')) {
    const data = {
      ...{ topic: name, folder: made.folder, files: made.files, module: driver.module },
      ...{ symbol: driver.symbol, flavours, binding, function: entry, device: part?.device },
      ...(unknown === undefined ? {} : { unknown }),
    };
    terminal.print(JSON.stringify(data, null, 2));
    return;
  }
  const device = part
    ? (part.device ?? `${part.role}, which the PC has without being asked`)
    : driver.registers
      ? `QEMU has none of ${driver.registers.bus} that it takes, as far as kpw knows: none is bound`
      : 'it needs none';
  terminal.print(
    columns([
      ['module', `${driver.module}${driver.symbol === undefined ? '' : ` (CONFIG_${driver.symbol})`}`],
      ['kernel', unknown ?? `Debian's ${flavours[0]}`],
      ['device', device],
      ['bound by', binding.driver === undefined ? 'itself' : `${binding.kind} driver "${binding.driver}"`],
      [
        'begins at',
        `${entry.file}: ${entry.name}(), ${entry.called === 'at loading' ? 'called at loading' : 'called for a device'}`,
      ],
    ]),
  );
  terminal.print(
    `\nmade ${local(made.folder)}/, ${made.files.length} files; ${local(join(made.folder, 'README.md'))} says what to edit next`,
  );
  const steps = [
    [`kpw layout --topic ${name}`, 'where its parts are in the tree'],
    [`kpw check --topic ${name}`, 'all rules and checkpatch'],
    [`kpw run --topic ${name}`, 'the table: the tree as it is beside the first design'],
  ];
  terminal.note(`next\n${columns(steps).replace(/^/gm, '  ')}`);
}
