// SPDX-License-Identifier: GPL-2.0-only

export const NONE = '/dev/null';

/**
 * The names of `---` and `+++` without a `diff --git` before them, where -p1 is a matter of taste: diff -u writes
 * `lamp.c.orig` and `lamp.c`, or `linux-old/lamp.c` and `linux/lamp.c`, of one file.
 */
export function ofOneFile(old = '', fresh = ''): [old: string, fresh: string] {
  if (old === NONE) return [old, plainPath(fresh)];
  if (fresh === NONE) return [plainPath(old), fresh];
  const tail = (path: string) => path.replace(/^[^/]+\//, '');
  const named = tail(old) === tail(fresh) && old !== fresh ? tail(fresh) : plainPath(fresh);
  return [named, named];
}

/**
 * The path of a `---` or `+++` line, behind which diff -u writes a tab and a time; `/dev/null` where that is the epoch,
 * by which diff -N says that there is no file, and git apply takes it for that (apply.c, has_epoch_timestamp()).
 */
export function namedPath(line: string): string {
  const [path = '', time = ''] = line.slice(4).split('\t');
  return isEpoch(time) ? NONE : unquoted(path.trimEnd());
}

function isEpoch(time: string): boolean {
  const [, day, clock, hours, minutes] =
    /^(1970-01-01|1969-12-31) (\d\d:\d\d:00)(?:\.0+)? ([-+]\d\d):?(\d\d)\s*$/.exec(time) ?? [];
  return day !== undefined && Date.parse(`${day}T${clock}${hours}:${minutes}`) === 0;
}

/** `a/x b/x`; where both sides are alike, which is always so without a rename, blanks in names do no harm. */
export function pathsOf(words: string): [from: string, to: string] {
  const text = words.trimEnd();
  const [, from, to] = /^("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*")$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return [unquoted(from), unquoted(to)];
  const half = (text.length - 1) / 2;
  const [one, other] = [text.slice(0, half), text.slice(half + 1)];
  if (text[half] === ' ' && one.slice(1) === other.slice(1)) return [one, other];
  const space = text.indexOf(' ');
  return space < 0 ? [text, text] : [text.slice(0, space), text.slice(space + 1)];
}

/** Without the a/ or b/ in front (`patch -p1`). */
export function plainPath(path: string): string {
  return path.replace(/^[a-z]\//, '');
}

/** git quotes a path with unusual characters as a C string. */
export function unquoted(path: string): string {
  const inner = /^"(.*)"$/.exec(path)?.[1];
  if (inner === undefined) return path;
  return inner.replace(/\\([0-7]{3}|.)/g, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : escaped,
  );
}
