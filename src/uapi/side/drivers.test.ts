// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOnDisk, testContext } from '../../../test/support.ts';
import { TextFiles } from '../headers/files.ts';
import { withDrivers } from './drivers.ts';
import { openSide } from './open.ts';
import { overlay } from './overlay.ts';
import { kernelSide, type SideTree, type UapiSide } from './side.ts';

type Texts = Readonly<Record<string, string>>;

const context = testContext();
const LAMP = 'include/uapi/linux/lamp.h';
const TREE = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 2\nEXTRAVERSION =\n',
  Kbuild: '\n',
  [LAMP]: '#define LAMP 1\n',
  'include/uapi/linux/types.h': '\n',
  'drivers/vfio/vfio.c': 'int vfio;\n',
  'drivers/char/lamp.c': '#include <linux/lamp.h>\n',
  'drivers/char/bulb.c': 'int bulb;\n',
  'drivers/char/Kconfig': 'config LAMP\n',
  'drivers/char/deep/hue.c': 'int hue;\n',
  'net/lamp.c': '#include "../include/uapi/linux/lamp.h"\n',
  'tools/lamp.c': '#include <linux/lamp.h>\n',
};

/** A kernel tree in memory; whole, in a folder of its own that nobody looks into. */
function kernel(
  texts: Texts,
  tree: SideTree = { folder: `/made/${Object.values(texts).join()}`, partial: false },
) {
  return kernelSide('made', 'made', new TextFiles(new Map(Object.entries(texts))), { tree });
}

/** The drivers that both sides are read with; the new one's text of each stands behind it where it is another. */
async function readWith(before: UapiSide, after: UapiSide) {
  const pair = await withDrivers(before, after, context);
  const all = new Set([...pair.before.sources.paths, ...pair.after.sources.paths]);
  const lines = [...all].sort().map((path) => {
    const [was, is] = [pair.before, pair.after].map(
      ({ sources }) => sources.get(path)?.text.trim() ?? 'none',
    );
    return was === is ? path : `${path}: ${was} → ${is}`;
  });
  return { read: lines, unread: pair.after.unreadDrivers };
}

const edited = (below: UapiSide, texts: Texts) =>
  overlay(below, new Map(Object.entries(texts)), { spec: '-' });

test('of an edit what it touches is read, with the files of C beside it, on both sides', async () => {
  const base = kernel(TREE);
  expect(await readWith(base, edited(base, { 'drivers/char/bulb.c': 'long bulb;\n' }))).toEqual({
    read: ['drivers/char/bulb.c: int bulb; → long bulb;', 'drivers/char/lamp.c', 'drivers/vfio/vfio.c'],
    unread: undefined,
  });
});

test('of a large patch both sides read every file that it touches', async () => {
  const many = Array.from({ length: 300 }, (_, at) => `sound/lamp${at}.c`);
  const base = kernel({ ...TREE, ...Object.fromEntries(many.map((path) => [path, 'int hue;\n'])) });
  const edit = edited(base, Object.fromEntries(many.map((path) => [path, 'long hue;\n'])));
  const { read, unread } = await readWith(base, edit);
  expect(read.filter((line) => line.endsWith('int hue; → long hue;'))).toHaveLength(300);
  expect(unread).toBeUndefined();
});

test('exported headers of architectures without a target are named where they differ', async () => {
  const asm = 'arch/sparc/include/uapi/asm/lamp.h';
  const base = kernel({ ...TREE, [asm]: '#define LAMP 2\n' });
  const patched = await withDrivers(base, edited(base, { [asm]: '#define LAMP 3\n' }), context);
  expect(patched.after.foreign).toEqual([asm]);
  const [one, other] = [TREE, { ...TREE, [asm]: '' }].map((texts) =>
    kernel(texts, { folder: `/made/${Object.keys(texts).length}`, partial: false }),
  ) as [UapiSide, UapiSide];
  expect((await withDrivers(one, other, context)).after.foreign).toEqual([asm]);
  expect((await withDrivers(one, one, context)).after.foreign).toBeUndefined();
});

test('tables of system calls that no header is read of are named where a call is another one', async () => {
  const mips = 'arch/mips/kernel/syscalls/syscall_n64.tbl';
  const own = 'arch/x86/entry/syscalls/syscall_64.tbl';
  const odd = 'arch/x86/entry/syscalls/syscall_lamp.tbl';
  const texts = Object.fromEntries(
    [mips, own, odd].map((path) => [path, '# a call\n0\tcommon\tlamp\tsys_lamp\n']),
  );
  const unread = async (more: Texts, from: string, to: string) => {
    const all = { ...TREE, ...texts, ...more };
    const changed = Object.fromEntries(
      [mips, own, odd].map((path) => [path, (texts[path] ?? '').replace(from, to)]),
    );
    const base = kernel(all);
    return (await withDrivers(base, edited(base, changed), context)).after.unreadTables;
  };
  const added = ['\n0', '\n1\tcommon\tdim\tsys_dim\n0'] as const;
  expect(await unread({}, '\n0', '\n2')).toEqual([mips, odd]);
  expect(await unread({}, ...added)).toEqual([mips, odd]);
  expect(await unread({}, '# a call', '#  a system call')).toBeUndefined();
  const makefiles = Object.fromEntries([mips, own].map((path) => [path.replace(/[^/]*$/, 'Makefile'), '\n']));
  expect(await unread(makefiles, '\n0', '\n2')).toEqual([mips]);
  expect(await unread(makefiles, ...added)).toBeUndefined();
});

