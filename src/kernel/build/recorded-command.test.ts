// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { recordedCommand } from './recorded-command.ts';

test('both spellings of kbuild, and where it was run', () => {
  expect(
    recordedCommand('cmd_/w/lamp.o := gcc -c -o /w/lamp.o /w/lamp.c\n\nsource_/w/lamp.o := /w/lamp.c\n'),
  ).toEqual({
    command: 'gcc -c -o /w/lamp.o /w/lamp.c',
    beside: false,
  });
  expect(recordedCommand('savedcmd_lamp.o := gcc -c -o lamp.o lamp.c ; objtool lamp.o\n')).toEqual({
    command: 'gcc -c -o lamp.o lamp.c ; objtool lamp.o',
    beside: true,
  });
});

test('what make would replace is replaced, or left to make', () => {
  expect(recordedCommand("cmd_a := echo '$$x' \\# $(pound)\n")?.command).toBe("echo '$x' # #");
  expect(recordedCommand('cmd_a := ld $(wildcard *.o)\n')).toBeUndefined();
  expect(recordedCommand('')).toBeUndefined();
});
