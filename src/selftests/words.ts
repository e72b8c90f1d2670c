// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { BadTest, UnknownTest } from './failures.ts';

export const SELFTESTS = 'tools/testing/selftests';

/** What --tests names, several words of one directory taken together. */
export interface Selection {
  /** `tree`: a directory below the tree's selftests; `folder`, `file`: somebody's own. */
  readonly kind: 'tree' | 'folder' | 'file';
  /** First part of the names of rows: `timers`, `futex/functional`, the name of one's own folder or file. */
  readonly collection: string;
  /** Absolute path of one's own. */
  readonly path?: string;
  /** Programs that were chosen, by name (`timers:posix_timers`); all where there is none. */
  readonly programs: readonly string[];
  /** As it was given. */
  readonly given: string;
}

/**
 * Reads what stands behind --tests: `timers`, `futex/functional`, `tools/testing/selftests/timers`,
 * `timers:posix_timers` (as `run_kselftest.sh -t` has it), or a path of one's own, `./mine`, `./mine:program`. A name alone
 * means the tree's directory where the tree has one.
 *
 * @param known directories of the tree's selftests
 * @throws UnknownTest with the nearest directories; BadTest where two of one's own have one name
 */
export function selections(
  words: readonly string[],
  known: readonly string[],
  nearestTo: (name: string) => string | undefined,
): Selection[] {
  const all: Selection[] = [];
  for (const word of words) {
    const one = selectionOf(word, known, nearestTo);
    const at = all.findIndex(
      ({ kind, collection, path }) => kind === one.kind && collection === one.collection && path === one.path,
    );
    const same = all[at];
    if (!same) {
      const taken = all.find(({ collection }) => collection === one.collection);
      if (taken)
        throw new BadTest({
          title: `two tests are called ${one.collection}`,
          where: `${taken.given} ${one.given}`,
          hint: 'Rename one of them: rows are called by it.',
        });
      all.push(one);
      continue;
    }
    // A directory that is named alone has all of its programs.
    const whole = same.programs.length === 0 || one.programs.length === 0;
    all[at] = { ...same, programs: whole ? [] : [...new Set([...same.programs, ...one.programs])] };
  }
  return all;
}

function selectionOf(
  word: string,
  known: readonly string[],
  nearestTo: (name: string) => string | undefined,
): Selection {
  const plain = (text: string) =>
    text.replace(new RegExp(`^(?:\\./)?${SELFTESTS}/+`), '').replace(/\/+$/, '');
  const [, before = word, program] = /^(.+):([^:/]+)$/.exec(word) ?? [];
  const programs = program === undefined ? [] : [program];
  const fromTree = new RegExp(`^(?:\\./)?${SELFTESTS}/`).test(before);
  const name = plain(before);
  if (known.includes(name) && (fromTree || !/^[./~]/.test(before)))
    return { kind: 'tree', collection: name, programs, given: word };
  const [path, chosen] = existsSync(word) ? [resolve(word), []] : [resolve(before), programs];
  if (!fromTree && existsSync(path)) {
    const folder = statSync(path).isDirectory();
    const own = basename(path).replace(/\s+/g, '-');
    return { kind: folder ? 'folder' : 'file', collection: own, path, programs: chosen, given: word };
  }
  throw new UnknownTest({
    title: fromTree
      ? `the tree has no selftests in ${SELFTESTS}/${name}`
      : `${before} is neither a directory of the tree's selftests, nor a file or folder of yours`,
    where: word,
    hint:
      nearestTo(name) ?? `Name a directory below ${SELFTESTS} that has a Makefile, or a path: ./my-test.sh`,
  });
}
