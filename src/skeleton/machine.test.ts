// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findMachine, machineFilePath, machineNames } from '../guest/machines.ts';
import { ownMachines } from '../own/machines.ts';
import { edited, KNOWN } from '../own/testing/lamp.ts';
import { writeMachine } from './machine.ts';

const home = () => mkdtemp(join(tmpdir(), 'kpw-test-'));
const INTEL = { id: 'x86-intel', file: await machineFilePath('x86-intel') };
const LAMP = { name: 'x86-lamp', title: 'a lamp’s "PC"', like: INTEL, cpus: 4 };

test('a new machine is the one that it begins from but for its name, title and CPUs', async () => {
  const folder = await home();
  await writeMachine(folder, LAMP);
  const own = await ownMachines([folder], KNOWN);
  const [made, like] = [await findMachine('x86-lamp', own), await findMachine('x86-intel')];
  expect(made).toEqual({ ...like, id: 'x86-lamp', title: LAMP.title, cpus: 4 });
});

test('it imports the package in place of files of the checkout', async () => {
  const text = await readFile(await writeMachine(await home(), LAMP), 'utf8');
  expect(text.split('\n').filter((line) => line.includes('import'))).toEqual([
    "import { type MachineFile, pc } from 'kernel-patch-workbench';",
  ]);
});

test('each machine of the package can be begun from, and a machine of one’s own', async () => {
  const folder = await home();
  const refused: string[] = [];
  for (const name of await machineNames()) {
    const like = { id: name, file: await machineFilePath(name) };
    await writeMachine(folder, { name: `my-${name}`, title: name, like }).catch(({ code, title, hint }) =>
      refused.push(`${name}: ${code} ${title}: ${hint}`),
    );
  }
  const own = await ownMachines([folder], KNOWN);
  for (const { name, file } of own) {
    expect((await findMachine(name, own)).base).toEqual((await findMachine(name.slice(3))).base);
    await writeMachine(await home(), { name: 'again', title: name, like: { id: name, file } });
  }
  expect(refused).toEqual([
    'x86-intel-smp: NO_SKELETON the machine x86-intel-smp is another one with changes: Begin from that one: --like x86-intel',
  ]);
});

test('names that are no names, taken, or two machines’ are refused, and mistakes told with their line', async () => {
  const folder = await home();
  const code = (error: { code: string; title: string }) => `${error.code} ${error.title}`;
  await writeMachine(folder, LAMP);
  const said = [
    await writeMachine(folder, LAMP).catch(code),
    await writeMachine(folder, { ...LAMP, name: 'X86 Lamp' }).catch(code),
  ];
  await edited(folder, 'machines/x86-lamp.ts', 'cpus: 4', 'cpus: 400');
  const own = await ownMachines([folder], KNOWN);
  said.push(
    await findMachine('x86-lamp', own).then(
      String,
      ({ code, title, where }) => `${code} ${title} ${where.replace(folder, '')}`,
    ),
    await findMachine('x86-lamp', [...own, ...own]).then(String, code),
  );
  expect(said).toMatchInlineSnapshot(`
    [
      "NAME_TAKEN there is a machine x86-lamp already",
      "BAD_NAME "X86 Lamp" is not in kebab-case",
      "MACHINE_MALFORMED the machine x86-lamp has a mistake: cpus: Too big: expected number to be <=64 /machines/x86-lamp.ts:15",
      "MACHINE_MALFORMED two machines are called x86-lamp",
    ]
  `);
});
