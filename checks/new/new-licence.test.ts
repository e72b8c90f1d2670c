// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { examineBy } from '../engine/examine.ts';
import { subjectOf } from '../samples/sample.ts';
import { rule } from './new-licence.ts';

/** What is said of headers that are new, beside those that were there. */
function foundIn(old: readonly string[], fresh: readonly string[]): string[] {
  const texts = (licences: readonly string[], folder: string) =>
    Object.fromEntries(
      licences.map((licence, at) => [
        `include/uapi/${folder}/lamp${at}.h`,
        `/* SPDX-License-Identifier: ${licence} */\n#define LAMP_${folder.toUpperCase()}_${at} ${at}\n`,
      ]),
    );
  const before = texts(old, 'old');
  const subject = subjectOf({ name: 'made', before, after: { ...before, ...texts(fresh, 'new') } });
  return examineBy(subject, { catalogue: [rule] }).findings.map(({ message }) => message);
}

const NOTED = 'GPL-2.0 WITH Linux-syscall-note';

test('a header under the GPL without the note is told among headers of a kernel', () => {
  expect(foundIn(Array(30).fill(NOTED), ['LGPL-2.1-only'])).toEqual([
    'new/lamp0.h is under LGPL-2.1-only without "WITH Linux-syscall-note"',
  ]);
});

test('the headers of a library have no note, and need none', () => {
  expect(foundIn([...Array(30).fill('LGPL-2.1-only'), NOTED], ['LGPL-2.1-only'])).toEqual([]);
});
