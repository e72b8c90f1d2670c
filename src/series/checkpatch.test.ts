// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { withoutNotes } from './checkpatch.ts';

const HEAD = 'Subject: [PATCH] lamp: Glow\n\nGlow.\n---\n';
const DIFF = 'diff --git a/lamp.c b/lamp.c\n--- a/lamp.c\n+++ b/lamp.c\n@@ -1 +1 @@\n-a\n+---\n';
const STAT = ' lamp.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n';

test('notes of a mail become blank lines, and everything else keeps its line', () => {
  const notes = 'base: commit 0123456789ab\n  lamp | is no file\nv2: brighter\n\n';
  expect(withoutNotes(HEAD + notes + STAT + DIFF)).toBe(`${HEAD}\n\n\n\n${STAT}${DIFF}`);
  expect(withoutNotes(HEAD + notes + DIFF)).toBe(`${HEAD}\n\n\n\n${DIFF}`);
});

test('a mail without notes, or without a diff, is left as it is', () => {
  for (const text of [HEAD + STAT + DIFF, HEAD + DIFF, 'no patch\n---\nat all\n', DIFF])
    expect(withoutNotes(text)).toBe(text);
});
