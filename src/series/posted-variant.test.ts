// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { scratch, testContext } from '../kernel/testing/context.ts';
import type { Tree } from '../kernel/tree.ts';
import { readText } from '../mail/read.ts';
import { drift } from './drift.ts';
import { compose, mail } from './generate.ts';
import type { AnyTopic, PostedVariant } from './topic.ts';
import { readSeries, writeSeries } from './write.ts';

const LAMP = 'int lamp(void)\n{\n\treturn 0;\n}\n';
const LATER = `/* A later tree has more above. */\n\n${LAMP}`;

const HEAD = `From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: Ada Lamp <ada.lamp@kernel.org>
Date: Tue, 6 Nov 2018 10:00:00 +0100
Subject: [PATCH] lamp: Burn

Short lines
stay short.
---
`;
const BURN = `${HEAD}
diff --git a/lamp.c b/lamp.c
--- a/lamp.c
+++ b/lamp.c
@@ -1,4 +1,4 @@
 int lamp(void)
 {
-	return 0;
+	return 1;
 }
`;
const OTHER_SHAPE = BURN.replaceAll('int lamp(void)', 'long lamp(void)');

function treeOf(files: Readonly<Record<string, string>>): Tree {
  return {
    ...{ spec: 'debian:6.1', label: 'debian-6.1', release: '6.1.0' },
    base: { kind: 'directory', path: '/lamp' },
    read: async (path) => files[path],
    list: async () => [],
    export: async () => undefined,
  };
}

async function form(name: string, text: string) {
  return { name, messages: await readText(text, name) };
}

const variant = (posted: PostedVariant<unknown, unknown>['posted']): PostedVariant<unknown, unknown> => ({
  ...{ id: 'burn', title: 'it burns', origin: 'a test', posted },
  contract: () => ({}),
});

/** A topic whose prerequisite, where it has one, is a comment above the lamp. */
function topicOf(prerequisite = false): AnyTopic {
  const edits = () => [
    { path: 'lamp.c', start: 0, end: 0, text: '/* first */\n', anchor: 'P', purpose: 'p' },
  ];
  return {
    ...{ id: 'lamp', title: 'Lamps', question: 'Does it burn?', thread: 'lamp@lamp.test', tests: 'lamp' },
    ...{ reads: ['lamp.c'], rows: [], variants: [] },
    subsystem: {
      ...{ id: 'lamp', title: 'Lamps', files: { drivers: ['lamp.c'] }, modules: { roots: ['lamp'] } },
      ...{ binding: { kind: 'none' }, machines: ['x86-lamp'] },
    },
    layout: (sources) => sources,
    files: () => ({}),
    prerequisite: () => (prerequisite ? [{ subject: 'lamp: First', body: 'First.', edits }] : []),
    ...{ baseline: () => ({}), restored: () => ({}), lines: () => [] },
  };
}

async function composed(tree: Tree, texts: readonly string[], prerequisite = false) {
  const posted = await Promise.all(texts.map((text, at) => form(`form-${at + 1}.mbox`, text)));
  const { variants } = await compose(topicOf(prerequisite), tree, [
    { variant: variant(posted), parameters: {} },
  ]);
  return variants[0]?.composition;
}

const said = (work: Promise<unknown>) =>
  work.then(String, ({ code, title, detail, where }) => ({ code, title, detail, where }));

test('the form that fits a tree is taken, wherever its hunks land', async () => {
  const made = await composed(treeOf({ 'lamp.c': LATER }), [OTHER_SHAPE, BURN]);
  expect(made?.edited.texts.get('lamp.c')).toBe(LATER.replace('return 0', 'return 1'));
  expect(made?.patches).toMatchObject([
    {
      subject: 'lamp: Burn',
      anchors: [{ path: 'lamp.c', line: 3, purpose: 'hunk 1 of 1 of "lamp: Burn"' }],
      posted: { from: expect.stringMatching(/^form-2\.mbox, sha256 [0-9a-f]{16}$/) },
    },
  ]);
});

test('where no form fits, each says what does not, and the place that is most like it', async () => {
  expect(
    await said(composed(treeOf({ 'lamp.c': LAMP.replace('0', '2') }), [BURN, OTHER_SHAPE])),
  ).toMatchInlineSnapshot(`
      {
        "code": "PATCH_REJECTED",
        "detail": "form-1.mbox: "lamp: Burn": a hunk of lamp.c does not fit (hunk 1 of 1); the nearest place is line 1, where line 3 is "return 2;" and not "return 0;"
      form-2.mbox: "lamp: Burn": a hunk of lamp.c does not fit (hunk 1 of 1)",
        "title": "the patches of burn do not apply, in none of their 2 forms",
        "where": "debian-6.1",
      }
    `);
  expect(await said(composed(treeOf({}), [BURN]))).toMatchObject({
    detail: 'form-1.mbox: "lamp: Burn": there is no lamp.c',
  });
});

test('a tree that has the patches already needs none', async () => {
  const made = await composed(treeOf({ 'lamp.c': LAMP.replace('0', '1') }), [OTHER_SHAPE, BURN]);
  expect(made?.patches).toEqual([]);
});

