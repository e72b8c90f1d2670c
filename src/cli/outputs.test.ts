// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sample } from '../results/testing/sample.ts';
import type { OptionValues, Terminal } from './command.ts';
import { outputsOf } from './outputs.ts';

let folder = '';
let printed: string[] = [];
const terminal = () => ({ print: (text: string) => printed.push(text) }) as unknown as Terminal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-outputs-'));
  printed = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const asked = (...output: string[]): OptionValues => ({ output });
const write = async (...output: string[]) =>
  (await outputsOf(asked(...output), terminal())).write(() => sample());

test('each format goes to its file, and nothing else is left in the folder', async () => {
  await write(`ktap=${folder}/a.ktap`, `json=${folder}/b=c.json`);
  expect((await readdir(folder)).sort()).toEqual(['a.ktap', 'b=c.json']);
  expect(await readFile(join(folder, 'a.ktap'), 'utf8')).toMatch(/^KTAP version 1\n1\.\.3\n/);
  expect(printed).toEqual([]);
});

test('a dash is standard output, and nothing else goes there', async () => {
  const outputs = await outputsOf(asked('ktap=-'), terminal());
  outputs.terminal.print('a table');
  await outputs.write(() => sample());
  expect(printed).toEqual([expect.stringMatching(/^KTAP/)]);
});

test('without --output no model is made', async () => {
  const outputs = await outputsOf({}, terminal());
  await outputs.write(() => Promise.reject(new Error('made')));
  outputs.terminal.print('a table');
  expect(printed).toEqual(['a table']);
});

test('what is wrong with the option is told at once, with the formats that there are', async () => {
  const wrong = [
    ['junti=x'],
    ['junit'],
    ['junit='],
    ['junit=-', 'ktap=-'],
    [`junit=${folder}/x`, `ktap=${folder}/./x`],
  ];
  const told = await Promise.all(
    wrong.map((output) =>
      outputsOf(asked(...output), terminal()).catch(({ code, title, hint }) => ({ code, title, hint })),
    ),
  );
  expect(told).toMatchInlineSnapshot(`
    [
      {
        "code": "UNKNOWN_NAME",
        "hint": "Did you mean junit? Formats: junit, junit-gitlab, sarif, ktap, kunit-json, kcidb, github, gitlab, patchwork, b4-review, markdown, json.",
        "title": "no format is called "junti"",
      },
      {
        "code": "BAD_PARAMETER",
        "hint": "Name one, or - for standard output: --output junit=FILE",
        "title": "the format junit has no file",
      },
      {
        "code": "BAD_PARAMETER",
        "hint": "Name one, or - for standard output: --output junit=FILE",
        "title": "the format junit has no file",
      },
      {
        "code": "BAD_PARAMETER",
        "hint": "Give each a file of its own.",
        "title": "--output junit and --output ktap both write to standard output",
      },
      {
        "code": "BAD_PARAMETER",
        "hint": "Give each a file of its own.",
        "title": "--output junit and --output ktap both write to one file",
      },
    ]
  `);
  const both = await outputsOf({ output: ['junit=-'], json: true }, terminal()).catch(({ title }) => title);
  expect(both).toMatchInlineSnapshot(`"--json and --output FORMAT=- both write to standard output"`);
});

test('a file that cannot be written is refused before any work, and leaves nothing', async () => {
  await writeFile(join(folder, 'file'), '');
  const places = [`${folder}/none/x.xml`, folder, `${folder}/file/x.xml`];
  const told = await Promise.all(
    places.map((place) =>
      outputsOf(asked(`junit=${place}`), terminal()).catch(({ code, title }) => ({ code, title })),
    ),
  );
  expect(told).toMatchInlineSnapshot(`
    [
      {
        "code": "OUTPUT_UNWRITABLE",
        "title": "the output cannot be written: there is no such folder",
      },
      {
        "code": "OUTPUT_UNWRITABLE",
        "title": "the output cannot be written: a folder is in the way",
      },
      {
        "code": "OUTPUT_UNWRITABLE",
        "title": "the output cannot be written: a file is in the way",
      },
    ]
  `);
  expect(await readdir(folder)).toEqual(['file']);
});

test('a symbolic link stays one', async () => {
  await symlink(join(folder, 'real.json'), join(folder, 'link.json'));
  await write(`json=${folder}/link.json`);
  expect(JSON.parse(await readFile(join(folder, 'real.json'), 'utf8')).schema).toBe(1);
});

test.skipIf(process.platform !== 'linux')('a device is written to, and its error told', async () => {
  await write('json=/dev/null');
  await expect(write('json=/dev/full')).rejects.toThrow('the file system is full');
});

test("github adds to the step's summary where the runner names it", async () => {
  const summary = join(folder, 'summary.md');
  await writeFile(summary, 'before\n');
  vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
  await write('github=-');
  expect(printed.join('')).toMatch(/^::error /);
  expect(await readFile(summary, 'utf8')).toMatch(/^before\n### Who may switch the lamp\?/);
});

test.each([
  ['KCIDB_ORIGIN', 'My Lab'],
  ['KPW_ARTIFACTS_URL', 'javascript:x'],
])('a wrong %s is told', async (name, value) => {
  vi.stubEnv(name, value);
  await expect(write('kcidb=-')).rejects.toMatchObject({ code: 'BAD_PARAMETER', where: `${name}=${value}` });
  expect(printed).toEqual([]);
});
