// SPDX-License-Identifier: GPL-2.0-only

import type { SourceFile } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Found, Subject } from '../../rule.ts';
import { type Code, isDriver } from '../driver/code.ts';
import { functionsOfFile } from '../driver/functions.ts';

/** A file of C that a change touches or adds, on both sides. */
export interface ChangedDriver {
  readonly before: SourceFile | undefined;
  readonly after: SourceFile;
}

const allChanged = memo(differing);

/** Those whose text after the change matches. */
export function changedFiles(subject: Subject, mentions: RegExp): ChangedDriver[] {
  return allChanged(subject).filter(({ after }) => mentions.test(after.text));
}

function differing({ before, after }: Subject): ChangedDriver[] {
  return after.paths.filter(isDriver).flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    return is && is.text !== was?.text ? [{ before: was, after: is }] : [];
  });
}

/** What is found after a change and was not before: by symbol and key, never by line. */
export function fresh(files: readonly ChangedDriver[], judge: (file: SourceFile) => Found[]): Found[] {
  return files.flatMap(({ before, after }) => {
    const now = judge(after);
    if (now.length === 0) return [];
    const was = new Set(before ? judge(before).map(print) : []);
    return now.filter((one) => !was.has(print(one)));
  });
}

/**
 * The same of a judge that looks at one function alone and whose findings have that one's name: functions that are as they
 * were are not asked about, nor those that do not mention what it looks for, nor those of which nothing is found now.
 */
export function freshInFunctions(
  files: readonly ChangedDriver[],
  mentions: RegExp,
  judge: (code: Code) => Found[],
): Found[] {
  return files.flatMap(({ before, after }) => {
    // By the text, which spares the parse of what is as it was, and of the side before where nothing is found.
    const differs = (text: string) => mentions.test(text) && !before?.text.includes(text);
    const now = functionsOfFile(after, differs).flatMap(judge);
    if (now.length === 0) return [];
    const named = (text: string) => now.some(({ symbol }) => symbol && text.includes(symbol));
    const was = before ? functionsOfFile(before, named) : [];
    const known = new Set(was.flatMap(judge).map(print));
    return now.filter((one) => !known.has(print(one)));
  });
}

function print({ symbol, key }: Found): string {
  return `${symbol} ${key}`;
}
