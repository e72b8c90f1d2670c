// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { readText } from '../mail/read.ts';
import type { KeptMail } from './material.ts';
import { sourceLine } from './source-line.ts';

const mail = async (file: string, ...hunks: string[]): Promise<KeptMail> => {
  const text = `From 0 Mon Sep 17 00:00:00 2001\nFrom: N <n@example.invalid>\nSubject: [PATCH] a\n\nbody\n---\ndiff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n${hunks.join('')}`;
  const [message] = await readText(text, file);
  if (!message) throw new Error('no mail');
  return { file, message };
};

test('a line of the patched file is found in the hunk that shows it, moved back through later patches', async () => {
  const first = await mail('0001.patch', '@@ -10,2 +10,3 @@\n ten\n+eleven\n was_eleven\n');
  const second = await mail('0002.patch', '@@ -1,1 +1,3 @@\n one\n+two\n+three\n');
  const at = (line: number, file = 'f.c') => sourceLine({ file, line }, [first, second]);
  expect(at(2)).toBe('two');
  // 11 of the first patch's file is 13 behind the second.
  expect(at(13)).toBe('eleven');
  expect(at(500)).toBeUndefined();
  expect(at(1, 'other.c')).toBeUndefined();
});

test('a finding in a mail points to a line of the mail', async () => {
  const only = await mail('0001.patch', '@@ -1,1 +1,1 @@\n-a\n+b\n');
  expect(sourceLine({ file: '0001.patch', line: 2 }, [only])).toBe('Subject: [PATCH] a');
});
