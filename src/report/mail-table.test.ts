// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { mailTable } from './mail-table.ts';

const rows = [
  {
    group: 'the patches',
    label: 'UAPI added',
    texts: ['LAMP_INFO_FLAG_DIMMABLE_BY_USERSPACE', 'nothing', '–', '–', '–'],
  },
  {
    group: 'the patches',
    label: 'lines changed',
    texts: ['+1 −2\n1 file', '+10 −20\n2 files', '–', '–', '–'],
  },
  { group: 'mmap of the lamp', label: 'whole', texts: ['EINVAL', 'ok', 'ok', 'EINVAL', 'ok'] },
];

test('a table has 75 columns, what does not fit stands below, and rows without a word are left out', () => {
  const text = mailTable(
    ['opt-in-ioctl', 'unconditional-removal', 'baseline', 'prerequisite', 'a-name-without-end'],
    rows,
  );
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(75);
  expect(text).toMatchInlineSnapshot(`
    "               opt-in-     unconditional-   baseline prerequisite a-name-
                   ioctl       removal                                without-
                                                                      end
    the patches
     UAPI added    LAMP_INFO_  nothing          –        –            –
                   FLAG_
                   DIMMABLE_
                   BY_
                   USERSPACE
     lines changed +1 −2       +10 −20          –        –            –
                   1 file      2 files
    mmap of the lamp
     whole         EINVAL      ok               ok       EINVAL       ok"
  `);
});

test('a word that is wider than a mail is cut', () => {
  const text = mailTable(['x'], [{ group: 'g', label: 'l', texts: ['x'.repeat(200)] }]);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(75);
});
