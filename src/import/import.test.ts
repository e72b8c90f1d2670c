// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Failure } from '../failure.ts';
import { testContext } from '../kernel/testing/context.ts';
import type { Tree } from '../kernel/tree.ts';
import { readText } from '../mail/read.ts';
import { edited, KNOWN, lampHome } from '../own/testing/lamp.ts';
import { loadTopic } from '../own/topics.ts';
import type { AnyTopic } from '../series/topic.ts';
import { type ImportedVariant, importVariant } from './import.ts';
import { tryImport } from './try.ts';

const DRIVER = `#include <linux/module.h>

/* Lights it. */
static int __init lamp_init(void)
{
	int error;

	error = lamp_on();
	return error;
}

module_init(lamp_init);
`;
const BESIDE = DRIVER.slice(0, DRIVER.indexOf('module_init')).replace('lamp_init', 'torch_init');
const HEADER = `#define LAMP_ON	_IO('L', 1)
#define LAMP_OFF	_IO('L', 2)
#define LAMP_FLAG_RED	(1 << 0)
#define LAMP_FLAG_BLUE	(1 << 1)
`;

const PATHS = { driver: 'drivers/lamp/lamp.c', uapi: 'include/uapi/linux/lamp.h' };

function treeOf(files: Readonly<Record<string, string>>): Tree {
  return {
    ...{ spec: '/lamp', label: 'lamp', release: '6.1.0', base: { kind: 'directory', path: '/lamp' } },
    read: async (path) => files[path],
    list: async () => [],
    export: async () => undefined,
  };
}

const TREE = treeOf({
  [PATHS.driver]: DRIVER,
  [PATHS.uapi]: HEADER,
  'drivers/lamp/Makefile': 'obj-m += lamp.o\n',
});

const HEAD = `From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: Ada Lamp <ada.lamp@kernel.org>
Date: Tue, 6 Nov 2018 10:00:00 +0100
Subject: [PATCH] lamp: Note that it was lit
Message-Id: <lamp.1@kernel.org>

Nobody knows it.

Signed-off-by: Ada Lamp <ada.lamp@kernel.org>
---
`;
const NOTE = `${HEAD}
diff --git a/drivers/lamp/lamp.c b/drivers/lamp/lamp.c
--- a/drivers/lamp/lamp.c
+++ b/drivers/lamp/lamp.c
@@ -5,7 +5,10 @@ static int __init lamp_init(void)
 {
 	int error;
 
 	error = lamp_on();
+	if (!error)
+		lamp_note();
+
 	return error;
 }
 
diff --git a/include/uapi/linux/lamp.h b/include/uapi/linux/lamp.h
--- a/include/uapi/linux/lamp.h
+++ b/include/uapi/linux/lamp.h
@@ -1,4 +1,6 @@
 #define LAMP_ON	_IO('L', 1)
 #define LAMP_OFF	_IO('L', 2)
+#define LAMP_NOTED	_IOR('L', 0x03, int)
 #define LAMP_FLAG_RED	(1 << 0)
 #define LAMP_FLAG_BLUE	(1 << 1)
+#define LAMP_FLAG_NOTED	(1 << 2)
`;

async function home(): Promise<{ folder: string; topic: AnyTopic }> {
  const { home: all, folder } = await lampHome();
  onTestFinished(() => rm(all, { recursive: true, force: true }));
  await edited(folder, 'layout.ts', 'READS = [DRIVER]', `READS = [DRIVER, '${PATHS.uapi}']`);
  const { topic, mistake } = await loadTopic(folder, KNOWN);
  if (!topic) throw mistake;
  return { folder, topic };
}

async function imported(text: string, tree = TREE, name = 'note') {
  const { folder, topic } = await home();
  const before = await listing(folder);
  const request = {
    ...{ topic, folder, own: true, name, tree, where: 'note.mbox', api: KNOWN.api },
    messages: await readText(text, 'note.mbox'),
    format: async (code: string) => code,
  };
  const context = await testContext();
  try {
    return { folder, topic, context, made: await importVariant(request, context) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(await listing(folder)).toEqual(before);
    return {
      folder,
      topic,
      context,
      failure: `${error.code} ${error.title}; ${error.where?.replace(folder, 'LAMP')}; ${error.detail ?? ''}`,
    };
  }
}

async function listing(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  );
  return Promise.all(
    names.map(async ({ parentPath, name }) => `${name} ${await readFile(join(parentPath, name), 'utf8')}`),
  );
}

const made = (result: { made?: ImportedVariant; failure?: string }): ImportedVariant => {
  if (!result.made) throw new Error(result.failure);
  return result.made;
};

