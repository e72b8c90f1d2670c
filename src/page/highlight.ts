// SPDX-License-Identifier: GPL-2.0-only
import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import c from 'shiki/langs/c.mjs';
import { visible } from './visible.ts';

/** Kinds of tokens, each a class of the page's style sheet, by the scopes that the grammar gives them. */
const KINDS: readonly (readonly [className: string, scopes: readonly string[]])[] = [
  ['tc', ['comment', 'punctuation.definition.comment']],
  ['ts', ['string', 'constant.character']],
  ['tn', ['constant.numeric']],
  ['tp', ['keyword.control.directive', 'punctuation.definition.directive', 'meta.preprocessor keyword']],
  ['tk', ['keyword.control', 'storage.modifier', 'keyword.operator.sizeof']],
  ['tt', ['storage.type', 'support.type']],
  ['tf', ['entity.name.function']],
];
const colourOf = (at: number) => `#0000${(at + 1).toString(16).padStart(2, '0')}`;

/** Whoever shows C waits for it once. */
let made: Promise<HighlighterCore> | undefined;

function highlighter(): Promise<HighlighterCore> {
  made ??= createHighlighterCore({
    engine: createJavaScriptRegexEngine(),
    langs: [c],
    themes: [
      {
        name: 'kinds',
        type: 'light',
        fg: '#ffffff',
        bg: '#ffffff',
        settings: KINDS.map(([, scope], at) => ({
          scope: [...scope],
          settings: { foreground: colourOf(at) },
        })),
      },
    ],
  });
  return made;
}

const CLASS_OF = new Map(KINDS.map(([className], at) => [colourOf(at), className]));

/** Lines of C as markup: spans of the classes above around escaped text. */
export async function highlighted(lines: readonly string[]): Promise<string[]> {
  const { tokens } = (await highlighter()).codeToTokens(lines.join('\n'), { lang: 'c', theme: 'kinds' });
  return lines.map((line, at) => {
    const own = tokens[at];
    if (!own) return escaped(line);
    let markup = '';
    let open = '';
    for (const { content, color = '' } of own) {
      const className = content.trim() === '' ? open : (CLASS_OF.get(color.toLowerCase()) ?? '');
      if (className !== open) {
        markup += `${open && '</span>'}${className && `<span class="${className}">`}`;
        open = className;
      }
      markup += escaped(content);
    }
    return markup + (open && '</span>');
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text for markup that is put together by hand: escaped, and showing what it is made of. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
