// SPDX-License-Identifier: GPL-2.0-only
// Repositories of libraries, at their revisions and as they are on disk.
import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
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

test('a kernel exports links that are called as headers, at a revision and on disk, and no links of folders', async () => {
  const folder = await repository(
    {
      'include/uapi/linux/lamp.h': '#define LAMP 1\n',
      'include/uapi/linux/types.h': '\n',
      'arch/x86/include/uapi/asm/types.h': '\n',
    },
    { 'drivers/lamp/lamp.c': 'int lamp;\n' },
  );
  await symlink('lamp.h', join(folder, 'include/uapi/linux/bulb.h'));
  await symlink('../../../../../include/uapi/linux/bulb.h', join(folder, 'arch/x86/include/uapi/asm/bulb.h'));
  await symlink('gone.h', join(folder, 'include/uapi/linux/gone.h'));
  await symlink('linux', join(folder, 'include/uapi/lights'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
  git('add', '.');
  git('commit', '-qm', 'links');
  for (const spec of [folder, `${folder}@HEAD`]) {
    const side = await openSide(spec, undefined, context);
    expect(names(side)).toEqual([
      'asm/bulb.h',
      'asm/types.h',
      'linux/bulb.h',
      'linux/lamp.h',
      'linux/types.h',
    ]);
    for (const name of ['asm/bulb.h', 'linux/bulb.h'])
      expect(side.headers.get(name, X86)?.text).toBe('#define LAMP 1\n');
    expect([...(side.files.unread?.keys() ?? [])]).toEqual(['include/uapi/linux/gone.h']);
  }
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

/** A repository whose include/ has links: to a header beside it, outside of include/, to a folder, out, and in a circle. */
async function linked(): Promise<string> {
  const folder = await repository(
    {
      'include/lamp/lamp.h': '#define LAMP 1\n',
      'src/own.h': '#define OWN 1\n',
      'hues/hue.h': '#define HUE 1\n',
    },
    { 'include/lamp/lamp.h': '#define LAMP 2\n' },
  );
  const links = {
    'include/lamp/alias.h': 'lamp.h',
    'include/lamp/again.h': 'alias.h',
    'include/lamp/own.h': '../../src/own.h',
    'include/hues': '../hues',
    'include/lamp/up': '..',
    'include/lamp/out.h': '/usr/include/lamp.h',
    'include/lamp/far.h': '../../../lamp.h',
    'include/lamp/none.h': 'none/at/all.h',
    'include/lamp/circle.h': 'circle.h',
    api: 'include/lamp',
  };
  for (const [path, target] of Object.entries(links)) await symlink(target, join(folder, path));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
  git('add', '.');
  git('commit', '-qm', 'links');
  git('tag', 'v3');
  return folder;
}

test('links of a revision count as what they lead to in it, and those that lead to nothing are named', async () => {
  const folder = await linked();
  const side = await openSide(`${folder}@v3`, undefined, context);
  const text = (name: string) => side.headers.get(name, X86)?.text;
  expect(names(side)).toEqual(['hues/hue.h', 'lamp/again.h', 'lamp/alias.h', 'lamp/lamp.h', 'lamp/own.h']);
  expect(['lamp/again.h', 'lamp/own.h', 'hues/hue.h'].map(text)).toEqual([
    '#define LAMP 2\n',
    '#define OWN 1\n',
    '#define HUE 1\n',
  ]);
  expect([...(side.files.unread ?? [])].sort()).toEqual([
    ['include/lamp/circle.h', 'the symbolic link leads in a circle'],
    ['include/lamp/far.h', 'the symbolic link leads out of the repository'],
    ['include/lamp/none.h', 'the symbolic link leads nowhere'],
    ['include/lamp/out.h', 'the symbolic link leads out of the repository'],
  ]);
  const part = await openSide(`${folder}@v3:api`, undefined, context);
  expect(names(part)).toEqual(['again.h', 'alias.h', 'lamp.h', 'own.h']);
  const one = await openSide(`${folder}@v3:include/lamp/again.h`, undefined, context);
  expect(one.headers.get('lamp/again.h', X86)?.text).toBe('#define LAMP 2\n');
  await expect(openSide(`${folder}@v3:include/lamp/out.h`, undefined, context)).rejects.toMatchObject({
    title:
      'include/lamp/out.h leads to /usr/include/lamp.h, and the symbolic link leads out of the repository',
  });
});

test('a patch of what a link leads to, and one of a link, change the header that it stands for', async () => {
  const folder = await linked();
  const patched = async (name: string, body: string) => {
    const patch = join(await temporaryFolder(), name);
    await writeFile(patch, body);
    const { fresh } = await openSides(`${folder}@v3`, [patch], context);
    const [side] = fresh as [UapiSide];
    return Object.fromEntries(names(side).map((one) => [one, side.headers.get(one, X86)?.text.trim()]));
  };
  const file =
    '--- a/include/lamp/lamp.h\n+++ b/include/lamp/lamp.h\n@@ -1 +1 @@\n-#define LAMP 2\n+#define LAMP 3\n';
  expect(await patched('file.patch', file)).toMatchObject({
    'lamp/lamp.h': '#define LAMP 3',
    'lamp/alias.h': '#define LAMP 3',
    'lamp/again.h': '#define LAMP 3',
    'lamp/own.h': '#define OWN 1',
  });
  const none = '\\ No newline at end of file\n';
  const turned = `diff --git a/include/lamp/alias.h b/include/lamp/alias.h\nindex 1111111..2222222 120000\n--- a/include/lamp/alias.h\n+++ b/include/lamp/alias.h\n@@ -1 +1 @@\n-lamp.h\n${none}+own.h\n${none}`;
  expect(await patched('link.patch', turned)).toMatchObject({
    'lamp/alias.h': '#define OWN 1',
    'lamp/again.h': '#define OWN 1',
    'lamp/lamp.h': '#define LAMP 2',
  });
  const gone = `diff --git a/include/lamp/alias.h b/include/lamp/alias.h\ndeleted file mode 120000\nindex 1111111..0000000\n--- a/include/lamp/alias.h\n+++ /dev/null\n@@ -1 +0,0 @@\n-lamp.h\n${none}`;
  const filed = `diff --git a/include/lamp/alias.h b/include/lamp/alias.h\nnew file mode 100644\nindex 0000000..2222222\n--- /dev/null\n+++ b/include/lamp/alias.h\n@@ -0,0 +1,2 @@\n+#define LAMP 2\n+#define ALIAS 1\n`;
  expect(await patched('filed.patch', gone + filed)).toMatchObject({
    'lamp/alias.h': '#define LAMP 2\n#define ALIAS 1',
    'lamp/again.h': '#define LAMP 2\n#define ALIAS 1',
  });
  const left = await patched('gone.patch', gone);
  expect([left['lamp/alias.h'], left['lamp/again.h']]).toEqual([undefined, undefined]);
  const made = `diff --git a/include/lamp/made.h b/include/lamp/made.h\nnew file mode 120000\nindex 0000000..2222222\n--- /dev/null\n+++ b/include/lamp/made.h\n@@ -0,0 +1 @@\n+lamp.h\n${none}`;
  expect(await patched('made.patch', made)).toMatchObject({ 'lamp/made.h': '#define LAMP 2' });
});
