// SPDX-License-Identifier: GPL-2.0-only

import type { SourceFile } from '../../src/c/parse.ts';
import { plural } from '../../src/plural.ts';
import { bodiesOf } from '../lib/driver/body.ts';
import { isDriver } from '../lib/driver/code.ts';
import { type Served, servedChanges, servedIn, servedInText } from '../lib/driver/commands.ts';
import { definedCommands } from '../lib/driver/defined-commands.ts';
import { operationsIn } from '../lib/driver/operations.ts';
import { isOperationNow } from '../lib/driver/served-operation.ts';
import { type MovedCall, movedCalls } from '../lib/driver/syscall-entries.ts';
import { oneLine } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-command-dropped',
  severity: 'error',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['uapi', 'drivers'],
  apart: true,
  title:
    'A driver no longer serves a command that the header still defines, in a switch, a chain of ifs or a table, for all programs or for 32-bit ones alone; or a file loses read(), write(), mmap(), poll() or all of its ioctls, or a table a system call, or leads it elsewhere.',
  why: 'The header does not change, so everything still compiles; the call fails with ENOTTY, or ENOPROTOOPT, where it did something.',
  reference:
    'Documentation/admin-guide/reporting-regressions.rst, "What is a regression and what is the no regressions rule?"',
  todo: 'Keep serving it; a table or a compat function that stands beside the dispatcher has to have it too.',
  compare: (subject) => [...judge(subject), ...judgeTables(subject), ...movedCalls(subject).map(moved)],
};

function moved({ name, was, is, how, gone, before, after }: MovedCall): Found {
  const call = name.replace(/^__NR(?:3264)?_/, '');
  const found = {
    file: after.file,
    line: after.line,
    symbol: call,
    before,
    after,
    breaks: ['old binary on new kernel'] as const,
    key: `call ${before.text}`,
  };
  const led = `the system call ${call} led to ${was}, now`;
  if (how === 'none') return { ...found, message: `${led} it answers ENOSYS` };
  if (how === 'time')
    return {
      ...found,
      message: `${led} to ${is} on kernels of 32 bits: its times have another width than programs lay them out with`,
    };
  if (how === 'native' && !gone)
    return {
      ...found,
      severity: 'warning',
      message: `${led} to ${is}: 32-bit programs lose the entry of their own, so their arguments are read as 64-bit ones lay them out`,
    };
  const { breaks: _, ...rest } = found;
  const doubt = { ...rest, severity: 'warning', effect: 'undetermined' } as const;
  if (how === 'all') {
    const message = `${was} system calls of ${name} lose the entry for 32-bit programs, and none is left that has one; kpw cannot tell whether such programs run on`;
    return { ...doubt, symbol: name, message, key: 'calls' };
  }
  return { ...doubt, message: `${led} to ${is}; kpw cannot tell whether it does the same` };
}

