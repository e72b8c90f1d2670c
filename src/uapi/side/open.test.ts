// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawn } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOnDisk, testContext } from '../../../test/support.ts';
import type { Failure } from '../../failure.ts';
import { apiOf } from '../api.ts';
import { fallbackNote } from '../fallback.ts';
import { TARGETS } from '../targets.ts';
import { openSide, openSides, overlay, type UapiSide } from './open.ts';
import { sourcesIn } from './sources.ts';

const [X86, I386, , ARM64] = TARGETS as readonly [(typeof TARGETS)[number], ...(typeof TARGETS)[number][]];

const LAMP = 'struct lamp {\n\t__u32 argsz;\n\t__u32 flags;\n};\n';
const TYPES = '#include <asm/types.h>\n';
const TREE = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 2\nEXTRAVERSION =\n',
  Kbuild: '\n',
  'include/uapi/linux/lamp.h': LAMP,
  'include/uapi/linux/types.h': 'typedef unsigned int __u32;\n',
  'include/uapi/linux/kvm.h': '#include <asm/kvm.h>\n',
  'include/uapi/Kbuild':
    'ifeq ($(wildcard $(srctree)/arch/$(SRCARCH)/include/uapi/asm/kvm.h),)\nno-export-headers += linux/kvm.h\nendif\n',
  'include/uapi/asm-generic/Kbuild': 'mandatory-y += types.h\nmandatory-y += poll.h\n',
  'include/uapi/asm-generic/types.h': '\n',
  'arch/x86/include/uapi/asm/kvm.h': '\n',
  'arch/x86/include/uapi/asm/types.h': '\n',
  'drivers/vfio/lamp.c': 'int lamp;\n',
  'drivers/gpu/lamp.c': 'int gpu;\n',
};

function diff(path: string, from: string, to: string): string {
  return `--- a/${path}\n+++ b/${path}\n@@ -1,4 +1,4 @@\n struct lamp {\n-\t${from}\n+\t${to}\n \t__u32 flags;\n };\n`;
}

const WIDER = diff('include/uapi/linux/lamp.h', '__u32 argsz;', '__u64 argsz;');

const context = testContext();
const lamp = (side: UapiSide) => side.headers.get('linux/lamp.h', X86)?.text;

async function failure(work: Promise<unknown>): Promise<Pick<Failure, 'code' | 'title' | 'hint'>> {
  const { code, title, hint } = (await work.catch((error: unknown) => error)) as Failure;
  return { code, title: title.replace(/\/tmp\S+/, 'TREE'), hint };
}

test('a kernel tree exports what its kbuild files say, for each architecture', async () => {
  const side = await openSide(await filesOnDisk(TREE), undefined, context);
  expect({ x86: side.headers.names(X86), arm64: side.headers.names(ARM64 ?? X86) }).toMatchInlineSnapshot(`
    {
      "arm64": [
        "asm-generic/types.h",
        "asm/poll.h",
        "asm/types.h",
        "linux/lamp.h",
        "linux/types.h",
        "linux/version.h",
      ],
      "x86": [
        "asm-generic/types.h",
        "asm/kvm.h",
        "asm/poll.h",
        "asm/types.h",
        "linux/kvm.h",
        "linux/lamp.h",
        "linux/types.h",
        "linux/version.h",
      ],
    }
  `);
  expect(side.headers.get('asm/poll.h', X86)).toMatchObject({
    path: 'asm/poll.h',
    text: '#include <asm-generic/poll.h>\n',
    generated: true,
  });
  expect(side.sources.paths).toEqual(['drivers/vfio/lamp.c']);
  expect(side.lacks).toEqual({ mails: 'trees are compared, not mails' });
});

test('a patch on standard input is applied to the other side, and shares all else with it', async () => {
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const side = await openSide('-', base, context, async () => WIDER);
  expect(lamp(side)).toContain('__u64 argsz');
  expect(side.headers.get('linux/types.h', X86)).toBe(base.headers.get('linux/types.h', X86));
  expect(side.sources).toBe(base.sources);
  expect(side.headers.get('linux/lamp.h', I386 ?? X86)).toBe(side.headers.get('linux/lamp.h', X86));
});

