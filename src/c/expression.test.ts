// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from 'vitest';
import { definition, type MacroDefinition } from './expand.ts';
import { condition, type ExpressionEnvironment, evaluateC } from './expression.ts';
import { type Abi, LP64 } from './target.ts';
import { tokenise } from './token.ts';

const ILP32: Abi = { ...LP64, pointer: 4, long: 4, int128Align: undefined, charSigned: false };

const MACROS = new Map(
  ['ON 1', 'LAMP_MAX (ON << 4)', 'twice(x) ((x) * 2)', 'RECURSIVE (RECURSIVE + 1)']
    .map((text) => definition(tokenise(text)) as MacroDefinition)
    .map((macro) => [macro.name, macro]),
);

/** `struct lamp` has 24 bytes, every member stands at 16; __u32 and __s8 are types, COLOUR is an enumerator. */
function environment(abi: Abi): ExpressionEnvironment {
  const types = { __u32: { size: 4, signed: false }, __s8: { size: 1, signed: true } };
  return {
    abi,
    macros: MACROS,
    constant: (name) => (name === 'COLOUR' ? { value: 5n, size: 4, signed: true } : undefined),
    sizeOf: ([first]) =>
      first?.text === 'struct' ? { size: 24, align: 8 } : { unknown: 'its size is not known' },
    offsetOf: () => 16,
    sizeOfMember: () => 4,
    typeOf: ([first]) => types[first?.text as keyof typeof types],
  };
}

function value(text: string, abi = LP64): bigint | string | undefined {
  const found = evaluateC(tokenise(text), environment(abi));
  return found && ('unknown' in found ? found.unknown : found.value);
}

const table = (texts: readonly string[], of: (text: string) => unknown) =>
  texts.map((text) => `${text.padEnd(34)} ${of(text)}`).join('\n');

describe('the value of an integer constant expression', () => {
  it('follows the types of literals, on both sizes of long', () => {
    const texts = [
      '0x80000000',
      '-0x80000000',
      '2147483648',
      '-2147483648',
      '~0',
      '~0UL',
      '~0ULL',
      '-1L < 1U',
      '0777',
      '0b101u',
      '1 ? -1 : 0u',
    ];
    expect(table(texts, (text) => `${value(text)} ${value(text, ILP32)}`)).toMatchInlineSnapshot(`
      "0x80000000                         2147483648 2147483648
      -0x80000000                        2147483648 2147483648
      2147483648                         2147483648 2147483648
      -2147483648                        -2147483648 -2147483648
      ~0                                 -1 -1
      ~0UL                               18446744073709551615 4294967295
      ~0ULL                              18446744073709551615 18446744073709551615
      -1L < 1U                           1 0
      0777                               511 511
      0b101u                             5 5
      1 ? -1 : 0u                        4294967295 4294967295"
    `);
  });

  it('promotes, converts, wraps and shifts as C does', () => {
    const texts = [
      '1 << 31',
      '1U << 31',
      '0xffffffff + 1',
      '0x7fffffff + 1',
      '-1 / 2',
      '-7 % 3',
      '-8 >> 1',
      '(__s8)200',
      '(unsigned char)300 + 1',
      '(__u32)-1 > 0',
      '(_Bool)4',
      '(long)(void *)-1',
      '!5 + !0',
      '3 & 1 | 4 ^ 6',
    ];
    expect(table(texts, value)).toMatchInlineSnapshot(`
      "1 << 31                            -2147483648
      1U << 31                           2147483648
      0xffffffff + 1                     0
      0x7fffffff + 1                     -2147483648
      -1 / 2                             0
      -7 % 3                             -1
      -8 >> 1                            -4
      (__s8)200                          -56
      (unsigned char)300 + 1             45
      (__u32)-1 > 0                      1
      (_Bool)4                           1
      (long)(void *)-1                   -1
      !5 + !0                            1
      3 & 1 | 4 ^ 6                      3"
    `);
  });

  it('knows characters, and their sign', () => {
    const texts = [
      "'a'",
      "'ab'",
      String.raw`'\n'`,
      String.raw`'\377'`,
      String.raw`'\x41'`,
      "L'a'",
      "'abcde'",
    ];
    expect(table(texts, (text) => `${value(text)} ${value(text, ILP32)}`)).toMatchInlineSnapshot(`
      "'a'                                97 97
      'ab'                               24930 24930
      '\\n'                               10 10
      '\\377'                             -1 255
      '\\x41'                             65 65
      L'a'                               97 97
      'abcde'                            'abcde' is too long for its type 'abcde' is too long for its type"
    `);
  });

  it('asks for sizes, offsets, enumerators and macros', () => {
    const texts = [
      'sizeof(struct lamp)',
      'sizeof 1ULL',
      'sizeof("on")',
      'sizeof(("on" "off"))',
      'sizeof(((struct lamp *)0)->on)',
      '_Alignof(struct lamp)',
      'offsetof(struct lamp, on.red)',
      '(unsigned long)&((struct lamp *)0)->on',
      'COLOUR + LAMP_MAX',
      'twice(COLOUR)',
      '(COLOUR) - 1',
      '__builtin_bswap32(1)',
    ];
    expect(table(texts, value)).toMatchInlineSnapshot(`
      "sizeof(struct lamp)                24
      sizeof 1ULL                        8
      sizeof("on")                       3
      sizeof(("on" "off"))               6
      sizeof(((struct lamp *)0)->on)     4
      _Alignof(struct lamp)              8
      offsetof(struct lamp, on.red)      16
      (unsigned long)&((struct lamp *)0)->on 16
      COLOUR + LAMP_MAX                  21
      twice(COLOUR)                      10
      (COLOUR) - 1                       4
      __builtin_bswap32(1)               16777216"
    `);
  });

  it('does not care for what is not evaluated', () => {
    expect(
      table(['1 || 1 / 0', '0 && 1 / 0', '1 ? 2 : 1 / 0', '__builtin_constant_p(1) ? 3 : f(1)'], value),
    ).toMatchInlineSnapshot(`
      "1 || 1 / 0                         1
      0 && 1 / 0                         0
      1 ? 2 : 1 / 0                      2
      __builtin_constant_p(1) ? 3 : f(1) 3"
    `);
  });

  it('is unknown, with the reason, where it cannot be told', () => {
    const texts = [
      '1 / 0',
      '5 % (ON - 1)',
      '1 << 32',
      '1 << -1',
      '18446744073709551616',
      '1LUL',
      'NOWHERE',
      '1 || NOWHERE',
      'RECURSIVE',
      'sizeof(lamp_t)',
      `${'- '.repeat(2000)}1`,
      '1'.repeat(100_000),
    ];
    expect(
      table(texts, (text) => String(value(text)).slice(0, 90)).replace(/(?:- ){9,}|1{9,}/g, '…'),
    ).toMatchInlineSnapshot(`
      "1 / 0                              a division by zero
      5 % (ON - 1)                       a division by zero
      1 << 32                            a shift by 32 of a type of 32 bits
      1 << -1                            a shift by -1 of a type of 32 bits
      18446744073709551616               18446744073709551616 is too large for any integer type
      1LUL                               1LUL has a suffix that C does not know
      NOWHERE                            NOWHERE is not defined in the UAPI
      1 || NOWHERE                       NOWHERE is not defined in the UAPI
      RECURSIVE                          RECURSIVE is not defined in the UAPI
      sizeof(lamp_t)                     lamp_t is not defined in the UAPI
      …1 more than 400 operators inside each other
      … …… is too large for any integer type"
    `);
  });

  it('is none by its form of text, lists, types, statements, calls and addresses', () => {
    const texts = [
      '',
      '"on"',
      '"a" "b"',
      '{ 1, 2 }',
      '1, 2',
      'int',
      'struct lamp',
      '__u32',
      'a = 1',
      'lamp(1)',
      '((void *)0)',
      '1.5',
      '(struct lamp){ 1 }',
      'x.y',
      '1 +',
      'do { } while (0)',
      '&x',
      'return 1',
    ];
    expect(texts.filter((text) => value(text) !== undefined)).toEqual([]);
  });
});

