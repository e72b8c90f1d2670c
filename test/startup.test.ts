// SPDX-License-Identifier: GPL-2.0-only
// What bin/kpw.mjs runs is what is on disk, however it was made.
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const execute = promisify(execFile);

/** A program of one verb, which says a word and where its source is. */
const main = (word: string) =>
  `export async function main(argv: readonly string[]): Promise<number> {
  console.log('${word}', argv.join(' '), import.meta.url.replace(/.*src/, 'src'));
  return 3;
}
`;

async function checkout(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of ['src/cli', 'subsystems', 'templates', 'checks', 'kernel-tests', 'node_modules'])
    mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['bin', 'package.json', 'package-lock.json'])
    cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  for (const name of ['esbuild', 'tsx'])
    symlinkSync(join(PROJECT, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'src/cli/main.ts'), main('glow'));
  writeFileSync(join(folder, 'src/cli/uapi-thread.ts'), 'export {};\n');
  return folder;
}

async function run(folder: string, ...args: string[]) {
  const done = await execute(process.execPath, [join(folder, 'bin/kpw.mjs'), ...args]).catch(
    (error) => error,
  );
  return `${done.stdout}${String(done.stderr).split('\n')[0]}, ${done.code}`;
}

test('a package that is loaded when it is needed is found from bytecode too', async () => {
  const folder = await checkout();
  const source = `export async function main(): Promise<number> {
  const { version } = await import('esbuild');
  console.log(/^\\d/.test(version));
  return 3;
}
`;
  writeFileSync(join(folder, 'src/cli/main.ts'), source);
  for (let at = 0; at < 2; at++) expect(await run(folder, 'glow')).toBe('true\n, 3');
});

test('a run of the same verb that compiles more keeps that too', async () => {
  const folder = await checkout();
  const functions = Array.from({ length: 4_000 }, (_, at) => `(x: number) => x + ${at}`);
  const source = `const long = (x: number) => [${functions.join()}].reduce((sum, one) => sum + one(x), 0);
export async function main([, more]: readonly string[]): Promise<number> {
  console.log(more ? long(1) : 0);
  return 3;
}
`;
  writeFileSync(join(folder, 'src/cli/main.ts'), source);
  const sizes: number[] = [];
  for (const more of [[], ['more'], []]) {
    await run(folder, 'glow', ...more);
    const [bundle = ''] = bundles(folder);
    sizes.push(statSync(join(folder, 'node_modules/.cache/kpw', bundle, 'main.cjs.glow.cache')).size);
  }
  const [little = 0, much = 0, again] = sizes;
  expect(much).toBeGreaterThan(2 * little);
  expect(again).toBe(much);
});

test('what is not ASCII stays what it is in strings, expressions and templates', async () => {
  const folder = await checkout();
  const source = `const tag = ([word]: TemplateStringsArray) => word;
export async function main(): Promise<number> {
  // … a comment
  console.log('ü …', tag\`·\`, /^[…💡]+$/u.test('…💡'), 'ß💡'.replace(/ß/, 'ss'));
  return 0;
}
`;
  writeFileSync(join(folder, 'src/cli/main.ts'), source);
  expect(await run(folder)).toBe('ü … · true ss💡\n, undefined');
});

const bundles = (folder: string) => readdirSync(join(folder, 'node_modules/.cache/kpw'));

test('a source is bundled once, and again when it changes; it knows where it is itself', async () => {
  const folder = await checkout();
  expect(await run(folder, 'a', 'b')).toBe('glow a b src/cli/main.ts\n, 3');
  expect(await run(folder)).toBe('glow  src/cli/main.ts\n, 3');
  expect(bundles(folder)).toHaveLength(1);
  writeFileSync(join(folder, 'src/cli/main.ts'), main('dim'));
  expect(await run(folder)).toBe('dim  src/cli/main.ts\n, 3');
  expect(bundles(folder)).toHaveLength(2);
});

test('what a verb compiled is kept for its next run, and made anew where it is damaged', async () => {
  const folder = await checkout();
  expect(await run(folder, 'glow')).toBe('glow glow src/cli/main.ts\n, 3');
  const [bundle = ''] = bundles(folder);
  const kept = join(folder, 'node_modules/.cache/kpw', bundle, 'main.cjs.glow.cache');
  const whole = readFileSync(kept);
  truncateSync(kept, whole.length / 2);
  expect(await run(folder, 'glow')).toBe('glow glow src/cli/main.ts\n, 3');
  expect(readFileSync(kept).length).toBeGreaterThan(whole.length / 2);
  // An option or a path is no verb, and names no file.
  expect(await run(folder, '--glow=a/b', '../c')).toBe('glow --glow=a/b ../c src/cli/main.ts\n, 3');
  const files = readdirSync(join(folder, 'node_modules/.cache/kpw', bundle));
  expect(files.filter((name) => name.endsWith('.cache'))).toEqual([
    'main.cjs.glow.cache',
    'main.cjs.none.cache',
  ]);
});

test('several that start at once make one bundle and run it', async () => {
  const folder = await checkout();
  const runs = await Promise.all([run(folder), run(folder), run(folder)]);
  expect(runs).toEqual(Array(3).fill('glow  src/cli/main.ts\n, 3'));
  expect(bundles(folder)).toHaveLength(1);
});

test('where nothing can be kept, the sources are run as they are', async () => {
  const folder = await checkout();
  // A file where the folder should be: also root cannot write below it.
  writeFileSync(join(folder, 'node_modules/.cache'), '');
  expect(await run(folder)).toBe('glow  src/cli/main.ts\n, 3');
});

test('a source that does not compile is told with its file and line', async () => {
  const folder = await checkout();
  writeFileSync(join(folder, 'src/cli/main.ts'), 'export const main = ;\n');
  const { stderr } = await execute(process.execPath, [join(folder, 'bin/kpw.mjs')]).catch((error) => error);
  expect(stderr).toMatchInlineSnapshot(`
    "error [SOURCE_BROKEN] a source of this checkout does not load: Unexpected ";"
    where src/cli/main.ts:1
    next  Mend that line, or take the file out of what is loaded (a topic lists its variants in index.ts).
    "
  `);
});
