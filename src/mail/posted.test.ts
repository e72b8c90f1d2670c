// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Message } from './message.ts';
import { type PostedSeries, postedSeries } from './posted.ts';
import { readText } from './read.ts';

const DIFF = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';

let count = 0;
async function mail(subject: string, diff = DIFF, headers = ''): Promise<Message> {
  count++;
  const id = /^Message-ID/m.test(headers) ? '' : `Message-ID: <${count}@example.org>\n`;
  const text = `From: Ada <ada@example.org>\n${id}${headers}Subject: ${subject}\n\nWhy.\n---\n${diff}`;
  return (await readText(text, 'in'))[0] as Message;
}

async function chosen(...mails: Promise<Message>[]) {
  const [{ patches, covers, older }] = postedSeries(await Promise.all(mails)) as [PostedSeries];
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

const id = (name: string, parent = '') =>
  `Message-ID: <${name}@example.org>\n${parent === '' ? '' : `In-Reply-To: <${parent}@example.org>\n`}`;
const CUT = DIFF.replace('+b\n', '');

test('a damaged patch of an older version costs nothing, and one of the newest is kept with its damage', async () => {
  const [old] = postedSeries([
    await mail('[PATCH] lamp: Dim it', CUT, id('a')),
    await mail('[PATCH v2] lamp: Dim it', DIFF, id('b')),
  ]) as [PostedSeries];
  expect(old.patches.map(({ damage }) => damage)).toEqual([undefined]);
  expect(old.older.map(({ damage }) => damage?.failure.code)).toEqual(['PATCH_DAMAGED']);
  const [fresh] = postedSeries([
    await mail('[PATCH] lamp: Dim it', DIFF, id('c')),
    await mail('[PATCH v2] lamp: Dim it', CUT, id('d')),
  ]) as [PostedSeries];
  expect(fresh.patches.map(({ damage }) => damage?.line)).toEqual([9]);
});

test('where the newest version is one patch in answer to a whole one, it takes the place of that patch', async () => {
  const subjects = ([one]: readonly PostedSeries[]) => one?.patches.map(({ subject }) => subject);
  const whole = await Promise.all([
    mail('[PATCH 0/2] lamp: Dim', '', id('e')),
    mail('[PATCH 1/2] lamp: Dim it', DIFF, id('f', 'e')),
    mail('[PATCH 2/2] lamp: Document it', DIFF, id('g', 'e')),
  ]);
  const anew = await mail('[PATCH v2 2/2] lamp: Document it', DIFF, id('h', 'g'));
  expect(subjects(postedSeries([...whole, anew]))).toEqual([
    '[PATCH 1/2] lamp: Dim it',
    '[PATCH v2 2/2] lamp: Document it',
  ]);
  const half = await mail('[PATCH v2 2/2] lamp: Document it', DIFF, id('i'));
  expect(subjects(postedSeries([...whole, half]))).toEqual([
    '[PATCH 1/2] lamp: Dim it',
    '[PATCH 2/2] lamp: Document it',
  ]);
});

test('two threads that share nothing are two series; a diff in a thread that is called no patch is none', async () => {
  const found = postedSeries(
    await Promise.all([
      mail('[PATCH 1/2] lamp: Dim it', DIFF, id('j')),
      mail('[PATCH 2/2] lamp: Document it', DIFF, id('k', 'j')),
      mail('[PATCH 0/1] bell: Ring it', '', id('l')),
      mail('[PATCH 1/1] bell: Ring it', DIFF, id('m', 'l')),
      mail('The lamp is too bright', DIFF, id('n', 'j')),
      mail('Re: [PATCH 1/1] bell: Ring it', DIFF, id('o', 'm')),
    ]),
  );
  expect(
    found.map(({ patches, replies }) => [patches.length, replies.map(({ subject }) => subject)]),
  ).toEqual([
    [2, ['The lamp is too bright']],
    [1, ['Re: [PATCH 1/1] bell: Ring it']],
  ]);
});

test('a mail that was sent again is judged once', async () => {
  const [one] = postedSeries([
    await mail('[PATCH] lamp: Dim it', DIFF, `${id('p')}Date: Wed, 4 Nov 2026 10:00:00 +0000\n`),
    await mail('[PATCH RESEND] lamp: Dim it', DIFF, `${id('q')}Date: Thu, 5 Nov 2026 10:00:00 +0000\n`),
  ]) as [PostedSeries];
  expect(one.patches.map(({ subject }) => subject)).toEqual(['[PATCH RESEND] lamp: Dim it']);
});

test('ten thousand copies of one patch are no series', async () => {
  const one = await mail('[PATCH v2 1/1] lamp: Dim it', DIFF, id('p'));
  const copies = Array.from({ length: 10_001 }, (_, at) => ({ ...one, id: `p${at}@lamps.test` }));
  expect(() => postedSeries(copies)).toThrow('10001 patches are of one series, and no series has so many');
});
