// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { readDiffs } from '../mail/diff.ts';
import { addedLines } from './added-lines.ts';

const diff = (name: string, ...hunks: string[]) =>
  readDiffs(`diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n${hunks.join('\n')}\n`, 'test');

const told = (...patches: ReturnType<typeof diff>[]) =>
  addedLines(patches).map(({ path, line, patch }) => `${path}:${line} by ${patch}`);

test('lines are numbered as they are behind all patches', () => {
  const first = diff(
    'b.c',
    '@@ -1,2 +1,3 @@',
    ' one',
    '+two',
    ' three',
    '@@ -10 +11,2 @@',
    ' ten',
    '+eleven',
  );
  const second = diff('b.c', '@@ -0,0 +1 @@', '+zero');
  const other = diff('a.c', '@@ -5,2 +5 @@', '-five', ' six');
  expect(told(first, second, other)).toEqual(['b.c:1 by 1', 'b.c:3 by 0', 'b.c:13 by 0']);
});

test('a line that a later patch takes away or writes anew is not the first one’s', () => {
  const first = diff('a.c', '@@ -1 +1,3 @@', ' one', '+two', '+three');
  const second = diff('a.c', '@@ -1,3 +1,3 @@', ' one', '-two', '+TWO', ' three');
  const third = diff('a.c', '@@ -2,2 +2 @@', '-TWO', ' three');
  expect(told(first, second)).toEqual(['a.c:2 by 1', 'a.c:3 by 0']);
  expect(told(first, second, third)).toEqual(['a.c:2 by 0']);
});

test('a line that was there already moves and does not count', () => {
  const patch = diff('a.c', '@@ -3,3 +3,3 @@', ' three', '-four', ' five', '+six');
  expect(told(patch)).toEqual(['a.c:5 by 0']);
});

test('new files, removed files, files under a new name', () => {
  const made = readDiffs(
    'diff --git a/n.c b/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1,2 @@\n+a\n+b\n',
    'test',
  );
  const renamed = readDiffs(
    'diff --git a/n.c b/m.c\nsimilarity index 50%\nrename from n.c\nrename to m.c\n--- a/n.c\n+++ b/m.c\n@@ -1,2 +1,3 @@\n a\n+c\n b\n',
    'test',
  );
  const removed = readDiffs(
    'diff --git a/m.c b/m.c\ndeleted file mode 100644\n--- a/m.c\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-a\n-c\n-b\n',
    'test',
  );
  expect(told(made, renamed)).toEqual(['m.c:1 by 0', 'm.c:2 by 1', 'm.c:3 by 0']);
  expect(told(made, renamed, removed)).toEqual([]);
});
