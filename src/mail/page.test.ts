// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { readText } from './read.ts';

const DIFF = `diff --git a/lamp.c b/lamp.c
index 1111111..2222222 100644
--- a/lamp.c
+++ b/lamp.c
@@ -3,3 +3,4 @@  int lamp_init(void)
 	lamp_on();
+	lamp_dim();
 	lamp_wait();
 	lamp_off();
`;

const QUOTED = DIFF.replace('@@  ', '@@ ').replace(/^/gm, '> ');

/** What is read of a page, with each hunk as one line. */
async function read(page: string) {
  return (await readText(page, 'page.txt')).map(({ diffs, place: _, ...said }) => ({
    ...said,
    diffs: diffs.map(({ newPath, hunks }) => [
      newPath,
      ...hunks.map(({ section, lines }) => section + lines.join('|')),
    ]),
  }));
}

test('a page of patchwork is one patch: its last section, and nothing that the comments quote', async () => {
  const page = `diff mbox

[RFC,v2,1/2] lamp: Dim it

Message ID 1@example.org (mailing list archive)
State New, archived
Headers show

Commit Message

Ada Lamp Nov. 22, 2017, 4:09 a.m. UTC
It is too bright.

Signed-off-by: Ada Lamp <ada@example.org>
---
 lamp.c | 1 +

Comments

Bob Nov. 22, 2017, 4:25 a.m. UTC | #1
> It is too bright.
${QUOTED}
Why not.
diff mbox

Patch

${DIFF}`;
  const [mail] = await read(page);
  expect(mail).toMatchInlineSnapshot(`
    {
      "author": "Ada Lamp",
      "body": "It is too bright.

    Signed-off-by: Ada Lamp <ada@example.org>",
      "damage": undefined,
      "date": "2017-11-22T04:09:00.000Z",
      "diffs": [
        [
          "lamp.c",
          "int lamp_init(void) 	lamp_on();|+	lamp_dim();| 	lamp_wait();| 	lamp_off();",
        ],
      ],
      "file": "page.txt",
      "id": "1@example.org",
      "mail": "From: Ada Lamp
    Date: 2017-11-22T04:09:00.000Z
    Subject: [PATCH RFC v2 1/2] lamp: Dim it
    Message-ID: <1@example.org>

    It is too bright.

    Signed-off-by: Ada Lamp <ada@example.org>
    ---
     lamp.c | 1 +


    diff --git a/lamp.c b/lamp.c
    index 1111111..2222222 100644
    --- a/lamp.c
    +++ b/lamp.c
    @@ -3,3 +3,4 @@  int lamp_init(void)
     	lamp_on();
    +	lamp_dim();
     	lamp_wait();
     	lamp_off();
    ",
      "notes": "lamp.c | 1 +",
      "offset": 6,
      "parents": [],
      "subject": "[RFC,v2,1/2] lamp: Dim it",
    }
  `);
  expect(await read(page.replaceAll('\n', '\r\n'))).toEqual([mail]);
  const dates = ['Nov. 22, 2017, noon UTC', 'November 22, 2017, 4 p.m. UTC', 'May 2, 2018, midnight UTC'];
  const dated = dates.map((date) => read(page.replace('Nov. 22, 2017, 4:09 a.m. UTC', date)));
  expect((await Promise.all(dated)).map(([one]) => one?.date)).toEqual([
    '2017-11-22T12:00:00.000Z',
    '2017-11-22T16:00:00.000Z',
    '2018-05-02T00:00:00.000Z',
  ]);
});

test('a message of a public-inbox archive has its headers on the page', async () => {
  const page = `All of lore.example.org
 help / color / mirror / Atom feed
From: Ada Lamp <ada@example.org>
To: list@example.org, Bob <bob@example.org>,
	Eve <eve@example.org>
Subject: [PATCH] lamp: Dim it
Date: Wed, 22 Nov 2017 15:09:32 +1100	[thread overview]
Message-ID: <1@example.org> (raw)

It is too bright.
---
${DIFF.replace('@@  ', '@@ ')}-- 
2.39.5

next             reply	other threads:[~2017-11-22  4:09 UTC|newest]

Thread overview: 2+ messages / expand[flat|nested]  mbox.gz  Atom feed  top
2017-11-22  4:09 Ada Lamp [this message]
`;
  expect(await read(page)).toMatchInlineSnapshot(`
    [
      {
        "author": "Ada Lamp <ada@example.org>",
        "body": "It is too bright.",
        "damage": undefined,
        "date": "2017-11-22T04:09:32.000Z",
        "diffs": [
          [
            "lamp.c",
            "int lamp_init(void) 	lamp_on();|+	lamp_dim();| 	lamp_wait();| 	lamp_off();",
          ],
        ],
        "file": "page.txt",
        "id": "1@example.org",
        "mail": "From: Ada Lamp <ada@example.org>
    Date: 2017-11-22T04:09:32.000Z
    Subject: [PATCH] lamp: Dim it
    Message-ID: <1@example.org>

    It is too bright.
    ---
    diff --git a/lamp.c b/lamp.c
    index 1111111..2222222 100644
    --- a/lamp.c
    +++ b/lamp.c
    @@ -3,3 +3,4 @@ int lamp_init(void)
     	lamp_on();
    +	lamp_dim();
     	lamp_wait();
     	lamp_off();
    -- 
    2.39.5
    ",
        "notes": "",
        "offset": 4,
        "parents": [],
        "subject": "[PATCH] lamp: Dim it",
      },
    ]
  `);
  const whole = await read(page);
  const cut = await read(page.slice(page.indexOf('From:')));
  expect(cut).toEqual(whole.map((mail) => ({ ...mail, offset: mail.offset - 2 })));
});

test('a thread of a public-inbox archive is its messages, of which replies are no patches', async () => {
  const page = `* [PATCH] lamp: Dim it
@ 2017-11-22  4:09 Ada Lamp
  2017-11-22  4:25 \` Bob
  0 siblings, 1 reply; 2+ messages in thread
From: Ada Lamp @ 2017-11-22  4:09 UTC (permalink / raw)
  To: list; +Cc: Bob

It is too bright.
---
${DIFF.replace('@@  ', '@@ ')}
^ permalink raw reply related	[flat|nested] 2+ messages in thread

* Re: [PATCH] lamp: Dim it
  2017-11-22  4:09 [PATCH] lamp: Dim it Ada Lamp
@ 2017-11-22  4:25 \` Bob
  0 siblings, 0 replies; 2+ messages in thread
From: Bob @ 2017-11-22  4:25 UTC (permalink / raw)
  To: Ada Lamp; +Cc: list

Rather so:

${DIFF}
^ permalink raw reply	[flat|nested] 2+ messages in thread
`;
  const messages = await read(page);
  expect(messages.map(({ subject, author, date, diffs }) => [subject, author, date, diffs.length])).toEqual([
    ['[PATCH] lamp: Dim it', 'Ada Lamp', '2017-11-22T04:09:00.000Z', 1],
    ['Re: [PATCH] lamp: Dim it', 'Bob', '2017-11-22T04:25:00.000Z', 0],
  ]);
});
