// SPDX-License-Identifier: GPL-2.0-only

import type { SourceFile } from '../../src/c/parse.ts';
import { bareText, type Code, callsIn, functionName, isDriver, wordsIn } from '../lib/driver/code.ts';
import { functionsOfFile } from '../lib/driver/functions.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-static-elsewhere',
  severity: 'error',
  effect: 'defect',
  category: 'tre',
  needs: ['drivers'],
  apart: true,
  title: 'A function becomes static, or is added as static, and another file calls it.',
  why: 'A static function is known in its own file only: the other file does not compile, or the module does not link.',
  reference: 'Documentation/process/coding-style.rst, "Functions"; C11, 6.2.2',
  todo: 'Leave static away and declare the function in a header that both files include, or define it where it is called.',
  compare: judge,
};

function judge({ before, after }: Subject): Found[] {
  const changed = after.paths.filter(
    (path) => path.endsWith('.c') && isDriver(path) && before.get(path)?.text !== after.get(path)?.text,
  );
  const hidden = new Map<string, string[]>();
  for (const path of changed) {
    for (const name of freshStatics(before.get(path), after.get(path)))
      hidden.set(name, [...(hidden.get(name) ?? []), path]);
  }
  if (hidden.size === 0) return [];
  const files = after.paths.filter(isDriver).flatMap((path) => after.get(path) ?? []);
  const callers = files.filter(({ path }) => path.endsWith('.c'));
  const headers = files.filter(({ path }) => path.endsWith('.h'));
  return [...hidden].flatMap(([name, homes]) => {
    // What a header at hand names may be another function of that name, or a macro.
    if (headers.some((file) => wordsIn(file).has(name))) return [];
    return callers
      .filter((file) => wordsIn(file).has(name) && !homes.includes(file.path))
      .filter(({ path }) => !homes.some((home) => includes(after.get(home), path)))
      .flatMap((file) => callOf(file, name, homes));
  });
}

/** Whether a file includes another one, as one does its KUnit tests: they are one unit then. */
function includes(file: SourceFile | undefined, path: string): boolean {
  return file?.text.includes(`#include "${path.slice(path.lastIndexOf('/') + 1)}"`) ?? false;
}

/** A call of a function that a file neither defines nor declares, as a local one or a macro would be. */
function callOf(file: SourceFile, name: string, homes: readonly string[]): Found[] {
  const text = bareText(file);
  const own = new RegExp(
    `^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b|^(?:(?!\\s)[^\\n;={}]*[\\s*])?${name}\\s*\\(|\\(\\s*\\*\\s*${name}\\s*\\)|^\\s*#\\s*include\\s+"[^"]*\\.c"`,
    'm',
  );
  if (own.test(text)) return [];
  const call = callsIn({ file, node: file.root }).find((one) => one.name === name);
  if (!call) return [];
  const line = call.node.startPosition.row + 1;
  const message = `${file.path} calls ${name}(), which is a static function of ${listed(homes)}`;
  return [{ file: file.path, line, symbol: `${name}()`, message, key: file.path }];
}

/** What stands in front of the body, with its brace. */
const HEAD = /^[^{]*\{/;

/** Functions that are static after a change and were not, or were not there. */
function freshStatics(was: SourceFile | undefined, is: SourceFile | undefined): ReadonlySet<string> {
  if (!is) return new Set();
  const names = staticsIn(is, (head) => !was?.text.includes(head));
  if (!was || names.size === 0) return names;
  const old = staticsIn(was, (head) => [...names].some((name) => head.includes(name)));
  return new Set([...names].filter((name) => !old.has(name)));
}

/** @param isAsked of heads, most of which are as they were: who is not asked about is not parsed */
function staticsIn(file: SourceFile, isAsked: (head: string) => boolean): ReadonlySet<string> {
  const functions = functionsOfFile(file, (text) => {
    const head = HEAD.exec(text)?.[0] ?? '';
    return /\bstatic\b/.test(head) && isAsked(head);
  });
  const isStatic = ({ node }: Code) =>
    node.children.some(({ type, text }) => type === 'storage_class_specifier' && text === 'static');
  return new Set(functions.filter(isStatic).flatMap(({ node }) => functionName(node) ?? []));
}
