// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parse } from '../c/parse.ts';
import { readDiffs } from '../mail/diff.ts';
import { anchoredFile } from './anchored.ts';
import { changed, hunkChanges } from './change.ts';
import { stepOf } from './placed.ts';

/** What each edit of a patch to one file is anchored on. */
function anchored(before: string, diff: string, path = 'lamp.c') {
  const [own] = readDiffs(`--- a/${path}\n+++ b/${path}\n${diff}`, 'test');
  const changes = hunkChanges(before, own?.hunks ?? []);
  if (!changes) throw new Error('the hunks do not fit');
  const after = [...changes].reverse().reduce(changed, before);
  const { edits, asText } = anchoredFile(parse('tree', path, before), changes, after);
  const told = edits.map(({ placed: { scope, target, how }, purpose, hunk }) =>
    [hunk + 1, how, [...scope, target].map((one) => stepOf(one).words).join(' > '), purpose].join(' | '),
  );
  return asText === undefined ? told : [...told, asText];
}

const LAMP = `int lamp(int a)
{
	one(a);
	two(a,
	    three,
	    four);
	five(a);
	six(a);
	seven(a);
	return 0;
}
`;

test('two changes of one statement are one edit, and changes of two statements are two', () => {
  expect(
    anchored(
      LAMP,
      `@@ -3,7 +3,7 @@
 	one(a);
-	two(a,
+	two(b,
 	    three,
-	    four);
+	    4);
 	five(a);
-	six(a);
+	six(b);
 	seven(a);
`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "1 | replace | lamp() > "two(a, three, four);" | "two(a," becomes "two(b,"",
      "1 | replace | lamp() > "six(a);" | "six(a);" becomes "six(b);"",
    ]
  `);
});

test('what is half a piece of code is made together with its other half', () => {
  expect(
    anchored(
      LAMP,
      `@@ -6,5 +6,7 @@
 	    four);
+#ifdef CONFIG_LAMP
 	five(a);
 	six(a);
+#endif
 	seven(a);
 	return 0;
`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "1 | replace | lamp() > "five(a); six(a);" | "#ifdef CONFIG_LAMP" is added",
    ]
  `);
});

test('code that tree-sitter does not read is put together as text, on the same anchors', () => {
  expect(
    anchored(
      LAMP,
      `@@ -2,5 +2,6 @@
 {
 	one(a);
+	other(a);
 	two(a,
 	    three,
 	    four);
@@ -8,3 +9,4 @@
 	six(a);
 	seven(a);
+	START(a) x() STOP
 	return 0;
`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "1 | insertBehind | lamp() > "one(a);" | lamp() gains "other(a);"",
      "2 | insertBehind | lamp() > the line "seven(a);" | lamp() gains "START(a) x() STOP"",
      "tree-sitter does not read its code (line 11)",
    ]
  `);
});
