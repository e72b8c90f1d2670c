// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { questionsIn } from './question.ts';

const asked = (condition: string, then = 'return -EINVAL;') =>
  questionsIn({ text: `static int lamp(void)\n{\n\tif (${condition})\n\t\t${then}\n}` }).map(
    ({ of, kind }) => `${kind} ${of}`,
  );

test('a mask of what is known asks for flags, whichever side it stands on', () => {
  expect(asked('args->flags & ~LAMP_KNOWN')).toEqual(['flags flags']);
  expect(asked('~(LAMP_A | LAMP_B) & mode')).toEqual(['flags mode']);
  expect(asked('flags & ~(LAMP_A | LAMP_B) || args->pad')).toEqual(['flags flags', 'reserved pad']);
});

test('reserved words are asked one by one, summed with |, or scanned', () => {
  expect(asked('attr->__reserved_1 || attr->__reserved_2 != 0')).toEqual([
    'reserved __reserved_1',
    'reserved __reserved_2',
  ]);
  expect(asked('a.reserved[0] | a.reserved[1]')).toEqual(['reserved reserved', 'reserved reserved']);
  expect(asked('memchr_inv(args->rsvd, 0, sizeof(args->rsvd))')).toEqual(['reserved rsvd']);
});

test('an error that is set, and one behind a goto, are refusals; anything else is none', () => {
  expect(asked('flags & ~LAMP_KNOWN', 'goto out;')).toEqual(['flags flags']);
  expect(asked('flags & ~LAMP_KNOWN', '{\n\t\tret = -EOPNOTSUPP;\n\t}')).toEqual(['flags flags']);
  expect(asked('flags & ~LAMP_KNOWN', 'pr_warn("odd");')).toEqual([]);
  expect(asked('flags & LAMP_LIT')).toEqual([]);
  expect(asked('lamp->padding_of_box > 3')).toEqual([]);
});
