// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { topics } from '../../templates/index.ts';
import { packagedTopic } from '../own/packaged.ts';
import { templateModules } from './template-modules.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const indexOf = (id: string) => join(PROJECT, 'templates', id, 'index.ts');

test.each(topics.map(({ id }) => id))('%s is loaded anew, with all of its variants', async (id) => {
  const loaded = await packagedTopic(id, indexOf(id), templateModules());
  const known = topics.find((one) => one.id === id);
  expect(loaded.variants.map((one) => one.id)).toEqual(known?.variants.map((one) => one.id));
  expect(loaded.reads).toEqual(known?.reads);
  expect(loaded.subsystem).toBe(known?.subsystem);
});

test('what templates import of the program is the program’s own, and none is left out', () => {
  const given = new Set(templateModules().keys());
  const folder = join(PROJECT, 'templates');
  const missing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts' && !name.endsWith('.test.ts'))
    .flatMap((name) => {
      const file = join(folder, name);
      const imports = readFileSync(file, 'utf8').matchAll(/^import (?!type )[^;]*? from '(\..*?)'/gms);
      return [...imports]
        .filter(([statement]) => !/\{(?:\s*type [^,}]*,?)*\s*\}/.test(statement))
        .map(([, path = '']) => resolve(dirname(file), path));
    })
    .filter((path) => !path.startsWith(`${folder}/`) && !given.has(path))
    .map((path) => relative(PROJECT, path));
  expect([...new Set(missing)]).toEqual([]);
});

test('an id that no export has is told with the file', async () => {
  await expect(packagedTopic('lamp', indexOf('floppy-ndelay'), templateModules())).rejects.toMatchObject({
    code: 'TOPIC_MALFORMED',
    title: 'it exports no topic whose id is lamp',
    where: indexOf('floppy-ndelay'),
  });
});
