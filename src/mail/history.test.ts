// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { applied } from './apply.ts';
import { readDiffs } from './diff.ts';
import { hunkExcerpt } from './excerpt.ts';
import { asShown, eachOnTree, onTree } from './history.ts';
import { readText } from './read.ts';
import { reversed } from './reverse.ts';

const FILE = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n';
const DIFF = `diff --git a/x b/x
--- a/x
+++ b/x
@@ -2,3 +2,3 @@ one
 two
-three
+drei
 four
@@ -8,3 +8,2 @@ seven
 eight
-nine
 ten
`;

const hunksOf = (diff: string) => readDiffs(diff, 'in')[0]?.hunks ?? [];

test('hunks are applied where they fit, also where all lines have moved, and else not at all', () => {
  const after = 'one\ntwo\ndrei\nfour\nfive\nsix\nseven\neight\nten\n';
  expect(applied(FILE, hunksOf(DIFF))).toMatchObject({ text: after });
  expect(applied(`zero\n${FILE}`, hunksOf(DIFF))).toMatchObject({ text: `zero\n${after}` });
  expect(applied(FILE.slice(4), hunksOf(DIFF))).toMatchObject({ text: after.slice(4) });
  expect(applied(FILE.replace('ten', 'zehn'), hunksOf(DIFF))).toEqual({ unfit: 1 });
});

test('of several places the nearest is taken, and none before the hunk above', () => {
  const hunks = hunksOf('--- a/x\n+++ b/x\n@@ -4 +4 @@\n-a\n+A\n@@ -6 +6 @@\n-a\n+A\n');
  expect(applied('a\nb\nc\na\nb\nb\na\n', hunks)).toMatchObject({ text: 'a\nb\nc\nA\nb\nb\nA\n' });
  expect(applied('a\nb\nc\na\nb\nb\nb\n', hunks)).toEqual({ unfit: 1 });
});

test('a file without a last line end, a new file and an insertion at the top', () => {
  const end = '\\ No newline at end of file\n';
  expect(applied('a\nb', hunksOf(`--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n${end}+c\n`))).toMatchObject({
    text: 'a\nc\n',
  });
  expect(applied('a\nb\n', hunksOf(`--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n${end}`))).toMatchObject({
    text: 'a\nc',
  });
  expect(applied('', hunksOf('--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n'))).toMatchObject({ text: 'a\n' });
  expect(applied('b\n', hunksOf('--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n'))).toMatchObject({ text: 'a\nb\n' });
});

const message = async (diff: string) =>
  (await readText(diff, 'in'))[0] as Awaited<ReturnType<typeof readText>>[0];
const texts = (files: ReadonlyMap<string, { text: string } | undefined>) =>
  Object.fromEntries([...files].map(([path, file]) => [path, file?.text]));

test('patches are applied one after another: changed, renamed, copied, removed', async () => {
  const patches = await Promise.all([
    message(DIFF),
    message('diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n'),
    message('diff --git a/y b/z\ncopy from y\ncopy to z\n--- a/y\n+++ b/z\n@@ -1 +1 @@\n-one\n+eins\n'),
    message('diff --git a/e b/e\ndeleted file mode 100644\n--- a/e\n+++ /dev/null\n@@ -1 +0,0 @@\n-e\n'),
  ]);
  const tree: Record<string, string> = { x: 'one\ntwo\nthree\nfour\neight\nnine\nten\n', e: 'e\n' };
  const made = await onTree(patches, async (path) => tree[path]);
  expect('steps' in made ? made.steps.map(({ after }) => texts(after)) : made).toEqual([
    { x: 'one\ntwo\ndrei\nfour\neight\nten\n' },
    { x: undefined, y: 'one\ntwo\ndrei\nfour\neight\nten\n' },
    { z: 'eins\ntwo\ndrei\nfour\neight\nten\n' },
    { e: undefined },
  ]);
});

