// SPDX-License-Identifier: GPL-2.0-only
// Conditions that ask the same in other words.

/** Whether two conditions, each on one line, ask the same of the same thing, one by a function or by another one. */
export function areOneQuestion(was: string, is: string): boolean {
  const [one, other] = [was, is].map(plain);
  if (one === undefined || other === undefined) return false;
  return (
    areOfOneThing(one, other) ||
    areOfOneFunction(one, other) ||
    areOfOneMember(one, other) ||
    areOfOneString(one, other) ||
    areOfOneNumber(one, other)
  );
}

/** `!x` of `(x = f(y)) == NULL` and of `x == NULL`. */
function plain(text: string): string {
  return text
    .replace(/\bfd_empty\(/g, '!fd_file(')
    .replace(/^\(*(\w+) ?= ?.*\) ?== ?NULL\)*$/, '!$1')
    .replace(/^!\((\w+) ?= ?.*\)$/, '!$1')
    .replace(/^\(?([\w>.-]+) ?== ?NULL\)?$/, '!$1');
}

/** `!blk_queue_is_zoned(q)` and `!bdev_is_zoned(bdev)`: the same of what is behind both. */
function areOfOneFunction(was: string, is: string): boolean {
  const [one, other] = [was, is].map((text) => /^(!?)(\w+)\([\w>.&-]*\)$/.exec(text)?.slice(1));
  const end = (name = '') => /_(?:is|has|can)_\w+$/.exec(name)?.[0];
  return (
    one !== undefined && one[0] === other?.[0] && end(one[1]) !== undefined && end(one[1]) === end(other?.[1])
  );
}

/** `!f.file` and `!fd_file(f)`: whether there is one, by a member and by a function. */
function areOfOneThing(was: string, is: string): boolean {
  const [one, other] = [was, is].map((text) => (/^![\w().>&-]+$/.test(text) ? text.match(/\w+/g) : null));
  return !!one && !!other && one.some((name) => other.includes(name));
}

/** `runtime->state == LAMP_OPEN` and `lamp_get_state(lamp) == LAMP_OPEN`; `lamp->hue` through a variable, or a function. */
function areOfOneMember(was: string, is: string): boolean {
  const [one, other] = [was, is].map((text) => /^\(*([^=!]+?) ?([=!]=) ?([A-Z]\w*)\)*$/.exec(text));
  if (!one || !other || one[2] !== other[2] || one[3] !== other[3]) return false;
  const [mine, theirs] = [lastName(one[1] ?? ''), lastName(other[1] ?? '')];
  const ends = (name: string, end: string) => name === end || name.endsWith(`_${end}`);
  return mine !== '' && theirs !== '' && (ends(mine, theirs) || ends(theirs, mine));
}

/** The member, or the function that is called: `state` of `runtime->state`, `lamp_get_state` of `lamp_get_state(lamp)`. */
function lastName(text: string): string {
  const called = /^(?:READ_ONCE\()?(\w+)\([\w>.&, -]*\)+$/.exec(text)?.[1];
  return called ?? /^(?:\w+\()*[\w>.-]*?(\w+)\)*$/.exec(text)?.[1] ?? '';
}

/** `strcmp(name, "..") == 0` and `strncmp(name, "..", length) == 0`. */
function areOfOneString(was: string, is: string): boolean {
  const [one, other] = [was, is].map((text) =>
    /^(!?)\(*(?:strn?cmp|sysfs_streq|strn?casecmp)\(([^,]+), ?("[^"]*")[^)]*\)(.*)$/.exec(text)?.slice(1),
  );
  return one !== undefined && one.join() === other?.join();
}

/** `sscanf(buf, "%d", &hue) != 1` and `kstrtoint(buf, 10, &hue)`: whether a text is a number. */
function areOfOneNumber(was: string, is: string): boolean {
  const [one, other] = [was, is].map(
    (text) => /^!?\(*(?:sscanf|kstrto\w+|kstrtobool|strict_strto\w+)\(.*&([\w>.-]+)\)/.exec(text)?.[1],
  );
  return one !== undefined && one === other;
}
