// SPDX-License-Identifier: GPL-2.0-only
import type { Letter } from './mail.ts';
import type { DiffLine } from './mail-diff.ts';

/** A match in an added line, with its place in the file as the patch leaves it. */
export interface Added {
  readonly letter: Letter;
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

/**
 * What added lines bring: the first group of a pattern, by names that no removed line of the series has: code that
 * moves brings nothing.
 *
 * @param pattern with one group, global
 */
export function addedNames(letters: readonly Letter[], path: RegExp, pattern: RegExp): Added[] {
  const gone = new Set(
    lines(letters, path, '-').flatMap(({ line }) => [...line.text.matchAll(pattern)].map(([, name]) => name)),
  );
  return lines(letters, path, '+').flatMap(({ letter, file, line }) =>
    [...line.text.matchAll(pattern)].flatMap(([, name = '']) =>
      gone.has(name) ? [] : [{ letter, file, line: line.at, name }],
    ),
  );
}

function lines(
  letters: readonly Letter[],
  path: RegExp,
  sign: DiffLine['sign'],
): { letter: Letter; file: string; line: DiffLine }[] {
  return letters.flatMap((letter) =>
    letter.files
      .filter((file) => path.test(file.path))
      .flatMap(({ path: file, hunks }) =>
        hunks.flat().flatMap((line) => (line.sign === sign ? [{ letter, file, line }] : [])),
      ),
  );
}

/** Whether a series writes about a name in some document. */
export function documented(letters: readonly Letter[], path: RegExp, name: string): boolean {
  return lines(letters, path, '+').some(({ line }) => line.text.includes(name));
}

/** C of the kernel proper: neither documentation nor programs that come with it. */
export const KERNEL_SOURCE = /^(?!tools\/|samples\/|scripts\/|Documentation\/).*\.[ch]$/;
