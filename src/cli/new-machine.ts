// SPDX-License-Identifier: GPL-2.0-only
import { relative } from 'node:path';
import { findMachine, machineFilePath, machineNames } from '../guest/machines.ts';
import { BadParameter } from '../series/errors.ts';
import { NameTaken } from '../skeleton/failures.ts';
import { catalogueOf, homeOf } from './catalogue.ts';
import { type Command, flag, text } from './command.ts';
import { countOf } from './count.ts';
import { JSON_OUTPUT, TOPICS } from './options.ts';

export const newMachine: Command = {
  name: 'new machine',
  arguments: '<name>',
  needs: 'a name: kpw new machine x86-four --like x86-intel',
  summary: 'begin a QEMU machine of your own, in machines/ of a folder of yours',
  description: `Writes machines/NAME.ts, a copy of the file of the machine that --like names. Edit its devices, traits and
kernel there. --machine NAME takes it, for any topic whose driver has a device in it.

  kpw new machine x86-four --like x86-intel --cpus 4 --title 'x86-64 PC with four CPUs'`,
  options: [
    { flags: '--like <id>', help: 'the machine to copy; kpw machines lists them' },
    { flags: '--cpus <number>', help: 'how many CPUs the guest has' },
    { flags: '--title <words>', help: 'what the tables call it' },
    TOPICS,
    JSON_OUTPUT,
  ],
  async run([name = ''], options, terminal) {
    const catalogue = await catalogueOf(options);
    const home = homeOf(catalogue);
    const names = await machineNames(catalogue.machines);
    const id = text(options, 'like');
    if (id === undefined)
      throw new BadParameter({
        title: '--like is missing: a new machine begins as a copy of another',
        where: 'kpw new machine',
        hint: `Name one: --like ${names[0]}. Machines: ${names.join(', ')}.`,
      });
    const cpus = countOf(options, 'cpus', { what: 'CPUs', most: 64, hint: 'Give a number from 1 to 64.' });
    const like = await findMachine(id, catalogue.machines);
    if (names.includes(name))
      throw new NameTaken({
        title: `there is a machine ${name} already`,
        where: await machineFilePath(name, catalogue.machines),
        hint: 'Choose another name; kpw machines lists those that there are.',
      });
    const { writeMachine: make } = await import('../skeleton/machine.ts');
    const title = text(options, 'title') ?? `${like.title}${cpus === undefined ? '' : `, CPUs: ${cpus}`}`;
    const begins = { id, file: await machineFilePath(id, catalogue.machines) };
    const file = await make(home, { name, title, like: begins, cpus });
    if (flag(options, 'json')) terminal.print(JSON.stringify({ machine: name, like: id, file }, null, 2));
    else terminal.print(`made ${relative(process.cwd(), file)}`);
    const found = catalogue.homes.length > 0 ? '' : '; name this folder by --topics, or in kpw.config.json';
    terminal.note(
      `next  edit its devices and traits there; kpw machines says what it needs of this host${found}`,
    );
    return 0;
  },
};