test('patches make, move and remove headers, one after another in an mbox, quoted-printable too', async () => {
  const mail = (body: string) =>
    `From 0000000 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] lamp\nContent-Transfer-Encoding: quoted-printable\n\n${body}`;
  const made = mail(
    'L=C3=A4mp\n---\n--- /dev/null\n+++ b/include/uapi/linux/new.h\n@@ -0,0 +1 @@\n+#define NEW (1 =3D=3D 1)\n',
  );
  const moved = mail(
    'diff --git a/include/uapi/linux/lamp.h b/include/uapi/linux/bulb.h\nsimilarity index 100%\n' +
      'rename from include/uapi/linux/lamp.h\nrename to include/uapi/linux/bulb.h\n',
  );
  const folder = await filesOnDisk({ 'series.mbox': made + moved });
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const side = await openSide(join(folder, 'series.mbox'), base, context);
  expect(side.headers.names(X86).filter((name) => name.startsWith('linux/'))).toEqual([
    'linux/bulb.h',
    'linux/kvm.h',
    'linux/new.h',
    'linux/types.h',
    'linux/version.h',
  ]);
  expect(side.headers.get('linux/new.h', X86)?.text).toBe('#define NEW (1 == 1)\n');
});

test('a patch that does not apply, touches nothing of the side, or is none, is refused', async () => {
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const refused = (text: string) => failure(openSide('-', base, context, async () => text));
  expect([
    await refused(diff('include/uapi/linux/lamp.h', '__u16 argsz;', '__u64 argsz;')),
    await refused(diff('include/uapi/linux/none.h', '__u32 argsz;', '__u64 argsz;')),
    await refused(diff('lamps/lamp.h', '__u32 argsz;', '__u64 argsz;')),
    await refused('Lamps are nice.\n'),
    await failure(openSide('-', undefined, context, async () => WIDER)),
  ]).toMatchInlineSnapshot(`
    [
      {
        "code": "PATCH_REJECTED",
        "hint": "Make it against that side, or name the side that it was made against.",
        "title": "the patch does not apply to TREE",
      },
      {
        "code": "PATCH_REJECTED",
        "hint": "Make it against that side, or name the side that it was made against.",
        "title": "the patch does not apply to TREE",
      },
      {
        "code": "PATCH_REJECTED",
        "hint": "Make the patch from the top folder of a kernel tree.",
        "title": "TREE holds none of the files that the patch touches",
      },
      {
        "code": "NO_PATCH",
        "hint": "Hand in a unified diff, as git diff and git format-patch write it.",
        "title": "there is no diff in it",
      },
      {
        "code": "UNKNOWN_NAME",
        "hint": "Name a tree, a folder or a header as the other side: kpw uapi diff debian:6.12 -",
        "title": "standard input is a patch, and there is nothing to apply it to",
      },
    ]
  `);
});

test('a patch of a driver that is not at hand changes nothing, and what was not read is said', async () => {
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const text = diff('sound/lamp.c', '__u32 argsz;', '__u64 argsz;');
  const { notes, unreadDrivers } = await openSide('-', base, context, async () => text);
  expect({ notes, unreadDrivers }).toEqual({
    notes: ['the patch touches no exported header and no driver at hand'],
    unreadDrivers: ['sound/lamp.c'],
  });
});

test('of a patch that also touches what the side does not hold, the rest is applied', async () => {
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const elsewhere = diff('sound/lamp.h', '__u32 argsz;', '__u64 argsz;');
  expect(lamp(await openSide('-', base, context, async () => elsewhere + WIDER))).toContain('__u64 argsz');
});

