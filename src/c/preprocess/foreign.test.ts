// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { foreignText } from './foreign.ts';
import { SourceText } from './source.ts';
import { preprocess } from './unit.ts';

const TEXT = '#define LAMP 1\nint lamp;\n';
const wide = Buffer.from(TEXT, 'utf16le').toString('latin1');

test.each([
  ['UTF-16 with a mark', `\xff\xfe${wide}`, 'it is UTF-16, which compilers do not read'],
  ['UTF-16 without one', wide, 'it is UTF-16, which compilers do not read'],
  ['UTF-32', `\xff\xfe\0\0${TEXT}`, 'it is UTF-32, which compilers do not read'],
  ['a program', `\x7fELF\x02\x01\x01${'\0'.repeat(9)}\x01\0>`, 'it is no text'],
])('%s is no text that a compiler reads, and nothing of it is known', (_, text, reason) => {
  expect(foreignText(text)).toBe(reason);
  const { stopped, instances } = preprocess(new SourceText('a.h', text), new Map(), {
    find: () => undefined,
  });
  expect([stopped?.kind, stopped?.reason, instances[0].active]).toEqual(['error', reason, []]);
});

test.each([
  ['nothing', ''],
  ['a mark of UTF-8', `\xef\xbb\xbf${TEXT}`],
  ['lines of CR and LF', TEXT.replaceAll('\n', '\r\n')],
  ['form feeds', TEXT.replaceAll('\n', '\n\f\n')],
  ['NULs at the end', `${TEXT}${'\0'.repeat(40)}`],
  ['another encoding in a comment', `/* \xe9\xe8 */\n${TEXT}`],
])('%s is text', (_, text) => {
  expect(foreignText(text)).toBeUndefined();
});
