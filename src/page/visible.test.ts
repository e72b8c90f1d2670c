// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { embedded } from './document.ts';
import { escaped } from './highlight.ts';
import { html, markupText } from './markup.ts';
import { visible } from './visible.ts';

test('a text shows the characters that control a terminal, or turn and hide what stands there', () => {
  expect(visible('\u001b[31mred\u0007 safe\u202Egnp.exe \u200bnone\r')).toBe(
    '␛[31mred␇ safe⟨U+202E⟩gnp.exe ⟨U+200B⟩none␍',
  );
  expect(visible('line\n\tnext\r\n')).toBe('line\n\tnext\n');
});

test('markup in a text is text, in elements, attributes and what is put together by hand', () => {
  const hostile = '"><script>1</script>\u202E';
  expect(markupText(html`<p title=${hostile}>${hostile}</p>`)).toMatchInlineSnapshot(
    `"<p title="&quot;>&lt;script>1&lt;/script>⟨U+202E⟩">&quot;>&lt;script>1&lt;/script>⟨U+202E⟩</p>"`,
  );
  expect(escaped(hostile)).toMatchInlineSnapshot(`"&quot;&gt;&lt;script&gt;1&lt;/script&gt;⟨U+202E⟩"`);
});

test('no text ends the element that holds the data', () => {
  const data = { text: '</script><!-- ]]> \u2028' };
  expect(embedded(data)).toMatchInlineSnapshot(
    `"{"text":"\\u003c/script\\u003e\\u003c!-- ]]\\u003e \\u2028"}"`,
  );
  expect(JSON.parse(embedded(data))).toEqual(data);
});