test('a series becomes a variant of a topic outside of the checkout, which loads with it', async () => {
  const result = await imported(NOTE);
  const { files, patches } = made(result);
  expect(files.map((file) => file.slice(result.folder.length + 1))).toEqual([
    'variants/note.ts',
    'variants/note/note-that-it-was-lit.ts',
  ]);
  expect(patches.map(({ subject, body, left }) => ({ subject, body, left }))).toEqual([
    {
      subject: 'lamp: Note that it was lit',
      body: 'Nobody knows it.',
      left: ['Signed-off-by: Ada Lamp <ada.lamp@kernel.org>'],
    },
  ]);
  const { topic, mistake } = await loadTopic(result.folder, KNOWN);
  expect(mistake).toBeUndefined();
  expect(topic?.variants.map(({ id }) => id)).toEqual(['count-calls', 'note']);
  expect(await readFile(files[0] ?? '', 'utf8')).toMatchInlineSnapshot(`
    "// SPDX-License-Identifier: GPL-2.0-only
    import type { Variant } from 'kernel-patch-workbench';
    import type { Contract } from '../contract.ts';
    import type { Layout } from '../layout.ts';
    import { noteThatItWasLit } from './note/note-that-it-was-lit.ts';

    /** Imported on /lamp, where it gives the bytes of the patches. */
    export const note: Variant<Layout, Contract> = {
      id: 'note',
      title: 'lamp: Note that it was lit',
      origin: 'Ada Lamp, 2018-11-06',
      threads: ['lamp.1@kernel.org'],
      link: 'https://lore.kernel.org/r/lamp.1@kernel.org',

      patches: () => [noteThatItWasLit],

      // What the tree promises without the design: write here what the design changes of it.
      contract: () => ({ calls: 'absent' }),
    };
    "
  `);
  expect(await readFile(files[1] ?? '', 'utf8')).toMatchInlineSnapshot(`
    "// SPDX-License-Identifier: GPL-2.0-only
    import { type Edit, type PatchTemplate, type SourceFile, type Statements, type TopLevel, fileAt, find, freeNumber, functionNamed, hex, insertBefore, insertBehind, macroNamed, statements } from 'kernel-patch-workbench';
    import type { Layout } from '../../layout.ts';

    const IF_ERROR: Statements = \`	if (!error)
    		lamp_note();

    \`;

    const LAMP_NOTED = (nr: number): TopLevel => \`#define LAMP_NOTED	_IOR('L', \${hex(nr, 2)}, int)
    \`;

    const LAMP_FLAG_NOTED = (bit: number): TopLevel => \`#define LAMP_FLAG_NOTED	(1 << \${bit})
    \`;

    export const noteThatItWasLit: PatchTemplate<Layout> = {
      subject: 'lamp: Note that it was lit',
      body: 'Nobody knows it.',
      edits: (_, sources) => { const lamp = fileAt(sources, 'drivers/lamp/lamp.c'); const lampFile = fileAt(sources, 'include/uapi/linux/lamp.h'); return [...lampInit(lamp), insertBefore(find(lampFile, macroNamed('LAMP_FLAG_RED')), LAMP_NOTED(freeNumber(lampFile, { kind: 'ioctl', name: 'LAMP_NOTED', family: 'LAMP_', number: 3 })), 'LAMP_NOTED is added'), insertBehind(find(lampFile, macroNamed('LAMP_FLAG_BLUE')), LAMP_FLAG_NOTED(freeNumber(lampFile, { kind: 'bit', name: 'LAMP_FLAG_NOTED', family: 'LAMP_FLAG_', number: 2 })), 'LAMP_FLAG_NOTED is added')]; },
    };

    /** lamp_init() */
    function lampInit(file: SourceFile): Edit[] {
      const within = find(file, functionNamed('lamp_init'));
      return [insertBehind(find(within, statements('error = lamp_on();')), IF_ERROR, 'lamp_init() gains "if (!error)"')];
    }
    "
  `);
});

