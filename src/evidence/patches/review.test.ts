// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { PostedSeries } from '../../mail/posted.ts';
import { postedSeries } from '../../mail/posted.ts';
import { readText } from '../../mail/read.ts';
import { reviewOf } from './review.ts';

const DIFF = (added: string) => `--- a/x.c\n+++ b/x.c\n@@ -1 +1,2 @@\n lamp();\n+${added}\n`;

interface Parts {
  readonly id: string;
  readonly to?: string;
  readonly from?: string;
}

function mail(subject: string, text: string, { id, to, from = 'Ada <ada@lamps.test>' }: Parts): string {
  const parent = to === undefined ? '' : `In-Reply-To: <${to}@lamps.test>\n`;
  return `From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: ${from}\nMessage-ID: <${id}@lamps.test>\n${parent}Subject: ${subject}\n\n${text}\n`;
}

const BOB = 'Bob <bob@lamps.test>';
const patch = (version: string, body: string, added: string, id: string, notes = '') =>
  mail(`[PATCH${version}] lamp: Dim it`, `It is bright.\n\n${body}---\n${notes}\n${DIFF(added)}`, { id });

async function found(...mails: string[]): Promise<string[]> {
  const [series] = postedSeries(await readText(mails.join(''), 'thread.mbox')) as [PostedSeries];
  return reviewOf(series).map(({ rule, line, message }) => `${line}: ${message} [${rule}]`);
}

const GIVEN = mail('Re: [PATCH] lamp: Dim it', '> It is bright.\n\nReviewed-by: Bob <bob@lamps.test>', {
  ...{ id: 'r', to: 'a', from: BOB },
});
const ASKED = mail('Re: [PATCH] lamp: Dim it', '> + \tlamp_dim(100);\n\nWhy a hundred?  It is too much.', {
  ...{ id: 'q', to: 'a', from: BOB },
}).replace('> + \t', '> +\t');

test('a tag that a reviewer gave version 1 is missed in version 2', async () => {
  expect(
    await found(patch('', '', 'lamp_dim(1);', 'a'), GIVEN, patch(' v2', '', 'lamp_dim(1);', 'b')),
  ).toMatchInlineSnapshot(`
    [
      "28: the patch lacks what reviewers gave it before: Reviewed-by: Bob <bob@lamps.test> (version 1) [series-trailers]",
    ]
  `);
});

test('a tag that is there, or of which the change log says that it was dropped, is not', async () => {
  const taken = patch(' v2', 'Reviewed-by: Bob <bob@elsewhere.test>\n', 'lamp_dim(1);', 'b');
  const dropped = patch(' v2', '', 'lamp_fade(1);', 'b', 'v2: another way, so I dropped the Reviewed-by\n');
  expect(await found(patch('', '', 'lamp_dim(1);', 'a'), GIVEN, taken)).toEqual([]);
  expect(await found(patch('', '', 'lamp_dim(1);', 'a'), GIVEN, dropped)).toEqual([]);
});

test('a comment that nobody answered, below a line that is as it was, is told', async () => {
  const first = patch('', '', '\tlamp_dim(100);', 'a');
  const same = patch(' v2', '', '\tlamp_dim(100);', 'b');
  expect(await found(first, ASKED, same)).toMatchInlineSnapshot(`
    [
      "28: Bob wrote below "lamp_dim(100);" of version 1: "Why a hundred?  It is too much."; nobody answered, and the line is as it was [series-unanswered]",
    ]
  `);
  const answer = mail('Re: [PATCH] lamp: Dim it', '> Why a hundred?\n\nThe lamp has no less.', {
    ...{ id: 'w', to: 'q' },
  });
  expect(await found(first, ASKED, answer, same)).toEqual([]);
  expect(await found(first, ASKED, patch(' v2', '', '\tlamp_dim(50);', 'b'))).toEqual([]);
  // The blanks in front of it are another matter.
  expect(await found(first, ASKED, patch(' v2', '', '\t\tlamp_dim(100);', 'b'))).toEqual([]);
  expect(
    await found(first, ASKED.replace('Why a hundred?  It is too much.', 'Looks good to me.'), same),
  ).toEqual([]);
});
