// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Message } from '../../mail/message.ts';
import { readText } from '../../mail/read.ts';
import { chosenOf } from './chosen.ts';

const DIFF = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';

let count = 0;
async function mail(subject: string, diff = DIFF): Promise<Message> {
  count++;
  const text = `From: Ada <ada@example.org>\nMessage-ID: <${count}@example.org>\nSubject: ${subject}\n\nWhy.\n---\n${diff}`;
  return (await readText(text, 'in'))[0] as Message;
}

async function chosen(...mails: Promise<Message>[]) {
  const { patches, covers, older } = chosenOf(await Promise.all(mails), 'in');
  const subjects = (all: readonly Message[]) => all.map(({ subject }) => subject);
  return { patches: subjects(patches), covers: subjects(covers), older: subjects(older) };
}

test('the newest version is taken, with its cover letter, and of the older it is said which they are', async () => {
  expect(
    await chosen(
      mail('[PATCH 0/1] lamp: Dim it', ''),
      mail('[PATCH 1/1] lamp: Dim it'),
      mail('[PATCH v2 0/2] lamp: Dim it', ''),
      mail('[PATCH v2 2/2] lamp: Document it'),
      mail('[PATCH v2 1/2] lamp: Dim it'),
      mail('Re: [PATCH v2 0/2] lamp: Dim it', ''),
    ),
  ).toMatchInlineSnapshot(`
    {
      "covers": [
        "[PATCH v2 0/2] lamp: Dim it",
      ],
      "older": [
        "[PATCH 1/1] lamp: Dim it",
      ],
      "patches": [
        "[PATCH v2 1/2] lamp: Dim it",
        "[PATCH v2 2/2] lamp: Document it",
      ],
    }
  `);
});

test('two halves of two versions are one series, for somebody has numbered it wrongly', async () => {
  expect(
    await chosen(mail('[PATCH v2 1/2] lamp: Dim it'), mail('[PATCH 2/2] lamp: Document it')),
  ).toMatchInlineSnapshot(`
    {
      "covers": [],
      "older": [],
      "patches": [
        "[PATCH v2 1/2] lamp: Dim it",
        "[PATCH 2/2] lamp: Document it",
      ],
    }
  `);
});
