// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { tokenise } from './token.ts';
import { closingPlace, commaParts } from './token-group.ts';

test('a parenthesis is closed by its own, whatever stands within it', () => {
  const tokens = tokenise('f(a[(b)], (c)) d');
  expect(closingPlace(tokens, 1)).toBe(tokens.length - 2);
  expect(closingPlace(['(', '['], 0)).toBe(2);
});

test('commas within parentheses and brackets part nothing', () => {
  const parts = commaParts(tokenise('a, f(b, c), d[1, 2]'));
  expect(parts.map((part) => part.map(({ text }) => text).join(''))).toEqual(['a', 'f(b,c)', 'd[1,2]']);
  expect(commaParts([])).toEqual([[]]);
});
