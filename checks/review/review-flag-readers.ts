// SPDX-License-Identifier: GPL-2.0-only
import { definedIn, flagsSet } from '../lib/review/bits.ts';
import { baseTexts, type CodeLine, finalTexts, patchChanges } from '../lib/review/changes.ts';
import { type Reader, readersOf } from '../lib/review/readers.ts';
import { prose } from '../lib/review/said.ts';
import { isUapi } from '../lib/review/words.ts';
import { listed } from '../lib/tell.ts';
import type { Elsewhere, Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-flag-readers',
  severity: 'warning',
  category: 'review',
  needs: ['mails', 'patches', 'elsewhere'],
  title:
    'A patch sets a flag that makes another subsystem refuse or allow something, and the message does not name that subsystem.',
  why: 'All readers of a flag see it, not only the one that the patch is about. The patch may switch off a check that nobody thought of.',
  reference: 'Documentation/process/submitting-patches.rst, "Describe your changes"',
  todo: 'Name every reader in the message, and say what changes for it.',
  compare: (subject) => (subject.elsewhere ? judge(subject, subject.elsewhere) : []),
};

/** A flag that more files mention is one that everybody knows. */
const MOST_FILES = 25;

function judge(subject: Subject, elsewhere: Elsewhere): Found[] {
  const said = prose(subject).toLowerCase();
  const touched = new Set(finalTexts(subject).keys());
  const changes = patchChanges(subject);
  const own = definedIn(changes.flatMap(({ added }) => added));
  const base = baseTexts(subject);
  const told = new Set<string>();
  return changes.flatMap((change) =>
    flagsSet(change).flatMap(({ constant, at }): Found[] => {
      if (own.has(constant) || told.has(constant) || !isShared(elsewhere, constant)) return [];
      told.add(constant);
      // Of a new driver nothing was decided before.
      if (base.get(at.path) === undefined) return [];
      // Who reads the flag for himself is found by grep; who asks a function for it is not.
      const unnamed = readersOf(elsewhere, constant).filter(
        ({ body, by, refuses }) =>
          refuses !== undefined &&
          by.length > 0 &&
          !touched.has(body.path) &&
          !isNear(body.path, at.path) &&
          !isNamed(said, body),
      );
      return unnamed.length === 0 ? [] : [found(constant, at, unnamed)];
    }),
  );
}

/** Declared for the whole kernel, and mentioned by few; a flag of the UAPI is in a word that userspace hands over. */
function isShared(elsewhere: Elsewhere, constant: string): boolean {
  const files = elsewhere.files(constant);
  if (!files || files.length > MOST_FILES) return false;
  return files.some((path) => /^include\//.test(path)) && !files.some(isUapi);
}

/** In one folder, or in the subsystem that the folder is of. */
function isNear(path: string, other: string): boolean {
  const folder = (name: string) => name.split('/').slice(0, -1).slice(0, 3).join('/');
  return folder(path).startsWith(folder(other)) || folder(other).startsWith(folder(path));
}

/** Folders that are called as things are that any message speaks of. */
const PLAIN = new Set([
  '',
  'core',
  'device',
  'devices',
  'driver',
  'drivers',
  'kernel',
  'common',
  'lib',
  'main',
  'bus',
  'host',
]);

/** By the function, the file or the folder. */
function isNamed(said: string, { path, name }: Reader['body']): boolean {
  const parts = path.toLowerCase().split('/');
  const file = parts.at(-1)?.replace(/\.\w+$/, '') ?? '';
  const folder = parts.at(-2) ?? '';
  return [name.toLowerCase(), ...(file.includes('_') ? [file] : []), folder].some(
    (word) => !PLAIN.has(word) && new RegExp(`(^|[^a-z0-9_])${word}([^a-z0-9_]|$)`).test(said),
  );
}

function found(constant: string, at: CodeLine, readers: readonly Reader[]): Found {
  const by = listed([...new Set(readers.flatMap((one) => one.by))].map((name) => `${name}()`));
  const who = listed(
    readers.map(({ body, refuses }) => `${body.name}() of ${body.path}:${body.line} (${refuses})`),
  );
  const message = `${constant} is read by ${who}, through ${by}; no message of the series names ${readers.length > 1 ? 'them' : 'it'}`;
  return { file: at.path, line: at.line, symbol: constant, message, key: constant };
}
