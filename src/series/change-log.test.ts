// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { changeLog } from './change-log.ts';
import type { AnyVariant } from './compose.ts';
import { NoNotes } from './errors.ts';

const variant = {
  id: 'dim',
  changes: {
    2: ['Dim it slowly'],
    3: ['Say why', 'Drop the second lamp, which nobody has, and which was there for a test only'],
  },
} as unknown as AnyVariant;

test('notes stand newest first, the added ones behind those of the template', () => {
  expect(changeLog('lamp', variant, 3, ['Rebase'])).toMatchInlineSnapshot(`
    "Changes in v3:
     - Say why
     - Drop the second lamp, which nobody has, and which was there for a test
       only
     - Rebase

    Changes in v2:
     - Dim it slowly"
  `);
});

test('the first version has no notes, and one that has none is refused', () => {
  expect(changeLog('lamp', variant, 1, [])).toBe('');
  expect(() => changeLog('lamp', variant, 4, [])).toThrow(NoNotes);
  expect(
    changeLog('lamp', variant, 4, ['New'])
      .split('\n\n')
      .map((part) => part.split('\n')[0]),
  ).toEqual(['Changes in v4:', 'Changes in v3:', 'Changes in v2:']);
});