test('patches stand on the prerequisite, or bring it along', async () => {
  const tree = treeOf({ 'lamp.c': LAMP });
  const on = await composed(tree, [BURN], true);
  expect(on?.patches.map(({ subject, role }) => [subject, role])).toEqual([
    ['lamp: First', 'prerequisite'],
    ['lamp: Burn', 'variant'],
  ]);
  const first = BURN.replace(
    '@@ -1,4 +1,4 @@\n int lamp(void)\n {\n-\treturn 0;\n+\treturn 1;\n }\n',
    '@@ -1 +1,2 @@\n+/* first */\n int lamp(void)\n',
  ).replaceAll('lamp: Burn', 'lamp: First');
  const whole = await composed(tree, [`${first}\n${BURN}`], true);
  expect(whole?.edited.texts.get('lamp.c')).toBe(`/* first */\n${LAMP.replace('0', '1')}`);
});

test('files that the topic does not read, and new ones, are part of it', async () => {
  const more = `${HEAD}
diff --git a/doc.rst b/doc.rst
--- a/doc.rst
+++ b/doc.rst
@@ -1 +1 @@
-Lamps
+Lights
diff --git a/new.c b/new.c
new file mode 100644
--- /dev/null
+++ b/new.c
@@ -0,0 +1 @@
+int new;
`;
  const made = await composed(treeOf({ 'lamp.c': LAMP, 'doc.rst': 'Lamps\n' }), [more]);
  expect([...(made?.patches[0]?.after ?? [])]).toEqual([
    ['doc.rst', 'Lights\n'],
    ['new.c', 'int new;\n'],
  ]);
  expect([...(made?.patches[0]?.before ?? [])]).toEqual([['doc.rst', 'Lamps\n']]);
});

test('a patch that removes a file or changes a mode is refused, and so are mails without a patch', async () => {
  const tree = treeOf({ 'lamp.c': LAMP });
  const gone = `${HEAD}
diff --git a/lamp.c b/lamp.c
deleted file mode 100644
--- a/lamp.c
+++ /dev/null
@@ -1,4 +0,0 @@
-int lamp(void)
-{
-	return 0;
-}
`;
  const mode = BURN.replace('--- a/lamp.c', 'old mode 100644\nnew mode 100755\n--- a/lamp.c');
  const codes = await Promise.all(
    [gone, mode, 'Subject: lamps\n\nNo patch.\n', BURN.replace(' {\n', '')].map((text) =>
      said(composed(tree, [text])),
    ),
  );
  expect(
    codes.map((one) => (typeof one === 'string' ? one : `${one.code}: ${one.title}`)),
  ).toMatchInlineSnapshot(`
      [
        "PATCH_REJECTED: "lamp: Burn" removes or renames lamp.c, which a variant cannot",
        "PATCH_REJECTED: "lamp: Burn" changes the mode of lamp.c, which a variant cannot",
        "NO_PATCH: there is no patch in it",
        "PATCH_DAMAGED: the hunk is cut off: 1 old and 1 new lines are missing",
      ]
    `);
});

test('a folder of patches is read, and the mails keep author, date and message', async () => {
  const folder = await scratch();
  await mkdir(join(folder, 'lamp/variants/burn/any'), { recursive: true });
  await writeFile(join(folder, 'lamp/variants/burn/any/0001-lamp-Burn.patch'), BURN);
  const url = pathToFileURL(join(folder, 'lamp/variants/burn/any'));
  const designs = await compose(topicOf(), treeOf({ 'lamp.c': LAMP }), [
    { variant: variant([url]), parameters: {} },
  ]);
  const [series] = await mail(designs, folder, await testContext());
  expect(series?.mails[0]?.text.replace(/sha256 \w+/g, 'sha256 HASH')).toMatchInlineSnapshot(`
    "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
    From: Ada Lamp <ada.lamp@kernel.org>
    Date: Tue, 6 Nov 2018 09:00:00 +0000
    Subject: [PATCH] lamp: Burn

    Short lines
    stay short.
    ---
    Generated by kpw, the kernel patch workbench.
      template:   lamp/burn, sha256 HASH
      posted as:  any, sha256 HASH
      parameters: none
      base:       debian:6.1 (Linux 6.1.0)
      blob:       e865ca0e21e529b8928855f6971cbbfb6dfec5c7 lamp.c
      anchor:     hunk at lamp.c:1
      test with:  kpw test burn --tree debian:6.1

     lamp.c | 2 +-
     1 file changed, 1 insertion(+), 1 deletion(-)

    diff --git a/lamp.c b/lamp.c
    index e865ca0e21e529b8928855f6971cbbfb6dfec5c7..f31ab793126dc0123a0c6d6c492de3161eb6c09e 100644
    --- a/lamp.c
    +++ b/lamp.c
    @@ -1,4 +1,4 @@
     int lamp(void)
     {
    -	return 0;
    +	return 1;
     }
    "
  `);
  const kept = join(folder, 'kept');
  await writeSeries(kept, series?.mails ?? []);
  expect((await readSeries(kept))?.length).toBe(1);
  await writeSeries(kept, []);
  expect(drift(await readSeries(kept), [])).toEqual({ kind: 'none' });
  expect(drift(await readSeries(kept), series?.mails ?? [])).toEqual({ kind: 'missing' });
});
