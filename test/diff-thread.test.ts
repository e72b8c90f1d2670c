// SPDX-License-Identifier: GPL-2.0-only
// kpw diff beside the thread: what became of each comment.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diff } from '../src/cli/diff.ts';
import { runVerb } from './run-verb.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpw-thread-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Letter {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  readonly replyTo?: string;
  readonly body: readonly string[];
}

function mbox(name: string, letters: readonly Letter[]): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    letters
      .map(({ id, from, subject, replyTo, body }) =>
        [
          'From mboxrd@z Thu Jan  1 00:00:00 1970',
          `From: ${from}`,
          `Subject: ${subject}`,
          'Date: Mon, 5 Jan 2026 10:00:00 +0000',
          `Message-ID: <${id}@lamps.test>`,
          ...(replyTo === undefined ? [] : [`In-Reply-To: <${replyTo}@lamps.test>`]),
          '',
          ...body,
          '',
        ].join('\n'),
      )
      .join('\n'),
  );
  return file;
}

const ADA = 'Ada Lamp <ada@lamps.test>';
const BEN = 'Ben Wick <ben@lamps.test>';

function patch(id: string, subject: string, added: readonly string[]): Letter {
  return {
    ...{ id, from: ADA, subject },
    body: [
      'Lamps flicker.',
      '',
      `Signed-off-by: ${ADA}`,
      '---',
      'diff --git a/drivers/lamp/lamp.c b/drivers/lamp/lamp.c',
      '--- a/drivers/lamp/lamp.c',
      '+++ b/drivers/lamp/lamp.c',
      `@@ -1,2 +1,${added.length + 2} @@`,
      ' int lamp;',
      ...added.map((line) => `+${line}`),
      ' int wick;',
    ],
  };
}

// Neighbours that stay: a comment may be about the order of lines.
const [TOP, MIDDLE] = ['int glow;', 'int high;'];
const V1 = ['int on = 1;', TOP, 'int off = 2;', MIDDLE, 'int dim = 3;'];
const review = (id: string, line: string, text: string): Letter => ({
  ...{ id, from: BEN, subject: 'Re: [PATCH] lamp: Stop the flicker', replyTo: 'v1' },
  body: ['On Monday Ada Lamp wrote:', `> +${line}`, '', text],
});

test('each comment is answered, changed or open, as text and as data', async () => {
  const v1 = mbox('v1.mbox', [patch('v1', '[PATCH] lamp: Stop the flicker', V1)]);
  const v2 = mbox('v2.mbox', [
    patch('v2', '[PATCH v2] lamp: Stop the flicker', [
      'int on = 10;',
      TOP,
      'int off = 2;',
      MIDDLE,
      'int dim = 3;',
    ]),
  ]);
  const thread = mbox('thread.mbox', [
    review('r1', 'int on = 1;', 'Why is it 1? Ten is what the others have.'),
    review('r2', 'int off = 2;', 'Two is taken already.'),
    review('r3', 'int dim = 3;', 'Is this used at all?'),
    {
      ...{ id: 'a3', from: ADA, subject: 'Re: [PATCH] lamp: Stop the flicker', replyTo: 'r3' },
      body: ['> Is this used at all?', '', 'By the next series.'],
    },
  ]);
  const { said } = await runVerb(diff, [v1, v2, '--thread', thread, '--json']);
  const { comments } = JSON.parse(said) as { comments: { line: string; state: string; by: string }[] };
  expect(comments.map(({ line, state, by }) => `${by}: ${line}: ${state}`)).toMatchInlineSnapshot(`
    [
      "Ben Wick <ben@lamps.test>: int on = 1;: changed",
      "Ben Wick <ben@lamps.test>: int off = 2;: open",
      "Ben Wick <ben@lamps.test>: int dim = 3;: answered",
    ]
  `);
  const text = await runVerb(diff, [v1, v2, '--thread', thread]);
  expect(text.said.split('\n').filter((line) => line.includes('on version'))).toMatchInlineSnapshot(`
    [
      "changed  Ben Wick <ben@lamps.test> on version 1 of "lamp: Stop the flicker", below \`int on = 1;\`: Why is it 1? Ten is what the others have.",
      "open  Ben Wick <ben@lamps.test> on version 1 of "lamp: Stop the flicker", below \`int off = 2;\`: Two is taken already.",
      "answered  Ben Wick <ben@lamps.test> on version 1 of "lamp: Stop the flicker", below \`int dim = 3;\`: Is this used at all?",
    ]
  `);
});

test('a thread beside a variant is refused: nobody has commented on a template', async () => {
  const v1 = mbox('v1.mbox', [patch('v1', '[PATCH] lamp: Stop the flicker', V1)]);
  await expect(runVerb(diff, ['opt-in-ioctl', v1, '--thread', v1, '--tree', 'debian:6.1'])).rejects.toThrow(
    '--thread needs two files of mails',
  );
});