describe('the condition of an #if', () => {
  const holds = (text: string) => {
    const answer = condition(tokenise(text), MACROS, {
      hasInclude: (name, quoted) => name === 'linux/lamp.h' && !quoted,
    });
    return typeof answer === 'boolean' ? answer : answer.unknown;
  };

  it('is computed in intmax_t, and a name that is not defined is 0', () => {
    const texts = [
      'ON',
      'NOWHERE',
      'LAMP_MAX == 16',
      '-1 > 0u',
      '0xffffffff + 1',
      "'a' == 97",
      'defined ON && !defined(NOWHERE)',
      'ON ? NOWHERE : 1',
      '1 || 1 / 0',
    ];
    expect(table(texts, holds)).toMatchInlineSnapshot(`
      "ON                                 true
      NOWHERE                            false
      LAMP_MAX == 16                     true
      -1 > 0u                            true
      0xffffffff + 1                     true
      'a' == 97                          true
      defined ON && !defined(NOWHERE)    true
      ON ? NOWHERE : 1                   false
      1 || 1 / 0                         true"
    `);
  });

  it('asks for headers', () => {
    expect(
      table(
        [
          'defined(__has_include)',
          '__has_include(<linux/lamp.h>)',
          '__has_include("linux/lamp.h")',
          '__has_attribute(packed)',
        ],
        holds,
      ),
    ).toMatchInlineSnapshot(`
      "defined(__has_include)             true
      __has_include(<linux/lamp.h>)      true
      __has_include("linux/lamp.h")      false
      __has_attribute(packed)            what __has_attribute(packed) says is not known"
    `);
  });

  it('is unknown where the preprocessor would refuse it', () => {
    expect(table(['', '1 / 0', 'lamp(1)', '1 +', '"on"', '1.5'], holds)).toMatchInlineSnapshot(`
      "                                   the condition is no integer constant expression
      1 / 0                              a division by zero
      lamp(1)                            the condition is no integer constant expression
      1 +                                the condition is no integer constant expression
      "on"                               the condition is no integer constant expression
      1.5                                the condition is no integer constant expression"
    `);
  });
});