test('a header is laid over a tree, by its installed name or by its own; as the old side too', async () => {
  const tree = await filesOnDisk(TREE);
  const mine = await filesOnDisk({ 'linux/lamp.h': '/* mine */\n', 'lamp.h': '/* mine too */\n' });
  const base = await openSide(tree, undefined, context);
  expect(lamp(await openSide(join(mine, 'linux/lamp.h'), base, context))).toBe('/* mine */\n');
  expect(lamp(await openSide(join(mine, 'lamp.h'), base, context))).toBe('/* mine too */\n');
  const sides = await openSides(join(mine, 'lamp.h'), [tree], context);
  expect([sides.base, ...sides.fresh].map(lamp)).toEqual(['/* mine too */\n', LAMP]);
});

test('two headers are compared under one name, with the includes that lie beside them', async () => {
  const one = await filesOnDisk({ 'old.h': LAMP, 'shade.h': '/* shade */\n' });
  const two = await filesOnDisk({ 'new.h': '/* new */\n' });
  const { base, fresh } = await openSides(join(one, 'old.h'), [join(two, 'new.h')], context);
  expect([base, ...fresh].map((side) => side.headers.names(X86))).toEqual([['old.h'], ['old.h']]);
  expect(base.headers.get('shade.h', X86)?.text).toBe('/* shade */\n');
  expect(base.headers.get('linux/types.h', X86)?.generated).toBe(true);
  const patched = await openSide('-', base, context, async () =>
    diff('x/old.h', '__u32 argsz;', '__u64 argsz;'),
  );
  expect(patched.headers.get('old.h', X86)?.text).toContain('__u64 argsz');
  const named = await openSide('-', base, context, async () =>
    diff('old.h', '__u32 argsz;', '__u64 argsz;').replace('b/old.h', 'new.h\t2024-01-01'),
  );
  expect(named.headers.get('old.h', X86)?.text).toContain('__u64 argsz');
});

test('a file that cannot be read is refused', async () => {
  expect(await failure(openSide('/proc/self/mem', undefined, context))).toMatchInlineSnapshot(`
    {
      "code": "UNKNOWN_NAME",
      "hint": "Name a file or a folder that you may read.",
      "title": "it cannot be read (EIO)",
    }
  `);
});

test('a pipe is what comes out of it, a header or a patch', async () => {
  const folder = await filesOnDisk({
    'lamp.h': LAMP,
    'lamp.patch': diff('lamp.h', '__u32 argsz;', '__u64 argsz;'),
  });
  const [header, patch] = [join(folder, 'one'), join(folder, 'two')];
  execFileSync('mkfifo', [header, patch]);
  spawn('sh', ['-c', `cat '${folder}/lamp.h' > '${header}'; cat '${folder}/lamp.patch' > '${patch}'`]);
  const { base, fresh } = await openSides(header, [patch], context);
  expect([base, ...fresh].map((side) => side.headers.get('one', X86)?.text.split('\n')[1])).toEqual([
    '\t__u32 argsz;',
    '\t__u64 argsz;',
  ]);
});

test('a header as the old side is the one of a folder that it stands for, as the new side is', async () => {
  const mine = join(await filesOnDisk({ 'lamp.h': '/* mine */\n' }), 'lamp.h');
  const folder = await filesOnDisk({ 'linux/lamp.h': LAMP, 'linux/bulb.h': '/* bulb */\n' });
  for (const [old, fresh] of [
    [mine, folder],
    [folder, mine],
  ] as const) {
    const sides = await openSides(old, [fresh], context);
    const texts = [sides.base, ...sides.fresh].map((side) => [side.headers.names(X86).join(' '), lamp(side)]);
    const both = texts.map(([names, text]) => `${names}: ${text === LAMP ? 'theirs' : 'mine'}`);
    expect(old === mine ? both : both.reverse()).toEqual([
      'linux/bulb.h linux/lamp.h: mine',
      'linux/bulb.h linux/lamp.h: theirs',
    ]);
  }
});

