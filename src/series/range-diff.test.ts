// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cache } from '../cache.ts';
import type { Context } from '../context.ts';
import { asShown, onTree } from '../mail/history.ts';
import { readText } from '../mail/read.ts';
import { type RangeDiff, rangeDiff } from './range-diff.ts';

const HEADER = 'include/uapi/lamp.h';
const TREE: Record<string, string> = {
  [HEADER]: `struct lamp_info {
	__u32 argsz;
	__u32 flags;
};

#define LAMP_ON 1
#define LAMP_OFF 2

/* The end */
`,
  'lamp.c':
    'int lamp(void)\n{\n\tint ret;\n\n\tret = on();\n\tif (ret)\n\t\treturn ret;\n\n\treturn off();\n}\n',
};

const first = (name: string) => `Subject: [PATCH 1/2] lamp: Let it be dim
From: ada@example.org

It is too bright.
---
diff --git a/${HEADER} b/${HEADER}
--- a/${HEADER}
+++ b/${HEADER}
@@ -5,5 +5,6 @@ struct lamp_info {

 #define LAMP_ON 1
 #define LAMP_OFF 2
+#define ${name} 3

 /* The end */
`;

const second = (call: string) => `Subject: [PATCH 2/2] lamp: Do it
From: ada@example.org

---
diff --git a/lamp.c b/lamp.c
--- a/lamp.c
+++ b/lamp.c
@@ -6,5 +6,6 @@ int lamp(void)
 	if (ret)
 		return ret;

+	${call};
 	return off();
 }
`;

const ENVELOPE = 'From a@b Wed Nov 22 15:25:00 2017\n';
const series = async (...mails: string[]) => readText(mails.map((mail) => ENVELOPE + mail).join(''), 'in');
const inTree = async (...mails: string[]) => {
  const made = await onTree(await series(...mails), async (path) => TREE[path]);
  if (!('steps' in made)) throw new Error(made.rejected);
  return made.steps;
};

let context: Context;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-range-'));
  context = { cache: new Cache(folder), signal: new AbortController().signal, report: () => undefined };
});
afterAll(() => rm(context.cache.root, { recursive: true, force: true }));

const OPTIONS = { context: 3, creationFactor: undefined, messages: false };

/** The pairs as text. */
function told({ pairs }: RangeDiff): string {
  return pairs
    .map(({ relation, a, b, diff }) => `${a?.number ?? '-'} ${relation} ${b?.number ?? '-'}\n${diff}`)
    .join('\n')
    .replaceAll(/ +$/gm, '');
}

/** One more name in the file that the first patch has changed. */
const third = first('LAMP_GLOW')
  .replace('1/2', '3/3')
  .replace('@@ -5,5 +5,6', '@@ -5,6 +5,7')
  .replace('+#define', ' #define LAMP_DIM 3\n+#define');

test('patches that are applied and the same patches by their hunks alone are the same', async () => {
  const mails = [first('LAMP_DIM'), second('dim()'), third];
  const { pairs, stat } = await rangeDiff(
    await inTree(...mails),
    asShown(await series(...mails)),
    OPTIONS,
    context,
  );
  expect(pairs.map(({ relation }) => relation)).toEqual(['same', 'same', 'same']);
  expect(stat.b).toEqual(stat.a);
  expect(stat.a).toMatchInlineSnapshot(`
    {
      "deletions": 0,
      "files": 2,
      "hunks": 3,
      "insertions": 3,
      "patches": 3,
      "uapi": {
        "added": [
          "LAMP_DIM",
          "LAMP_GLOW",
        ],
        "removed": [],
      },
    }
  `);
});

test('what differs is shown as the difference of two diffs', async () => {
  const a = await inTree(first('LAMP_DIM'), second('dim()'));
  const b = await inTree(first('LAMP_DIM'), second('dim(1)'));
  expect(told(await rangeDiff(a, b, OPTIONS, context))).toMatchInlineSnapshot(`
    "1 same 1

    2 changed 2
    @@ lamp.c: int lamp(void)
      	if (ret)
      		return ret;

    -+	dim();
    ++	dim(1);
      	return off();
      }"
  `);
});

test('commit messages count where they are asked for', async () => {
  const a = await inTree(first('LAMP_DIM'));
  const b = await inTree(first('LAMP_DIM').replace('too bright', 'far too bright'));
  expect((await rangeDiff(a, b, OPTIONS, context)).pairs.map(({ relation }) => relation)).toEqual(['same']);
  expect(told(await rangeDiff(a, b, { ...OPTIONS, messages: true }, context))).toMatchInlineSnapshot(`
    "1 changed 1
    @@ Metadata
      ## Commit message ##
         lamp: Let it be dim

    -    It is too bright.
    +    It is far too bright.

      ## include/uapi/lamp.h ##
     @@ include/uapi/lamp.h: struct lamp_info {"
  `);
});

test('with fewer lines of context, patches of trees that differ beside them are the same', async () => {
  const a = await inTree(second('dim()'));
  const b = asShown(await series(second('dim()').replace('return off();', 'return off(0);')));
  const relations = async (lines: number) =>
    (await rangeDiff(a, b, { ...OPTIONS, context: lines }, context)).pairs.map(({ relation }) => relation);
  expect([await relations(3), await relations(0)]).toEqual([['changed'], ['same']]);
});

test('a patch without a counterpart is named, and a series without patches is one', async () => {
  const a = await inTree(first('LAMP_DIM'), second('dim()'));
  expect(told(await rangeDiff(a, a.slice(0, 1), OPTIONS, context))).toBe('1 same 1\n\n2 only-a -\n');
  expect(told(await rangeDiff([], a.slice(0, 1), OPTIONS, context))).toBe('- only-b 1\n');
  expect((await rangeDiff([], [], OPTIONS, context)).pairs).toEqual([]);
});

test('a name that one patch adds and the next removes is not new', async () => {
  const back = first('LAMP_DIM').replace('+#define', '-#define').replace('-5,5 +5,6', '-5,6 +5,5');
  const { stat } = await rangeDiff(await inTree(first('LAMP_DIM'), back), [], OPTIONS, context);
  expect(stat.a.uapi).toEqual({ added: [], removed: [] });
});

test('a mode that git does not know for a text is that of a plain file', async () => {
  const odd = (text: string) =>
    `diff --git a/odd b/odd\nnew file mode 160000\n--- /dev/null\n+++ b/odd\n@@ -0,0 +1 @@\n+${text}\n`;
  const made = async (text: string) => asShown(await readText(odd(text), 'in'));
  const { pairs } = await rangeDiff(await made('a'), await made('b'), { ...OPTIONS, context: 0 }, context);
  expect(pairs.map(({ relation, diff }) => [relation, diff])).toEqual([
    ['changed', '@@ odd (new)\n-+a\n++b'],
  ]);
});

test('bytes that are no UTF-8 are shown by their numbers, beside what is', async () => {
  const a = await inTree(first('LAMP_DIM'), second('dim(); /* gr\xfcn \xc3\xbc */'));
  const b = await inTree(first('LAMP_DIM'), second('low(); /* gr\xfcn \xc3\xbc */'));
  const { pairs } = await rangeDiff(
    a,
    b,
    { context: 3, creationFactor: undefined, messages: false },
    context,
  );
  const added = pairs[1]?.diff.split('\n').filter((line) => line.includes('/*'));
  expect(added?.map((line) => line.trim())).toEqual([
    String.raw`-+	dim(); /* gr\xfcn ü */;`,
    String.raw`++	low(); /* gr\xfcn ü */;`,
  ]);
});