test('of an edit of pages, tools and drivers that every side reads, nothing beside it is read', async () => {
  const base = kernel({ ...TREE, 'Documentation/lamp.rst': '', 'tools/bulb.c': '' });
  const texts = {
    'Documentation/lamp.rst': 'lamp',
    'tools/lamp.c': 'int lamp;\n',
    'drivers/vfio/vfio.c': 'long vfio;\n',
  };
  expect((await readWith(base, edited(base, texts))).read.map((line) => line.split(':')[0])).toEqual([
    'Documentation/lamp.rst',
    'drivers/vfio/vfio.c',
    'tools/lamp.c',
  ]);
});

test('of a folder with hundreds of files only the touched ones are read', async () => {
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`drivers/char/x${at}.c`, '\n']));
  const base = kernel({ ...TREE, ...many });
  const { read } = await readWith(base, edited(base, { 'drivers/char/x7.c': 'int x;\n' }));
  expect(read).toEqual(['drivers/char/x7.c:  → int x;', 'drivers/vfio/vfio.c']);
});

test('of two trees the files that differ are read, with those beside them', async () => {
  const after = {
    ...TREE,
    'drivers/char/deep/hue.c': 'long hue;\n',
    'drivers/char/deep/new.c': 'int fresh;\n',
  };
  expect(await readWith(kernel(TREE), kernel(after))).toEqual({
    read: [
      'drivers/char/deep/hue.c: int hue; → long hue;',
      'drivers/char/deep/new.c: none → int fresh;',
      'drivers/vfio/vfio.c',
    ],
    unread: undefined,
  });
});

test('where the trees are not at hand whole, or too many files differ, that is said', async () => {
  const part = kernel(TREE, { folder: '/a', partial: true });
  expect(await readWith(part, kernel(TREE, { folder: '/b', partial: true }))).toEqual({
    read: ['drivers/vfio/vfio.c'],
    unread: ['drivers'],
  });
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`drivers/x/x${at}.c`, '\n']));
  expect((await readWith(kernel(TREE), kernel({ ...TREE, ...many }))).unread).toEqual(['drivers']);
});

test('files beside the touched one that a Debian tree does not hold are fetched, and the touched one is not', async () => {
  const asked: string[] = [];
  const tree = {
    folder: '/made',
    partial: true,
    list: async (folder: string) => [`${folder}/lamp.c`, `${folder}/bulb.c`, `${folder}/Kconfig`],
  };
  const base: UapiSide = {
    ...kernel(TREE, tree),
    fetch: async (paths) => {
      asked.push(...paths);
      return new Map(paths.map((path) => [path, `of ${path}\n`]));
    },
  };
  const patched = {
    ...edited(base, { 'sound/lamp.c': 'int sound;\n' }),
    fetched: new Map([['sound/lamp.c', 'int lamp;\n']]),
  };
  expect((await readWith(base, patched)).read).toEqual([
    'drivers/vfio/vfio.c',
    'sound/bulb.c',
    'sound/lamp.c: int lamp; → int sound;',
  ]);
  // For each of the sides.
  expect(asked).toEqual(['sound/bulb.c', 'sound/bulb.c']);
});

test('folders of headers have no drivers, and stay as they are', async () => {
  const folder = { ...kernel(TREE), kind: 'folder' as const };
  expect(await withDrivers(folder, folder, context)).toEqual({ before: folder, after: folder });
});

/** A tree on disk, where grep finds who includes a header. */
const WIDER = { [LAMP]: '#define LAMP 2\n' };

test('who includes a header that differs is read, in a folder', async () => {
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const { read } = await readWith(base, edited(base, WIDER));
  expect(read).toEqual(['drivers/char/lamp.c', 'drivers/vfio/vfio.c', 'net/lamp.c']);
});

test('who includes a header that differs is read, at a revision', async () => {
  const folder = await filesOnDisk(TREE);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'One');
  const base = await openSide(`${folder}@main`, undefined, context);
  await writeFile(join(folder, 'net/lamp.c'), 'int none;\n');
  const { read } = await readWith(base, edited(base, WIDER));
  expect(read).toEqual(['drivers/char/lamp.c', 'drivers/vfio/vfio.c', 'net/lamp.c']);
});

test('where many headers differ nobody who includes them is looked for', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 31 }, (_, at) => [`include/uapi/linux/lamp${at}.h`, `#define LAMP${at}\n`]),
  );
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const { read } = await readWith(base, edited(base, { ...WIDER, ...many }));
  expect(read).toEqual(['drivers/vfio/vfio.c']);
});

test('of a revision and the work tree, which may have new files, the drivers that differ are read', async () => {
  const folder = await filesOnDisk(TREE);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'one');
  const onDisk = async () => {
    const [before, after] = [
      await openSide(`${folder}@HEAD`, undefined, context),
      await openSide(folder, undefined, context),
    ];
    return [await readWith(before, after), await readWith(after, before)].map(({ read, unread }) => ({
      read: read.filter((path) => path.startsWith('drivers/char/')),
      unread,
    }));
  };
  expect(await onDisk()).toEqual([
    { read: [], unread: undefined },
    { read: [], unread: undefined },
  ]);
  await writeFile(join(folder, 'drivers/char/bulb.c'), 'long bulb;\n');
  await writeFile(join(folder, 'drivers/char/new.c'), 'int fresh;\n');
  expect(await onDisk()).toEqual([
    {
      read: [
        'drivers/char/bulb.c: int bulb; → long bulb;',
        'drivers/char/lamp.c',
        'drivers/char/new.c: none → int fresh;',
      ],
      unread: undefined,
    },
    {
      read: [
        'drivers/char/bulb.c: long bulb; → int bulb;',
        'drivers/char/lamp.c',
        'drivers/char/new.c: int fresh; → none',
      ],
      unread: undefined,
    },
  ]);
});
