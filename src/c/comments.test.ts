// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { blankComments, withoutComments } from './comments.ts';

test.each([
  ['a /* one\ntwo */ b // three\nc', 'a   b  \nc', 'a       \n       b         \nc'],
  ['"/* none */" /* one */', '"/* none */"  ', '"/* none */"          '],
  [`'"' /* '"' */ '//'`, `'"'   '//'`, `'"'           '//'`],
  ['a /* that nothing\nends', 'a  ', 'a                \n    '],
  ['a / b', 'a / b', 'a / b'],
])('%j without comments', (code, gone, blanked) => {
  expect([withoutComments(code), blankComments(code)]).toEqual([gone, blanked]);
});
