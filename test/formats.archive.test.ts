// SPDX-License-Identifier: GPL-2.0-only
// KTAP and kunit.py's JSON, by the tree's own kunit.py.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { moreFiles } from '../src/kernel/debian/more-files.ts';
import { ktap } from '../src/results/formats/ktap.ts';
import { kunitJson } from '../src/results/formats/kunit-json.ts';
import { HOSTILE, spoilt } from '../src/results/testing/hostile.ts';
import { sample } from '../src/results/testing/sample.ts';
import { SETTINGS } from '../src/results/testing/settings.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

const MODULES = [
  'kunit',
  'kunit_config',
  'kunit_json',
  'kunit_junit',
  'kunit_kernel',
  'kunit_parser',
  'kunit_printer',
  'qemu_config',
];
const FOLDER = 'tools/testing/kunit';

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  const paths = MODULES.map((name) => `${FOLDER}/${name}.py`);
  const files = await moreFiles(await debian('7.2'), paths, testContext());
  expect([...files.keys()].sort()).toEqual(paths);
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, 'latin1');
  }
});

interface Group {
  readonly name: string;
  readonly sub_groups: readonly Group[];
  readonly test_cases: readonly { readonly name: string; readonly status: string }[];
  readonly misc: Readonly<Record<string, number>>;
}

/** What kunit.py makes of a document, as its JSON, and what it prints. */
async function parsed(text: string): Promise<{ json: Group; said: string }> {
  await writeFile(join(folder, 'results.ktap'), text);
  const argv = [
    join(folder, FOLDER, 'kunit.py'),
    'parse',
    `--json=${join(folder, 'kunit.json')}`,
    join(folder, 'results.ktap'),
  ];
  const { all } = await execa('python3', argv, { cwd: folder, all: true, reject: false });
  return { json: JSON.parse(await readFile(join(folder, 'kunit.json'), 'utf8')) as Group, said: all };
}

/** Names and statuses; what kunit.py knows of a result line that says ERROR is that the test failed. */
function outline({ name, sub_groups, test_cases }: Group): object {
  return {
    name,
    groups: sub_groups.map(outline),
    cases: test_cases.map((one) => [one.name, one.status === 'ERROR' ? 'FAIL' : one.status]),
  };
}

test('kunit.py reads our KTAP without an error, and makes of it the JSON that we write', async () => {
  const results = sample();
  const { json, said } = await parsed(ktap.write(results, SETTINGS));
  const ours = JSON.parse(kunitJson.write(results, SETTINGS)) as Group;
  expect(said).not.toMatch(/\[ERROR\]/);
  expect(outline(json)).toEqual(outline(ours));
  expect(Object.keys(ours).sort()).toEqual(Object.keys(json).sort());
  expect(json.misc).toEqual({ ...ours.misc, failed: 3, crashed: 0 });
});

test.each(
  Object.entries(HOSTILE),
)('%s: text that pretends to be something else changes no result', async (_, text) => {
  const results = sample(spoilt(text));
  const { json, said } = await parsed(ktap.write(results, SETTINGS));
  const ours = JSON.parse(kunitJson.write(results, SETTINGS)) as Group;
  expect(said).not.toMatch(/\[ERROR\]/);
  expect(json.misc.tests).toBe(ours.misc.tests);
  expect(json.misc.errors).toBe(0);
});
