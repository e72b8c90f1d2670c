// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { commitMessage } from './message.ts';

test('paragraphs and list items are filled to 75 columns, tags and indented text are left alone', () => {
  const body = `A sentence that a parameter made much wider than the seventy-five columns that a commit message has.
Another sentence.

 - An item of a list that is long enough to need a second line, which is indented below its text.

 - Short.

    indented   text
      stays

Link: https://lore.kernel.org/r/a-message-id-that-is-long-enough-to-be-wider-than-the-limit@example.com
Fixes: 0123456789ab ("subject")`;
  expect(commitMessage('subsys: Do a thing', body)).toMatchInlineSnapshot(`
    "subsys: Do a thing

    A sentence that a parameter made much wider than the seventy-five columns
    that a commit message has.  Another sentence.

     - An item of a list that is long enough to need a second line, which is
       indented below its text.

     - Short.

        indented   text
          stays

    Link: https://lore.kernel.org/r/a-message-id-that-is-long-enough-to-be-wider-than-the-limit@example.com
    Fixes: 0123456789ab ("subject")
    "
  `);
});
