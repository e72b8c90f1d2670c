// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseKtap } from '../guest/ktap.ts';
import { lackingIn, rowsOf, stableName } from './rows.ts';

/** What the runner prints of a program: its output behind "# ", and its own result. */
function rows(output: string, result: string, end = true): string[] {
  const lines = output
    .split('\n')
    .filter(Boolean)
    .map((line) => `# ${line}\n`);
  const document = parseKtap(`TAP version 13\n1..1\n${lines.join('')}${result}\n`);
  return rowsOf('lamp:glow', { document, ...(end ? { end: { exit: 0 } } : {}) }).map(
    ({ name, status, reason }) => `${status} ${name}${reason === undefined ? '' : ` (${reason})`}`,
  );
}

test('a program without results is one row, by its exit status', () => {
  expect(rows('glowing', 'ok 1 selftests: lamp: glow')).toEqual(['PASS ']);
  expect(rows('no lamp here', 'ok 1 selftests: lamp: glow # SKIP')).toEqual(['SKIP  (no lamp here)']);
  expect(rows('', 'not ok 1 selftests: lamp: glow # exit=3')).toEqual(['FAIL  (exit=3)']);
});

test('subtests are rows, nested ones under the names of all that they are in', () => {
  const output = `TAP version 13
1..2
    # Subtest: red
    1..2
    ok 1 low
    not ok 2 high
not ok 1 red
ok 2 green # SKIP no green lamp`;
  expect(rows(output, 'not ok 1 selftests: lamp: glow # exit=1')).toEqual([
    'PASS red > low',
    'FAIL red > high',
    'SKIP green (no green lamp)',
  ]);
});

test('the output of kselftest_harness.h has no row beside its tests', () => {
  const output = `TAP version 13
1..2
# Starting 2 tests from 1 test cases.
#  RUN           global.a ...
#            OK  global.a
ok 1 global.a
#  RUN           global.b ...
# lamp.c:10:b:Expected 1 (1) == 2 (2)
# b: Test failed
#          FAIL  global.b
not ok 2 global.b
# FAILED: 1 / 2 tests passed.`;
  expect(rows(output, 'not ok 1 selftests: lamp: glow # exit=1')).toEqual(['PASS global.a', 'FAIL global.b']);
});

test('results that were announced and are not there are a row of the program', () => {
  const output = 'TAP version 13\n1..3\nok 1 low\nok 2 high';
  expect(rows(output, 'ok 1 selftests: lamp: glow')).toEqual([
    'ERROR  (3 tests planned, 2 results)',
    'PASS low',
    'PASS high',
  ]);
});

test('an end that no result explains is a row of the program', () => {
  const output = 'TAP version 13\n1..3\nok 1 low';
  expect(rows(output, 'not ok 1 selftests: lamp: glow # signal=11')).toEqual([
    'FAIL  (signal=11)',
    'PASS low',
  ]);
  expect(rows('ok 1 low', 'not ok 1 selftests: lamp: glow # TIMEOUT 45 seconds')).toEqual([
    'FAIL  (no end within 45 seconds)',
    'PASS low',
  ]);
  expect(rows('not ok 1 low', 'not ok 1 selftests: lamp: glow # TIMEOUT 45 seconds')).toEqual([
    'FAIL  (no end within 45 seconds)',
    'FAIL low',
  ]);
});

test('a guest that went down in the middle', () => {
  expect(rows('half a line', '', false)).toEqual(['ERROR  (the guest went down while it ran)']);
});

test('a result behind text without a newline counts where its number is the next', () => {
  const output = '1..2\nok 1 low\nDiff: 12 ns..not ok 2 high';
  expect(rows(output, 'not ok 1 selftests: lamp: glow # exit=1')).toEqual(['PASS low', 'FAIL high']);
  expect(rows('1..1\nit was:ok 7 times\nok 1 low', 'ok 1 selftests: lamp: glow')).toEqual(['PASS low']);
});

test('two results of one name are told apart', () => {
  expect(rows('1..2\nok 1 low\nok 2 low', 'ok 1 selftests: lamp: glow')).toEqual(['PASS low', 'PASS low #2']);
});

test('names lose what differs from run to run, and nothing else', () => {
  expect(
    [
      'at 0xffff8881234',
      'pid 4711 is gone',
      'took 12.5 ms',
      'mmap 4096 bytes of fd 3',
      'flag 0x10, 2 CPUs',
    ].map(stableName),
  ).toEqual(['at 0xN', 'pid N is gone', 'took N ms', 'mmap 4096 bytes of fd N', 'flag 0x10, 2 CPUs']);
});

test('a program that is missing is named with its package', () => {
  expect(lackingIn(['./glow.sh: line 7: nft: command not found'])).toBe(
    'the guest lacks nft: name --packages nftables',
  );
  expect(lackingIn(['/bin/sh: 1: lampctl: not found'])).toBe(
    'the guest lacks lampctl: name the Debian package that has it (--packages)',
  );
  expect(lackingIn(['the device was not found', 'key: not found here'])).toBeUndefined();
});
