// SPDX-License-Identifier: GPL-2.0-only
// Whether what a function did with a name of the UAPI told userspace something, and whether something still does.
import type { Sources } from '../../../src/series/topic.ts';
import { bodiesOf, type FunctionText } from './body.ts';
import { bareText, isDriver } from './code.ts';
import { isPassed } from './passed.ts';
import { type Promised, withoutStrings } from './promise.ts';

/** Capabilities, flags, features and extensions by their names; of a limit or a mask nothing is announced. */
const ANNOUNCED =
  /(?:^|_)(?:CAPS?|CAPABILIT\w+|FLAGS?|FEAT\w*|F|EXT\w*|SUPP\w*|INFO|HAS|EXIT|SUBTYPE)(?:_|$)/;
const LIMIT = /(?:^|_)(?:MAX|MIN|NUM|COUNT|MASK|LAST)(?:_|$)/;
/** Functions that userspace asks whether an attribute or an extension is there. */
const ASKED = /_attr$|extension|enable_cap|(?:get|set)_?feature/;

/** Whether a name, handed out, is an answer to userspace. */
export function isAnnounced(name: string): boolean {
  return ANNOUNCED.test(name) && !LIMIT.test(name);
}

/**
 * Whether a case of a switch is an answer that beh-command-dropped does not tell of: in a function that is asked for
 * extensions or attributes, and not of a command that a program passes.
 */
export function isAskedFor(sources: Sources, body: FunctionText, name: string, line: number): boolean {
  if (LIMIT.test(name) || (!ASKED.test(body.name) && !isAnnounced(name))) return false;
  return !isPassed(sources, { name, file: body.path, by: body.name, line });
}

/** Other names of the same number: `#define LAMP_OLD LAMP_NEW`, of either of the two. */
export function aliasesOf(name: string, promised: ReadonlyMap<string, Promised>): string[] {
  const target = (text: string) => /^#[ \t]*define[ \t]+\w+[ \t]+([A-Z]\w+)[ \t]*$/.exec(text)?.[1];
  const own = target(promised.get(name)?.text ?? '');
  const others = [...promised.values()].filter(({ text }) => text.includes(name) && target(text) === name);
  return [...(own === undefined ? [] : [own]), ...others.map((one) => one.name)];
}

/** `flags & ~(A | B)`: who refuses a bit says that it is known, not that it is served. */
const REFUSES = /&\s*~\s*\(?[^;{}]*/g;

/**
 * Whether the file still says a name elsewhere than in what refuses it, or another of its folder says it more often than
 * before: in a table, or in a function of another name.
 */
export function isStillSaid(before: Sources, after: Sources, path: string, name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`, 'g');
  const count = (sources: Sources, of: string) => {
    const file = sources.get(of);
    if (!file?.text.includes(name)) return 0;
    return withoutStrings(bareText(file)).replace(REFUSES, '').match(word)?.length ?? 0;
  };
  if (count(after, path) > 0) return true;
  const folder = path.replace(/[^/]*$/, '');
  return after.paths.some(
    (other) =>
      other !== path &&
      other.startsWith(folder) &&
      isDriver(other) &&
      count(after, other) > count(before, other),
  );
}

/** Whether a file went with the driver that it was, or with all of its folder: not one of several that a driver has. */
export function isGoneAsWhole(before: Sources, after: Sources, path: string): boolean {
  if (after.get(path) !== undefined) return false;
  if (/^(?:MODULE_LICENSE|module_\w+|builtin_\w+)\s*\(/m.test(before.get(path)?.text ?? '')) return true;
  const folder = path.replace(/[^/]*$/, '');
  return !after.paths.some((other) => other.startsWith(folder) && other.endsWith('.c'));
}

/** Whether a table that named a function names another one in its place: `.vidioc_qbuf = vb2_ioctl_qbuf`. */
export function isReplacedInTable(before: Sources, after: Sources, { path, name }: FunctionText): boolean {
  const [was, is] = [before.get(path), after.get(path)];
  if (!was || !is || bodiesOf(after).some((body) => body.path === path && body.name === name)) return false;
  const entries = bareText(was).matchAll(new RegExp(`\\.(\\w+)\\s*=\\s*&?${name}\\s*[,}]`, 'g'));
  return [...entries].some(([, entry]) => new RegExp(`\\.${entry}\\s*=\\s*&?[a-z]`).test(bareText(is)));
}