test('a header that is a symlink is what it leads to', async () => {
  const folder = await filesOnDisk({ 'lamp.h': LAMP });
  const other = await filesOnDisk({ 'linux/bulb.h': '\n' });
  await symlink(join(folder, 'lamp.h'), join(other, 'linux/lamp.h'));
  expect(lamp(await openSide(join(other, 'linux/lamp.h'), undefined, context))).toBe(LAMP);
});

test('what every header relies on is there for a side that lacks it, and that is told', async () => {
  const lone = await openSide(join(await filesOnDisk({ 'lamp.h': LAMP }), 'lamp.h'), undefined, context);
  const folder = await openSide(await filesOnDisk({ 'linux/lamp.h': LAMP }), undefined, context);
  const few = await openSide(await filesOnDisk({ 'include/uapi/linux/lamp.h': LAMP }), undefined, context);
  const uapi = await filesOnDisk({
    'linux/lamp.h': `#include <linux/types.h>\n${LAMP}`,
    'linux/types.h': TYPES,
  });
  const raw = await openSide(join(uapi, 'linux/lamp.h'), undefined, context);
  const whole = await openSide(await filesOnDisk(TREE), undefined, context);
  const sizes = [lone, folder, few, raw].map(({ headers }) =>
    apiOf(headers, TARGETS)
      .header(headers.names(X86)[0] ?? '')
      ?.types.flatMap(({ on }) => [...on.values()].map((one) => ('size' in one ? one.size : one.unknown))),
  );
  expect(sizes).toEqual(sizes.map(() => TARGETS.map(() => 8)));
  expect([lone, folder, few, raw, whole].map(({ fallsBack = false }) => fallsBack)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(
    fallbackNote([lone, { ...folder, spec: 'mine' }, whole])?.replace(/^\S+/, 'lamp.h'),
  ).toMatchInlineSnapshot(
    `"lamp.h and mine come without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them"`,
  );
});

test('a header in the folder of a tuple is one of that target alone, by the name that it is included by', async () => {
  const files = {
    'lamp.h': '\n',
    'x86_64-linux-gnu/lamp/config.h': '\n',
    'aarch64-linux-gnu/lamp/config.h': '\n',
  };
  const side = await openSide(await filesOnDisk(files), undefined, context);
  expect(
    TARGETS.map((target) => `${target.id}: ${side.headers.names(target).join(' ')}`),
  ).toMatchInlineSnapshot(`
    [
      "x86-64: lamp.h lamp/config.h",
      "i386: lamp.h",
      "x32: lamp.h",
      "arm64: lamp.h lamp/config.h",
      "arm: lamp.h",
      "ppc64le: lamp.h",
      "s390x: lamp.h",
    ]
  `);
});

test('a folder of headers has asm/ of the architecture that it was installed for, or of several', async () => {
  const plain = { 'linux/types.h': '\n', 'asm/types.h': '\n', 'asm/sve_context.h': '\n' };
  const installed = await openSide(await filesOnDisk(plain), undefined, context);
  const multi = { 'stdio.h': '\n', 'linux/types.h': '\n', 'x86_64-linux-gnu/asm/types.h': '\n' };
  const host = await openSide(await filesOnDisk(multi), undefined, context);
  const seen = (side: UapiSide) =>
    TARGETS.map(
      (target) => `${target.id}: ${side.has(target) ? side.headers.names(target).join(' ') : 'none'}`,
    );
  expect([seen(installed), seen(host)]).toMatchInlineSnapshot(`
    [
      [
        "x86-64: none",
        "i386: none",
        "x32: none",
        "arm64: asm/sve_context.h asm/types.h linux/types.h",
        "arm: none",
        "ppc64le: none",
        "s390x: none",
      ],
      [
        "x86-64: asm/types.h linux/types.h",
        "i386: asm/types.h linux/types.h",
        "x32: asm/types.h linux/types.h",
        "arm64: none",
        "arm: none",
        "ppc64le: none",
        "s390x: none",
      ],
    ]
  `);
});

test('a few headers in a folder are laid over a tree; two such folders are compared as they are', async () => {
  const mine = await filesOnDisk({ 'linux/lamp.h': '/* mine */\n' });
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  expect((await openSide(mine, base, context)).headers.names(X86)).toEqual(base.headers.names(X86));
  const other = await openSides(mine, [await filesOnDisk({ 'linux/bulb.h': '\n' })], context);
  expect(other.fresh[0]?.headers.names(X86)).toEqual(['linux/bulb.h']);
});

test('two revisions of a repository are sides; a patch to one may touch any of its files', async () => {
  const folder = await filesOnDisk(TREE);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'One');
  await writeFile(join(folder, 'include/uapi/linux/lamp.h'), LAMP.replace('__u32 flags', '__u64 flags'));
  git('commit', '-qam', 'Two');
  const { base, fresh } = await openSides(`${folder}@main~`, [`${folder}@main`], context);
  expect([base, ...fresh].map((side) => lamp(side)?.match(/__u\d+ flags/)?.[0])).toEqual([
    '__u32 flags',
    '__u64 flags',
  ]);
  const gpu = '--- a/drivers/gpu/lamp.c\n+++ b/drivers/gpu/lamp.c\n@@ -1 +1 @@\n-int gpu;\n+long gpu;\n';
  const patched = await openSide('-', base, context, async () => gpu);
  expect(patched.sources.paths).toEqual(['drivers/gpu/lamp.c', 'drivers/vfio/lamp.c']);
  expect(patched.sources.get('drivers/gpu/lamp.c')?.text).toBe('long gpu;\n');
});

