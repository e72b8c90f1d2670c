// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { releaseOf } from './release.ts';

test('a release candidate keeps its suffix', () => {
  expect(releaseOf('VERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 0\nEXTRAVERSION = -rc3\nNAME = x\n')).toBe(
    '7.2.0-rc3',
  );
});

test('an empty EXTRAVERSION adds nothing', () => {
  expect(releaseOf('VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\nEXTRAVERSION =\nNAME = x\n')).toBe(
    '6.1.192',
  );
});

test('any other Makefile has no release', () => {
  expect(releaseOf('VERSION = 6\nall:\n\techo PATCHLEVEL = 1\n')).toBeUndefined();
});