test('on another tree the same, adapted, or what there is to decide', async () => {
  const { topic, context, ...result } = await imported(NOTE);
  const { variant, messages } = made(result);
  const on = async (files: Readonly<Record<string, string>>) => {
    const tree = treeOf({ [PATHS.driver]: DRIVER, [PATHS.uapi]: HEADER, ...files });
    const { state, text, failure, difference } = await tryImport(topic, tree, variant, messages, context);
    return [state, text, failure && `${failure.code} ${failure.title}`, failure?.detail, difference?.path];
  };
  expect({
    moved: await on({ [PATHS.driver]: `\n\n${DRIVER}` }),
    around: await on({
      [PATHS.driver]: DRIVER.replace('int error;\n\n', 'int error;\n\n\tlamp_wake();\n\t/* now */\n'),
    }),
    gone: await on({ [PATHS.driver]: DRIVER.replace('error = lamp_on();', 'error = lamp_on(1);') }),
    twice: await on({
      [PATHS.driver]: DRIVER.replace(
        '\terror = lamp_on();\n',
        '\terror = lamp_on();\n\terror = lamp_on();\n',
      ),
    }),
    other: await on({ [PATHS.driver]: DRIVER.replaceAll('lamp_init', 'torch_init') }),
    // The half of it that is there would be made a second time.
    partly: await on({
      [PATHS.driver]: DRIVER.replace('lamp_on();\n', 'lamp_on();\n\tif (!error)\n\t\tlamp_note();\n\n'),
    }),
    // By its line numbers the text goes to the first of two functions that are alike.
    elsewhere: await on({ [PATHS.driver]: `${BESIDE}\n${DRIVER}` }),
  }).toMatchInlineSnapshot(`
    {
      "around": [
        "adapted",
        ""lamp: Note that it was lit": a hunk of drivers/lamp/lamp.c does not fit (hunk 1 of 1); the nearest place is line 7, where line 7 is empty and not "{"",
        undefined,
        undefined,
        undefined,
      ],
      "elsewhere": [
        "needs a decision",
        undefined,
        undefined,
        undefined,
        "drivers/lamp/lamp.c",
      ],
      "gone": [
        "needs a decision",
        ""lamp: Note that it was lit": a hunk of drivers/lamp/lamp.c does not fit (hunk 1 of 1); the nearest place is line 5, where line 8 is "error = lamp_on(1);" and not "error = lamp_on();"",
        "ANCHOR_MISSING anchor lamp_init ("error = lamp_on();" in lamp_init()) matches nowhere",
        "nearest candidates:
      drivers/lamp/lamp.c:8: error = lamp_on(1);",
        undefined,
      ],
      "moved": [
        "same",
        undefined,
        undefined,
        undefined,
        undefined,
      ],
      "other": [
        "needs a decision",
        undefined,
        "ANCHOR_MISSING anchor lamp_init (lamp_init()) matches nowhere",
        "nearest candidates:
      drivers/lamp/lamp.c:4: static int __init torch_init(void)",
        undefined,
      ],
      "partly": [
        "needs a decision",
        ""lamp: Note that it was lit": a hunk of drivers/lamp/lamp.c does not fit (hunk 1 of 1); it is there already, at line 5",
        undefined,
        undefined,
        undefined,
      ],
      "twice": [
        "needs a decision",
        ""lamp: Note that it was lit": a hunk of drivers/lamp/lamp.c does not fit (hunk 1 of 1); the nearest place is line 5, where line 9 is "error = lamp_on();" and not "return error;"",
        "ANCHOR_AMBIGUOUS anchor lamp_init ("error = lamp_on();" in lamp_init()) matches 2 times",
        "  drivers/lamp/lamp.c:8: error = lamp_on();
      drivers/lamp/lamp.c:9: error = lamp_on();",
        undefined,
      ],
    }
  `);
});

test('where a number is taken, the first free one is given, and the text says so', async () => {
  const { topic, context, ...result } = await imported(NOTE);
  const { variant, messages } = made(result);
  const taken = HEADER.replace(
    '#define LAMP_FLAG_RED',
    "#define LAMP_DIM\t_IOW('L', 3, int)\n#define LAMP_FLAG_RED",
  );
  const tree = treeOf({ [PATHS.driver]: DRIVER, [PATHS.uapi]: `${taken}#define LAMP_FLAG_DIM\t(1 << 2)\n` });
  const { state } = await tryImport(topic, tree, variant, messages, context);
  const { compose } = await import('../series/generate.ts');
  const designs = await compose(topic, tree, [{ variant, parameters: {} }], context);
  expect(state).toBe('adapted');
  expect(designs.variants[0]?.composition.edited.texts.get(PATHS.uapi)).toMatchInlineSnapshot(`
    "#define LAMP_ON	_IO('L', 1)
    #define LAMP_OFF	_IO('L', 2)
    #define LAMP_DIM	_IOW('L', 3, int)
    #define LAMP_NOTED	_IOR('L', 0x04, int)
    #define LAMP_FLAG_RED	(1 << 0)
    #define LAMP_FLAG_BLUE	(1 << 1)
    #define LAMP_FLAG_NOTED	(1 << 3)
    #define LAMP_FLAG_DIM	(1 << 2)
    "
  `);
});