function judge({ before, after, uapi }: Subject): Found[] {
  if (!uapi) return [];
  const changes = servedChanges(before, after);
  const lost = changes.flatMap(({ was, is }) => was.filter((one) => !isStill(one, is)));
  if (lost.length === 0) return [];
  const isDefined = definedCommands(uapi.after, before, after, lost);
  // What another file serves now, and did not, has moved there.
  const moved = new Set(
    changes.flatMap(({ was, is }) =>
      is
        .filter((one) => !was.some((old) => old.name === one.name && old.by === one.by))
        .map(({ name }) => name),
    ),
  );
  const fresh = after.paths.filter((path) => isDriver(path) && before.get(path) === undefined);
  for (const file of fresh.flatMap((path) => after.get(path) ?? []))
    for (const { name } of servedIn(file)) moved.add(name);
  const functions = new Set(bodiesOf(after).map(({ name }) => name));
  // Of tables those that still have a row.
  const tables = new Set(changes.flatMap(({ is }) => is.map(({ by }) => by)));
  const still = (one: Served) => changes.flatMap(({ is }) => is).find(({ name }) => name === one.name);
  const told = new Set<string>();
  const isCallers = (one: Served) => callers(before, one).some((name) => name === still(one)?.by);
  const [gone, left] = parted(lost, ({ file }) => after.get(file) === undefined);
  const whole = gonePerFile(
    gone.filter((one) => isDefined(one) && !moved.has(one.name) && !isCallers(one)),
    before,
  );
  const own = left.flatMap((one): Found[] => {
    const key = `${one.name} ${one.by}`;
    if (!isDefined(one) || moved.has(one.name) || told.has(key)) return [];
    told.add(key);
    // A function that is gone, beside one that still serves it: the two were one.
    const gone = one.by !== '' && !functions.has(one.by) && !tables.has(one.by);
    if (after.get(one.file) && gone && still(one)) return [];
    // Nor is one missed that a function called which serves it by itself now.
    if (gone && isCallers(one)) return [];
    if (isSecond(before, one, changes.find(({ file }) => file === one.file)?.is ?? [])) return [];
    if (isOperationNow(before, after, one) || isPredicate(before, one)) return [];
    // What a function that called it serves by itself now, which was edited.
    if (isCallers(one) && isEdited(before, after, still(one))) return [];
    const text = oneLine((before.get(one.file)?.text ?? '').split('\n')[one.line - 1] ?? '');
    const place = { file: one.file, line: one.line, text };
    const other = still(one);
    const others = other ? `; ${other.by || other.file} still does` : '';
    return [
      {
        file: one.file,
        line: one.line,
        symbol: one.name,
        message: `${one.by || one.file} no longer serves ${one.name}, which the header still defines${others}`,
        before: place,
        breaks: ['old binary on new kernel'],
        key: one.by,
      },
    ];
  });
  return [...whole, ...own];
}

function parted<T>(all: readonly T[], holds: (one: T) => boolean): [T[], T[]] {
  return [all.filter(holds), all.filter((one) => !holds(one))];
}

/** One finding a file that is gone, however many commands it served: a driver that goes is one decision. */
function gonePerFile(lost: readonly Served[], before: Subject['before']): Found[] {
  const byFile = new Map<string, Served[]>();
  for (const one of lost) {
    const all = byFile.get(one.file) ?? [];
    byFile.set(one.file, all);
    if (!all.some(({ name }) => name === one.name)) all.push(one);
  }
  return [...byFile].flatMap(([file, [first, ...others]]): Found[] => {
    if (!first) return [];
    const text = oneLine((before.get(file)?.text ?? '').split('\n')[first.line - 1] ?? '');
    const more = others.length === 0 ? '' : ` and ${plural(others.length, 'other command')}`;
    const message = `${first.by || file} is gone with its file: it served ${first.name}${more}, which the headers still define`;
    return [
      {
        file,
        line: first.line,
        symbol: first.name,
        message,
        before: { file, line: first.line, text },
        breaks: ['old binary on new kernel'],
        key: first.by,
      },
    ];
  });
}

/** What asks a question about a command that its file serves elsewhere: its size, whether it needs a lock. */
const QUESTION = /check|needs?_|(?:^|_)(?:is|has|may|can|valid|allowed|size|name)(?:_|$)/;

function isSecond(before: Subject['before'], { name, file, by }: Served, is: readonly Served[]): boolean {
  const body = bodiesOf(before).find((one) => one.path === file && one.name === by);
  if (!body || by.includes('compat')) return false;
  const asks = QUESTION.test(by) || /^(?:static\s+)?(?:inline\s+)?bool\b/.test(body.text);
  return asks && is.some((one) => one.name === name && one.by !== by);
}

/** `static bool lamp_unsupported(int optname)` serves nothing: it tells one command from another. */
function isPredicate(before: Subject['before'], { file, by }: Served): boolean {
  const body = bodiesOf(before).find((one) => one.path === file && one.name === by);
  return body !== undefined && /^(?:static\s+)?(?:inline\s+)?bool\b/.test(body.text) && !/ioctl/.test(by);
}

function isEdited(before: Subject['before'], after: Subject['after'], one: Served | undefined): boolean {
  const [was, is] = [before, after].map((side) =>
    bodiesOf(side).find((body) => body.path === one?.file && body.name === one?.by),
  );
  return was?.text !== is?.text;
}

