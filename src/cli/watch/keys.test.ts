// SPDX-License-Identifier: GPL-2.0-only
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { type Keyboard, Keys } from './keys.ts';
import { clipped, Screen } from './screen.ts';

function keyboard() {
  const pressed: string[] = [];
  const raw: boolean[] = [];
  const input = Object.assign(new EventEmitter(), {
    setRawMode: (on: boolean) => raw.push(on),
    resume: () => undefined,
    pause: () => undefined,
  });
  const keys = new Keys(
    input as unknown as Keyboard,
    (key) => pressed.push(key),
    () => undefined,
  );
  keys.begin();
  return { keys, pressed, raw, type: (text: string) => input.emit('data', Buffer.from(text)) };
}

test('keys are told one by one, Ctrl-C as quit, and sequences of the terminal not at all', () => {
  const { pressed, type, keys, raw } = keyboard();
  type('ah');
  type('\x1b[A');
  type('\x03');
  keys.end();
  type('a');
  expect([pressed, raw]).toEqual([
    ['a', 'h', 'q'],
    [true, false],
  ]);
});

test('a question gets the line that is typed, as it was mended', async () => {
  const { keys, type, pressed } = keyboard();
  const asked = keys.ask('tests: ');
  type('opxq\x7f\x7fen');
  expect(keys.line).toBe('tests: open▏');
  type('\r');
  expect([await asked, pressed, keys.line]).toEqual(['open', [], undefined]);
});

test('a question is taken back by Escape, and by Ctrl-C, which quits as well', async () => {
  const { keys, type, pressed } = keyboard();
  const first = keys.ask('tests: ');
  type('\x1b');
  const second = keys.ask('tests: ');
  type('\x03');
  expect([await first, await second, pressed]).toEqual([undefined, undefined, ['q']]);
});

test('what is typed goes to a shell as long as that has the keyboard', () => {
  const { keys, type, pressed } = keyboard();
  const got: string[] = [];
  keys.lend((data) => got.push(data.toString()));
  type('ls -l\r\x03');
  keys.lend(undefined);
  type('h');
  expect([got, pressed]).toEqual([['ls -l\r\x03'], ['h']]);
});

test('a picture is cut to the terminal, and colours take no room', () => {
  expect(clipped('\x1b[31mnot ok\x1b[39m and more', 8)).toBe('\x1b[31mnot ok\x1b[39m …\x1b[0m');
  expect(clipped('\x1b[31mnot ok\x1b[39m', 6)).toBe('\x1b[31mnot ok\x1b[39m');
  const written: string[] = [];
  const canvas = { write: (text: string) => written.push(text), columns: 4, rows: 4 };
  const screen = new Screen(canvas, () => ['one', 'two too long', 'three', 'four']);
  screen.begin();
  screen.end(true);
  expect(written.join('')).toMatchInlineSnapshot(`
    "[?25l[H[J[Hone[K
    two…[0m[K
    … 2…[0m[K[J
    [?25h"
  `);
});
