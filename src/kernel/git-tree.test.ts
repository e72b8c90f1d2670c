// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { parseBatch } from './cat-file.ts';
import { TreeUnsuitable, UnknownRevision } from './failures.ts';
import { openTree } from './open.ts';
import { scratch, testContext } from './testing/context.ts';
import { FAKE_KERNEL, writeFiles } from './testing/fake-kernel.ts';

const IDENTITY = { GIT_AUTHOR_NAME: 'T', GIT_AUTHOR_EMAIL: 't@example.org', GIT_COMMITTER_NAME: 'T' };

async function git(cwd: string, ...args: string[]): Promise<string> {
  const env = { ...IDENTITY, GIT_COMMITTER_EMAIL: 't@example.org', GIT_CONFIG_GLOBAL: '/dev/null' };
  return (await execa('git', args, { cwd, env })).stdout;
}

/** A repository with a kernel in `below`, tagged v9.9, whose work tree was changed afterwards. */
async function repository(below = ''): Promise<string> {
  const folder = await scratch();
  const kernel = join(folder, below);
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await writeFiles(kernel, FAKE_KERNEL);
  await symlink('MAINTAINERS', join(kernel, 'inside'));
  await symlink('/etc/hostname', join(kernel, 'outside'));
  await git(folder, 'add', '.');
  await git(folder, 'commit', '--quiet', '--message=x');
  await git(folder, 'tag', 'v9.9');
  await writeFile(join(kernel, 'MAINTAINERS'), 'changed on disk\n');
  await rm(join(kernel, 'Kbuild'));
  return folder;
}

test('a revision is read, and the work tree is left as it was', async () => {
  const [folder, context] = [await repository(), await testContext()];
  const status = await git(folder, 'status', '--porcelain');
  const index = (await stat(join(folder, '.git/index'))).mtimeMs;
  const tree = await openTree(`${folder}@v9.9`, context);
  expect(
    await Promise.all(
      ['MAINTAINERS', 'Kbuild', 'inside', 'outside', 'drivers', 'x'].map((p) => tree.read(p)),
    ),
  ).toMatchInlineSnapshot(`
    [
      "VFIO DRIVER
    ",
      "# top
    ",
      "VFIO DRIVER
    ",
      undefined,
      undefined,
      undefined,
    ]
  `);
  expect(await tree.read('drivers/vfio/pci/vfio_pci.c')).toBe('/* caf\xe9 */\n');
  expect(await tree.list('drivers')).toEqual(['drivers/net/dummy.c', 'drivers/vfio/pci/vfio_pci.c']);
  expect(await tree.list('')).not.toContain('outside');
  expect([tree.release, tree.label.replace(/^.*-v/, 'NAME-v'), tree.base]).toEqual([
    '9.9.1',
    'NAME-v9.9',
    { kind: 'git', commit: await git(folder, 'rev-parse', 'HEAD'), path: folder },
  ]);
  // In this order: git status itself renews the index.
  expect((await stat(join(folder, '.git/index'))).mtimeMs).toBe(index);
  expect(await git(folder, 'status', '--porcelain')).toBe(status);
});

test('without a revision the files are read as they are on disk, and that is said', async () => {
  const [folder, context] = [await repository(), await testContext()];
  await writeFile(join(folder, 'Kbuild'), '');
  const tree = await openTree(folder, context);
  expect(await tree.read('MAINTAINERS')).toBe('changed on disk\n');
  expect(context.said.map((line) => line.replaceAll(folder, 'PATH'))).toMatchInlineSnapshot(`
    [
      "tree PATH | done | 9.9.1, as it is on disk; PATH@REV reads a revision instead",
    ]
  `);
});

test('tags, branches, short ids, bare repositories, other work trees and folders below the top are read', async () => {
  const [folder, context] = [await repository('kernel'), await testContext()];
  const [bare, other] = [await scratch(), join(await scratch(), 'other')];
  await git(folder, 'clone', '--quiet', '--bare', folder, join(bare, 'linux.git'));
  await git(folder, 'worktree', 'add', '--quiet', '--no-checkout', other);
  const short = await git(folder, 'rev-parse', '--short', 'HEAD');
  for (const revision of ['v9.9', 'main', short, 'HEAD', 'main@{0}'])
    expect((await openTree(`${join(folder, 'kernel')}@${revision}`, context)).release).toBe('9.9.1');

  const flat = await repository();
  await git(flat, 'clone', '--quiet', '--bare', flat, join(bare, 'flat.git'));
  await git(flat, 'worktree', 'add', '--quiet', '--no-checkout', join(bare, 'tree'));
  for (const place of ['flat.git', 'tree'])
    expect((await openTree(`${join(bare, place)}@v9.9`, context)).release).toBe('9.9.1');
});

test('files are exported from the revision with their modes', async () => {
  const [folder, context, into] = [await repository(), await testContext(), await scratch()];
  const tree = await openTree(`${folder}@v9.9`, context);
  await tree.export(['MAINTAINERS', 'scripts', 'drivers/vfio', 'none'], into);
  expect((await readdir(into, { recursive: true })).sort()).toMatchInlineSnapshot(`
    [
      "MAINTAINERS",
      "drivers",
      "drivers/vfio",
      "drivers/vfio/pci",
      "drivers/vfio/pci/vfio_pci.c",
      "scripts",
      "scripts/checkpatch.pl",
    ]
  `);
  expect(await readFile(join(into, 'drivers/vfio/pci/vfio_pci.c'), 'latin1')).toBe('/* caf\xe9 */\n');
  expect((await stat(join(into, 'scripts/checkpatch.pl'))).mode & 0o111).not.toBe(0);
});

test('a revision that is not there is answered with the nearest that are', async () => {
  const [folder, context] = [await repository(), await testContext()];
  const error = await openTree(`${folder}@v9.8`, context).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UnknownRevision);
  const { title, detail, hint } = error as UnknownRevision;
  expect({ title, detail, hint }).toMatchInlineSnapshot(`
    {
      "detail": "It has 2 tags and branches, among them main, v9.9.",
      "hint": "Did you mean v9.9?",
      "title": "the repository has no revision v9.8",
    }
  `);
});

test('a revision that would be an option of git is only an unknown revision', async () => {
  const [folder, context] = [await repository(), await testContext()];
  await expect(openTree(`${folder}@--output=x`, context)).rejects.toThrow(UnknownRevision);
});

test('a bare repository without a revision is told to name one', async () => {
  const [folder, context, bare] = [await repository(), await testContext(), await scratch()];
  await git(folder, 'clone', '--quiet', '--bare', folder, join(bare, 'linux.git'));
  const error = await openTree(join(bare, 'linux.git'), context).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TreeUnsuitable);
  expect((error as TreeUnsuitable).hint).toBe(
    `This is a git repository without files: name a revision, ${join(bare, 'linux.git')}@HEAD`,
  );
});

test('a revision of a folder that is no repository is refused', async () => {
  const [folder, context] = [await scratch(), await testContext()];
  await expect(openTree(`${folder}@v9.9`, context)).rejects.toThrow(
    'git finds no repository in this folder, so it has no revisions',
  );
});

test('git’s answers are taken apart by their sizes, whatever the contents look like', () => {
  const id = '0'.repeat(40);
  const output = `${id} blob 9\na missing\nsymlink 4\n../x\nnone missing\n${id} tree 3\nabc\n${id} blob 0\n\n`;
  expect(parseBatch(Buffer.from(output), 5).map(String)).toEqual([
    'a missing',
    'undefined',
    'undefined',
    'undefined',
    '',
  ]);
});
