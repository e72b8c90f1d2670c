// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findSettings } from './settings.ts';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  await mkdir(join(folder, 'lamps/deep'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const found = async (files: Readonly<Record<string, string>>, from = 'lamps/deep') => {
  const folder = await folderWith(files);
  const settings = await findSettings(join(folder, from)).catch((error) => `${error.code}: ${error.title}`);
  return JSON.parse(JSON.stringify(settings ?? null).replaceAll(folder, 'FOLDER'));
};

test('the nearest file is taken, from a folder upwards', async () => {
  expect(
    await found({
      'kpw.config.json': '{"topics": "lamps", "trees": ["debian:6.12", "lamps@v1", "~/linux"]}',
    }),
  ).toMatchInlineSnapshot(`
    {
      "file": "FOLDER/kpw.config.json",
      "folders": [
        "FOLDER/lamps",
      ],
      "trees": [
        "debian:6.12",
        "FOLDER/lamps@v1",
        "~/linux",
      ],
    }
  `);
  expect(await found({ 'package.json': '{"name": "x", "kpw": {}}' }, 'lamps')).toMatchInlineSnapshot(`
    {
      "file": "FOLDER/package.json",
      "folders": [
        "FOLDER",
      ],
    }
  `);
  const both = { 'package.json': '{"kpw": {"topics": "lamps"}}', 'kpw.config.json': '{}' };
  expect(await found(both)).toMatchObject({ folders: ['FOLDER'] });
});

test('without one nothing is set, and a package.json of others is let alone', async () => {
  expect([await found({}), await found({ 'package.json': '{"name": ' })]).toEqual([null, null]);
});

test('what is wrong in it is told', async () => {
  expect([
    await found({ 'kpw.config.json': '{"topics": ' }),
    await found({ 'kpw.config.json': '{"topic": "lamps"}' }),
    await found({ 'kpw.config.json': '{"trees": "debian:6.1"}' }),
    await found({ 'kpw.config.json': '{"topics": ["lamps", "candles"]}' }),
  ]).toMatchInlineSnapshot(`
    [
      "SETTINGS_MALFORMED: this is not JSON: Unexpected end of JSON input",
      "SETTINGS_MALFORMED: topic: Unrecognized key: "topic"",
      "SETTINGS_MALFORMED: trees: Invalid input: expected array, received string",
      "SETTINGS_MALFORMED: topics: there is no folder FOLDER/candles",
    ]
  `);
});
