// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from 'vitest';
import { definition, ExpansionLimit, expand, type MacroDefinition } from './expand.ts';
import { type Token, tokenise } from './token.ts';

function macros(...texts: string[]): ReadonlyMap<string, MacroDefinition> {
  return new Map(
    texts.map((text) => definition(tokenise(text)) as MacroDefinition).map((one) => [one.name, one]),
  );
}

const textOf = (tokens: readonly Token[]) =>
  tokens
    .map(({ text, space }) => (space ? ` ${text}` : text))
    .join('')
    .trim();

const expanded = (text: string, ...texts: string[]) => textOf(expand(tokenise(text), macros(...texts)));

describe('expansion follows C11 6.10.3', () => {
  it('never expands a macro inside itself', () => {
    expect(expanded('f(f(1)) + A', 'f(x) (x + f(x))', 'A B', 'B A')).toBe('((1 + f(1)) + f((1 + f(1)))) + A');
  });

  it('rescans the result with the rest of the text', () => {
    expect(expanded('g(1)(2)', 'g(x) h', 'h(x) [x]')).toBe('[2]');
  });

  it('expands arguments before they are put in, unless # or ## takes them', () => {
    expect(expanded('s(ONE) t(ONE) p(ONE, 2)', 'ONE 1', 's(x) #x', 't(x) s(x)', 'p(a, b) a##b')).toBe(
      '"ONE" "1" ONE2',
    );
  });

  it('quotes text as it was written, with one blank for white space', () => {
    expect(expanded(String.raw`s( a  "b\n" '\'' )`, 's(x) #x')).toBe(String.raw`"a \"b\\n\" '\\''"`);
  });

  it('pastes with nothing where an argument is empty', () => {
    expect(expanded('p(,1) p(1,) [p(,)]', 'p(a, b) a##b')).toBe('1 1 []');
  });

  it('leaves a macro alone that is not called, or with a wrong number of arguments', () => {
    expect(expanded('f f(1, 2) f(', 'f(x) x')).toBe('f f(1, 2) f(');
  });

  it('knows variadic macros, the named ones of GNU, and the comma that goes with no arguments', () => {
    expect(
      expanded(
        'a(1, 2, 3) b(1) b(1, 2) c(1) c(1, 2)',
        'a(...) [__VA_ARGS__]',
        'b(x, ...) [x, ##__VA_ARGS__]',
        'c(x, y...) [x, ## y]',
      ),
    ).toBe('[1, 2, 3] [1] [1, 2] [1] [1, 2]');
  });
});

it('gives tokens the place of the invocation, and those of arguments their own besides', () => {
  const made = expand(tokenise('x = LAMP(on);'), macros('LAMP(a) lamp_##a + a'));
  expect(made.map(({ text, start, end, at }) => [text, start, end, at])).toMatchInlineSnapshot(`
    [
      [
        "x",
        0,
        1,
        undefined,
      ],
      [
        "=",
        2,
        3,
        undefined,
      ],
      [
        "lamp_on",
        4,
        12,
        undefined,
      ],
      [
        "+",
        4,
        12,
        undefined,
      ],
      [
        "on",
        4,
        12,
        9,
      ],
      [
        ";",
        12,
        13,
        undefined,
      ],
    ]
  `);
});

it('leaves alone what an #if asks by name', () => {
  const made = expand(
    tokenise('defined linux && __has_include(<linux/lamp.h>) && linux'),
    macros('linux 1'),
    { condition: true },
  );
  expect(textOf(made)).toBe('defined linux && __has_include(<linux/lamp.h>) && 1');
});

describe('a macro bomb ends', () => {
  it('that doubles', () => {
    const doubling = Array.from({ length: 40 }, (_, at) => `A${at} A${at + 1} A${at + 1}`);
    expect(() => expanded('A0', ...doubling)).toThrow(ExpansionLimit);
  });

  it('that goes deep', () => {
    const chain = Array.from({ length: 5000 }, (_, at) => `A${at} A${at + 1}`);
    expect(() => expanded('A0', ...chain)).toThrow(ExpansionLimit);
  });

  it('that makes one token long', () => {
    const pasting = ['P(x) Q(x##x)', ...Array.from({ length: 40 }, (_, at) => `X${at}(x) X${at + 1}(x##x)`)];
    expect(() => expanded('X0(ab)', ...pasting)).toThrow(ExpansionLimit);
  });

  it('that opens parentheses and closes none', () => {
    expect(() => expanded('f('.repeat(20_000), 'f(x) x')).toThrow(ExpansionLimit);
  });
});