test('a diff that is turned round takes back what it did, also a file that is made and one that goes', async () => {
  const made = '--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+n\n--- a/e\n+++ /dev/null\n@@ -1 +0,0 @@\n-e\n';
  const forward = await message(DIFF + made);
  const tree: Record<string, string> = { x: FILE, e: 'e\n' };
  const there = await onTree([forward], async (path) => tree[path]);
  if (!('steps' in there)) throw new Error(there.rejected);
  const after = there.steps[0]?.after;
  const back = { ...forward, diffs: forward.diffs.flatMap((diff) => reversed(diff) ?? []) };
  const result = await onTree([back], async (path) => after?.get(path)?.text);
  expect('steps' in result ? texts(result.steps[0]?.after ?? new Map()) : result).toEqual({
    x: FILE,
    new: undefined,
    e: 'e\n',
  });
  const copy = 'diff --git a/x b/y\ncopy from x\ncopy to y\n';
  expect((await message(copy)).diffs.map(reversed)).toEqual([undefined]);
});

test('what does not apply is told, with the file, and with the hunk where it is one', async () => {
  const rejected = async (diff: string, tree: Record<string, string>) =>
    onTree([await message(diff)], async (path) => tree[path]);
  expect([
    await rejected(DIFF, {}),
    await rejected(DIFF, { x: 'else\n' }),
    await rejected('--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n', { x: 'a\n' }),
  ]).toEqual([
    { rejected: 'there is no x', at: { patch: 0, diff: 0, hunk: undefined } },
    { rejected: 'a hunk of x does not fit', at: { patch: 0, diff: 0, hunk: 0 } },
    { rejected: 'x is there already', at: { patch: 0, diff: 0, hunk: undefined } },
  ]);
});

test('without a tree a patch is what its hunks show, apart from each other and below the words behind @@', () => {
  const [diff] = readDiffs(DIFF, 'in');
  if (!diff) throw new Error('no diff');
  const [before, after] = hunkExcerpt(diff, 1);
  const plain = (text: string) => text.replaceAll(/^\t\/\* not in the patch: .* \*\/\n/gm, '.');
  expect(plain(before)).toBe('........one\ntwo\nthree\nfour\n........seven\neight\nnine\nten\n........');
  expect(plain(after)).toBe('........one\ntwo\ndrei\nfour\n........seven\neight\nten\n........');
});

test('of a file that is made all is shown, and what ends short of context is the end of the file', () => {
  const shown = (diff: string) => readDiffs(diff, 'in').map((one) => hunkExcerpt(one, 3));
  expect(shown('--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n')).toEqual([['', 'a\n']]);
  expect(shown('--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n a\n-b\n')).toEqual([['a\nb\n', 'a\n']]);
  const lines = ' a\n b\n c\n'.replace(/c\n/, 'c\n\\ No newline at end of file\n');
  expect(shown(`--- a/x\n+++ b/x\n@@ -1,3 +1,4 @@\n+z\n${lines}`)).toEqual([['a\nb\nc', 'z\na\nb\nc']]);
});

test('a patch shows a renamed file without its text', async () => {
  const [step] = asShown([await message('diff --git a/x b/y\nrename from x\nrename to y\n')]);
  expect([texts(step?.before ?? new Map()), texts(step?.after ?? new Map())]).toEqual([
    { x: '\t/* x */\n', y: undefined },
    { x: undefined, y: '\t/* x */\n' },
  ]);
});

test('each patch stands on those before it that apply, and the nearest place is told of the others', async () => {
  const on = (from: string, to: string) =>
    `--- a/lamp.c\n+++ b/lamp.c\n@@ -1,3 +1,3 @@\n lamp_on();\n-${from}\n+${to}\n lamp_off();\n`;
  const patches = await Promise.all([
    message(on('lamp_wait();', 'lamp_dim();')),
    message(on('lamp_wait();', 'lamp_glow();')),
    message(on('lamp_dim();', 'lamp_fade();')),
    message(on('lamp_wait();', 'lamp_fade();')),
  ]);
  const outcomes = await eachOnTree(patches, async () => 'a();\nlamp_on();\nlamp_wait();\nlamp_off();\n');
  expect(
    outcomes.map((one) => ('rejected' in one ? [one.rejected, one.near] : one.after.get('lamp.c')?.text)),
  ).toMatchInlineSnapshot(`
    [
      "a();
    lamp_on();
    lamp_dim();
    lamp_off();
    ",
      [
        "a hunk of lamp.c does not fit",
        "the nearest place is line 2, where line 3 is "lamp_dim();" and not "lamp_wait();"",
      ],
      "a();
    lamp_on();
    lamp_fade();
    lamp_off();
    ",
      [
        "a hunk of lamp.c does not fit",
        "it is there already, at line 2",
      ],
    ]
  `);
});