/** A table of a file's operations that loses the entry of a call. Of the compat entry new-compat tells. */
function judgeTables({ before, after }: Subject): Found[] {
  return [...new Set([...before.paths, ...after.paths])].filter(isDriver).flatMap((path): Found[] => {
    const [was, is] = [before.get(path), after.get(path)];
    if (was === undefined || is === undefined || was.text === is.text) return [];
    const now = new Map(tablesIn(is).map((one) => [one.name, one]));
    const old = new Set(tablesIn(was).map(({ name }) => name));
    // A table that is new has the entry: the files that need it got one of their own.
    const fresh = new Map(
      [...now.values()].filter(({ name }) => !old.has(name)).flatMap(({ entries }) => [...entries]),
    );
    return tablesIn(was).flatMap(({ name, entries }) => {
      const other = now.get(name);
      return other === undefined
        ? []
        : [...entries]
            .filter(([entry]) => !isServed(entry, other.entries) && !isServed(entry, fresh))
            .filter(([entry, { text }]) => callOf(entry) !== 'ioctl' || servesAny(before, path, text))
            .map(([entry, { line, text }]) => {
              const place = { file: path, line, text };
              return {
                file: path,
                line,
                symbol: name,
                message: `${name} no longer has .${entry}: ${whyMissed(entry)}`,
                before: place,
                breaks: ['old binary on new kernel'] as const,
                key: entry,
              };
            });
    });
  });
}

/** Whether the function of an entry, `.ioctl = lamp_ioctl`, serves a command, or is not at hand. */
function servesAny(before: Subject['before'], path: string, entry: string): boolean {
  const name = /=\s*&?(\w+)/.exec(entry)?.[1];
  const body = bodiesOf(before).find((one) => one.path === path && one.name === name);
  if (!body || !/\bswitch\s*\(/.test(body.text)) return true;
  return (
    servedInText(path, body.text).length > 0 || /\bdefault:(?!\s*(?:return|\w+\s*=)\s*-E)/.test(body.text)
  );
}

/** What a program reaches by a call of its own; of seeking, closing and the kernel's own entries nothing is said. */
const ENTRY = /^(?:(?!compat)\w*ioctl\w*|(?:proc_)?(?:read|write|poll|mmap)(?:_iter|_prepare)?|fasync)$/;

/** In the same entry, or in one that does the same: `read_iter` for `read`, any entry for ioctls for another. */
function isServed(entry: string, now: ReadonlyMap<string, unknown>): boolean {
  return [...now.keys()].some((name) => callOf(name) === callOf(entry));
}

/** The call that a program makes: `read` for `proc_read` and `read_iter`, `ioctl` for all of those. */
function callOf(entry: string): string {
  return entry.includes('ioctl') ? 'ioctl' : entry.replace(/^proc_|_iter$|_prepare$/g, '');
}

function whyMissed(entry: string): string {
  const call = callOf(entry);
  if (call === 'ioctl') return 'every program is refused all of its commands';
  if (call === 'poll') return 'poll() calls the file ready at all times';
  if (call === 'fasync') return 'no program gets SIGIO any more';
  return `every ${call}() is refused`;
}

function tablesIn(file: SourceFile) {
  return operationsIn(file).map(({ name, entries }) => ({
    name,
    entries: new Map(entries.filter(({ entry }) => ENTRY.test(entry)).map((one) => [one.entry, one])),
  }));
}

/** The functions that call the one that served a command. */
function callers(before: Subject['before'], { by }: Served): string[] {
  const call = new RegExp(`\\b${by}\\s*\\(`);
  return bodiesOf(before).flatMap(({ name, text }) => (name !== by && call.test(text) ? [name] : []));
}

/** In the same function or table, or in another one of the file that did not serve it before. */
function isStill(one: Served, is: readonly Served[]): boolean {
  // Or by the number in it alone: `case LAMP_ON_NR:`.
  // A row with the request where its number belongs served nobody; DM_DEV_ARM_POLL of drivers/md was one.
  return is.some(
    ({ name, by }) =>
      (name === one.name || name === `${one.name}_NR` || name === `${one.name}_CMD`) && by === one.by,
  );
}
