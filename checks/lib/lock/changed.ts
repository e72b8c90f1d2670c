// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../../../src/c/parse.ts';
import type { Found, Subject } from '../../rule.ts';
import { isDriver } from '../driver/code.ts';

/** A file of C that a change touches or adds, on both sides. */
export interface ChangedFile {
  readonly before: SourceFile | undefined;
  readonly after: SourceFile;
}

const known = new WeakMap<Subject, readonly ChangedFile[]>();

/** Those whose text after the change matches. */
export function changedFiles(subject: Subject, mentions: RegExp): ChangedFile[] {
  const all = known.get(subject) ?? differing(subject);
  known.set(subject, all);
  return all.filter(({ after }) => mentions.test(after.text));
}

function differing({ before, after }: Subject): ChangedFile[] {
  return after.paths.filter(isDriver).flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    return is && is.text !== was?.text ? [{ before: was, after: is }] : [];
  });
}

/** What is found after a change and was not before: by symbol and key, never by line. */
export function fresh(files: readonly ChangedFile[], judge: (file: SourceFile) => Found[]): Found[] {
  const print = ({ symbol, key }: Found) => `${symbol} ${key}`;
  return files.flatMap(({ before, after }) => {
    const now = judge(after);
    if (now.length === 0) return [];
    const was = new Set(before ? judge(before).map(print) : []);
    return now.filter((one) => !was.has(print(one)));
  });
}
