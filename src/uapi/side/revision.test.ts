// SPDX-License-Identifier: GPL-2.0-only
// Repositories of libraries, at their revisions and as they are on disk.
import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder, testContext } from '../../../test/support.ts';
import type { Failure } from '../../failure.ts';
import { TARGETS } from '../targets.ts';
import { openSide, openSides, type UapiSide } from './open.ts';

const [X86] = TARGETS as readonly [(typeof TARGETS)[number]];
const context = testContext();

let library = '';

beforeAll(async () => {
  library = await repository(
    {
      Makefile: 'all:\n',
      'include/lamp/lamp.h': '#include <lamp/hue.h>\n#define LAMP 1\n',
      'include/lamp/hue.h': '#define HUE 1\n',
      'src/own.h': '#define OWN 1\n',
      'linux-headers/linux/fd.h': '#define FD 1\n',
    },
    { 'include/lamp/lamp.h': '#define LAMP 2\n', 'src/own.h': '#define OWN 2\n' },
  );
});

/** A repository with a revision v1, and v2 with other texts, which is checked out. */
async function repository(one: Record<string, string>, two: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
  git('init', '-q');
  for (const [tag, texts] of Object.entries({ v1: one, v2: two })) {
    for (const [path, text] of Object.entries(texts)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    git('add', '.');
    git('commit', '-qm', tag);
    git('tag', tag);
  }
  return folder;
}

const names = (side: UapiSide) => side.headers.names(X86);
const lamp = (side: UapiSide) => side.headers.get('lamp/lamp.h', X86)?.text.match(/LAMP \d/)?.[0];

test('the headers in include/ of a repository are compared, and what is left out is said', async () => {
  const { base, fresh } = await openSides(`${library}@v1`, [`${library}@v2`, library], context);
  expect([base, ...fresh].map(lamp)).toEqual(['LAMP 1', 'LAMP 2', 'LAMP 2']);
  for (const side of [base, ...fresh]) {
    expect(names(side)).toEqual(['lamp/hue.h', 'lamp/lamp.h']);
    expect(side.notes?.join()).toContain(
      'leaves out 2 headers elsewhere (linux-headers/linux/fd.h, src/own.h)',
    );
  }
});

test.each([
  [':', ['lamp/hue.h', 'lamp/lamp.h', 'linux-headers/linux/fd.h', 'src/own.h']],
  [':src', ['own.h']],
  [':linux-headers', ['linux/fd.h']],
  [':include/lamp/', ['hue.h', 'lamp.h']],
  [':include/lamp/lamp.h', ['lamp/lamp.h']],
])('v1%s names a part of the revision', async (part, expected) => {
  const side = await openSide(`${library}@v1${part}`, undefined, context);
  expect([names(side), side.notes]).toEqual([expected, undefined]);
});

test('a header of a revision has what it includes there', async () => {
  const side = await openSide(`${library}@v1:include/lamp/lamp.h`, undefined, context);
  expect(side.headers.get('lamp/hue.h', X86)?.text).toBe('#define HUE 1\n');
});

test('a header, and a patch from the top of the repository, are laid over a revision', async () => {
  const one = `${library}@v1`;
  const base = await openSide(one, undefined, context);
  const header = await openSide(join(library, 'include/lamp/lamp.h'), base, context);
  const diff = execFileSync('git', ['diff', 'v1', 'v2'], { cwd: library, encoding: 'latin1' });
  const patched = await openSide('-', base, context, async () => diff);
  const given = await openSide(`${library}@v2:include/lamp/lamp.h`, base, context);
  expect([header, patched, given].map(lamp)).toEqual(['LAMP 2', 'LAMP 2', 'LAMP 2']);
});

test('a patch from the top of the repository is laid over a folder of it', async () => {
  const patched = async (part: string, ...paths: string[]) => {
    const diff = execFileSync('git', ['diff', 'v1', 'v2', '--', ...paths], {
      cwd: library,
      encoding: 'latin1',
    });
    const base = await openSide(`${library}@v1${part}`, undefined, context);
    return openSide('-', base, context, async () => diff);
  };
  expect(lamp(await patched(':include'))).toBe('LAMP 2');
  const { notes, headers } = await patched(':include', 'src');
  expect([notes, headers.names(X86)]).toEqual([
    [`the patch touches no header of ${library}@v1:include`],
    ['lamp/hue.h', 'lamp/lamp.h'],
  ]);
});

test('a part of a kernel exports what lies below include/uapi', async () => {
  const part = await repository(
    { 'include/uapi/linux/fd.h': '', 'include/linux/own.h': '' },
    { README: '\n' },
  );
  expect(names(await openSide(`${part}@v1`, undefined, context))).toEqual(['linux/fd.h']);
});

test('what a revision does not hold is refused, with a name that is near', async () => {
  const bare = await repository({ README: 'One\n' }, { README: 'Two\n' });
  const refused = async (spec: string) => {
    const { code, title, hint } = (await openSide(spec, undefined, context).catch(
      (one: unknown) => one,
    )) as Failure;
    return [code, title, hint?.replace(library, 'LIB')].join(' | ');
  };
  expect(
    await Promise.all(
      [`${library}@v1:inclde`, `${library}@v1:Makefile`, `${library}@v3`, `${bare}@v1`, `${bare}@v1:`].map(
        refused,
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "UNKNOWN_NAME | the revision has no inclde | Did you mean LIB@v1:include?",
      "UNKNOWN_NAME | it is a file, and no header | Name a header (.h), or a folder of them.",
      "UNKNOWN_NAME | the repository has no revision v3 | Did you mean v1 or v2?",
      "TREE_UNSUITABLE | this is not kernel source | Name the top folder of a kernel tree, or a revision that has one.",
      "UNKNOWN_NAME | there is no header in it | Name a folder that holds headers, or leave it out.",
    ]
  `);
  await rm(bare, { recursive: true });
});