test('texts of a design are laid over its tree', async () => {
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const side = overlay(base, new Map([['include/uapi/linux/lamp.h', undefined]]), { label: 'dark' });
  expect(side.headers.get('linux/lamp.h', X86)).toBeUndefined();
  expect([side.label, side.headers.names(X86).includes('linux/lamp.h')]).toEqual(['dark', false]);
});

test('a text of another header leaves the others as they are; Kbuild and a new header add some', async () => {
  const base = await openSide(await filesOnDisk(TREE), undefined, context);
  const added = (path: string, text: string) => {
    const { headers } = overlay(base, new Map([[path, text]]));
    const had = new Set(base.headers.names(X86));
    return headers.names(X86).filter((name) => !had.has(name));
  };
  expect(added('include/uapi/linux/lamp.h', LAMP.replace('flags', 'modes'))).toEqual([]);
  expect(added('include/uapi/linux/bulb.h', LAMP)).toEqual(['linux/bulb.h']);
  expect(added('drivers/vfio/lamp.c', 'int lamp;\n')).toEqual([]);
  expect(added('arch/x86/include/uapi/asm/Kbuild', 'generic-y += glow.h\n')).toEqual(['asm/glow.h']);
});

test('what is nowhere, and a folder without headers, are refused', async () => {
  expect(
    [
      await failure(openSide(join(await filesOnDisk(TREE), 'nowhere'), undefined, context)),
      await failure(openSide(await filesOnDisk({ 'linux/README': '\n' }), undefined, context)),
    ].map(({ code }) => code),
  ).toEqual(['UNKNOWN_NAME', 'TREE_UNSUITABLE']);
});

test('a driver may be named by its file, or by the folder that it is in', () => {
  const texts = new Map([
    ['drivers/lamp/dim.c', ''],
    ['drivers/lamp/Kconfig', ''],
    ['drivers/block/floppy.c', ''],
    ['drivers/block/loop.c', ''],
  ]);
  const files = {
    read: (path: string) => texts.get(path),
    list: (folder: string) => [...texts.keys()].filter((path) => path.startsWith(`${folder}/`)),
  };
  expect(sourcesIn(files, ['drivers/block/floppy.c', 'drivers/block/none.c', 'drivers/lamp'])).toEqual([
    'drivers/block/floppy.c',
    'drivers/lamp/dim.c',
  ]);
});
