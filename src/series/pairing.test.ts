// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { PatchStep } from '../mail/history.ts';
import { pairing } from './pairing.ts';

/** A patch that changes one line of a file. */
function step(title: string, path: string, from: string, to: string): PatchStep {
  const file = (line: string) => new Map([[path, { text: `lamp();\n${line}\n`, mode: '100644' }]]);
  return { title, body: '', before: file(from), after: file(to) };
}

test('patches are pairs by title, by file, or by what they change in a file of another name', () => {
  const a = [
    step('lamp: Dim it', 'lamp.c', 'on();', 'dim();'),
    step('lamp: Call it', 'bell.c', 'ring();', 'chime();'),
    step('lamp: Move it', 'old/lamp.c', 'lamp_wait(one, two);', 'lamp_sleep(one, two);'),
  ];
  const b = [
    step('lamp: Sleep', 'new/lamp.c', 'lamp_wait(one, two);', 'lamp_sleep(one, two);'),
    step('lamp: Dim it', 'glow.c', 'on();', 'fade();'),
    step('bell: Ring twice', 'bell.c', 'ring();', 'ring_twice();'),
  ];
  expect(pairing(a, b)).toEqual([
    [2, 0],
    [0, 1],
    [1, 2],
  ]);
});

test('what shares nothing is no pair, and stands where its neighbours do', () => {
  const a = [
    step('lamp: Dim it', 'lamp.c', 'on();', 'dim();'),
    step('lamp: Test it', 'test.c', 'a();', 'b();'),
  ];
  const b = [
    step('bell: Ring', 'bell.c', 'ring();', 'chime();'),
    step('lamp: Test it', 'test.c', 'a();', 'c();'),
  ];
  expect(pairing(a, b)).toEqual([
    [0, undefined],
    [undefined, 0],
    [1, 1],
  ]);
  expect(pairing([], b)).toEqual([
    [undefined, 0],
    [undefined, 1],
  ]);
});

test('of two that could be a pair the more alike are one', () => {
  const a = [
    step('one', 'lamp.c', 'lamp_on();', 'lamp_dim();'),
    step('two', 'lamp.c', 'lamp_off();', 'lamp_out();'),
  ];
  const b = [
    step('3', 'lamp.c', 'lamp_off();', 'lamp_out();'),
    step('4', 'lamp.c', 'lamp_on();', 'lamp_dim();'),
  ];
  expect(pairing(a, b)).toEqual([
    [1, 0],
    [0, 1],
  ]);
});