test('what cannot be imported is told, and the folder is as it was', async () => {
  const other = (from: string | RegExp, to: string) =>
    imported(NOTE.replace(from, to)).then(({ failure }) => failure);
  const diff = (text: string) => imported(`${HEAD}\n${text}`).then(({ failure }) => failure);
  expect({
    hunk: await other('\terror = lamp_on();\n+', '\terror = lamp_off();\n+'),
    absent: await other(/drivers\/lamp\/lamp\.c/g, 'drivers/lamp/torch.c'),
    unread: await diff(
      'diff --git a/drivers/lamp/Makefile b/drivers/lamp/Makefile\n--- a/drivers/lamp/Makefile\n+++ b/drivers/lamp/Makefile\n@@ -1 +1,2 @@\n obj-m += lamp.o\n+obj-m += torch.o\n',
    ),
    renamed: await diff(
      'diff --git a/drivers/lamp/lamp.c b/drivers/lamp/torch.c\nsimilarity index 100%\nrename from drivers/lamp/lamp.c\nrename to drivers/lamp/torch.c\n',
    ),
    mode: await diff(
      `diff --git a/drivers/lamp/lamp.c b/drivers/lamp/lamp.c\nold mode 100644\nnew mode 100755\n`,
    ),
    removed: await diff(
      `diff --git a/include/uapi/linux/lamp.h b/include/uapi/linux/lamp.h\ndeleted file mode 100644\n--- a/include/uapi/linux/lamp.h\n+++ /dev/null\n@@ -1,4 +0,0 @@\n${HEADER.replace(/^/gm, '-').replace(/-$/, '')}`,
    ),
    binary: await diff(
      `${NOTE.slice(HEAD.length + 1)}diff --git a/lamp.bin b/lamp.bin\nindex 0123456..1234567 100644\nGIT binary patch\nliteral 4\nLc$@\n\n`,
    ),
    taken: (await imported(NOTE, TREE, 'count-calls')).failure,
    name: (await imported(NOTE, TREE, 'Note It')).failure,
    nothing: (await imported('From: Ada <ada@kernel.org>\nSubject: lamps\n\nHello.\n')).failure,
  }).toMatchInlineSnapshot(`
    {
      "absent": "PATCH_REJECTED "lamp: Note that it was lit" does not apply: there is no drivers/lamp/torch.c; /lamp; note.mbox, "[PATCH] lamp: Note that it was lit"; ",
      "binary": "PATCH_BINARY "lamp: Note that it was lit" changes lamp.bin, which is no text; note.mbox, "[PATCH] lamp: Note that it was lit"; ",
      "hunk": "PATCH_REJECTED "lamp: Note that it was lit" does not apply: a hunk of drivers/lamp/lamp.c does not fit (hunk 1 of 1); /lamp; note.mbox, "[PATCH] lamp: Note that it was lit"; the nearest place is line 5, where line 8 is "error = lamp_on();" and not "error = lamp_off();"",
      "mode": "PATCH_REJECTED "lamp: Note that it was lit" changes the mode of drivers/lamp/lamp.c, which a template cannot; note.mbox, "[PATCH] lamp: Note that it was lit"; ",
      "name": "BAD_NAME "Note It" is not in kebab-case; undefined; ",
      "nothing": "NO_PATCH there is no patch in it; note.mbox; lamps",
      "removed": "PATCH_REJECTED "lamp: Note that it was lit" removes include/uapi/linux/lamp.h, which a template cannot; note.mbox, "[PATCH] lamp: Note that it was lit"; ",
      "renamed": "PATCH_REJECTED "lamp: Note that it was lit" renames drivers/lamp/lamp.c to drivers/lamp/torch.c, which a template cannot; note.mbox, "[PATCH] lamp: Note that it was lit"; ",
      "taken": "NAME_TAKEN there is a variant "count-calls" already; LAMP/variants/count-calls.ts; ",
      "unread": "NOT_READ the series changes a file that the topic does not read: drivers/lamp/Makefile; /lamp; ",
    }
  `);
});

test('a topic whose index does not tell its types gets no variant', async () => {
  const { folder, topic } = await home();
  const copy = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  await cp(folder, copy, { recursive: true });
  await edited(copy, 'index.ts', 'Topic<Layout, Contract>', 'AnyTopic');
  const context = await testContext();
  await expect(
    importVariant(
      {
        ...{ topic, folder: copy, own: true, name: 'note', tree: TREE, where: 'note.mbox', api: KNOWN.api },
        messages: await readText(NOTE, 'note.mbox'),
        format: async (code) => code,
      },
      context,
    ),
  ).rejects.toMatchObject({ code: 'NO_SKELETON' });
});
