// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { shownText } from './shown-text.ts';

test('UTF-8 is shown as what it says, and other bytes by their numbers', () => {
  expect(shownText(Buffer.from('caf\xe9 \xc3\xa9 \xe2\x82\xac \xf0\x9f\x92\xa1\n', 'latin1'))).toBe(
    'caf\\xe9 é € 💡\n',
  );
  expect(shownText('caf\xe9')).toBe('caf\\xe9');
});

test('what UTF-8 forbids is shown by its bytes: overlong, surrogates, cut off, too large', () => {
  for (const bytes of ['\xc0\xaf', '\xed\xa0\x80', '\xe2\x82', '\xf5\x80\x80\x80']) {
    const shown = shownText(Buffer.from(bytes, 'latin1'));
    expect(shown).toBe([...bytes].map((one) => `\\x${one.charCodeAt(0).toString(16)}`).join(''));
  }
});

test('any bytes can be told from what is shown of them, and none becomes U+FFFD', () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  expect(shownText(all)).not.toContain('\uFFFD');
  expect(shownText(all).match(/\\x[0-9a-f]{2}/g)).toHaveLength(128);
});

test('text that was decoded stays', () => {
  expect(shownText('€ \xe9')).toBe('€ \xe9');
});
