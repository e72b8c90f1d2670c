// SPDX-License-Identifier: GPL-2.0-only

import { blankComments } from '../../../src/c/comments.ts';
import { lineOf } from '../../../src/c/lines.ts';
import type { Quotation } from '../../../src/series/finding.ts';
import { headerText } from '../../../src/uapi/header-text.ts';
import type { Subject } from '../../rule.ts';
import { oneLine } from '../tell.ts';

/** A system call whose number leads elsewhere now. */
export interface MovedCall {
  /** `__NR_read` or `read`, as the table has it; a file where all its calls moved. */
  readonly name: string;
  readonly was: string;
  readonly is: string;
  /**
   * `none`: sys_ni_syscall, which answers ENOSYS; `native`: what 32-bit programs share with 64-bit ones, where they had an
   * entry of their own; `time`: on a kernel of 32 bits the function with times of another width, `sys_ppoll_time32()`;
   * `other`: another function; `all`: the table has no such entries any more.
   */
  readonly how: 'none' | 'native' | 'time' | 'other' | 'all';
  /** Whether what it led to is gone, in other tables or as a function. */
  readonly gone: boolean;
  readonly before: Quotation;
  readonly after: Quotation;
}

/** `0 common read sys_read`; `__SYSCALL(__NR_read, sys_read)`, `__SC_COMP(__NR_read, sys_read, compat_sys_read)`. */
const ROW = /^[ \t]*\d+[ \t]+(\S+)[ \t]+(\w+)[ \t]+(\w[\w \t]*)/gm;
const CALL = /^[ \t]*__S(?:YSCALL|C_\w+)[ \t]*\([ \t]*(\w+)[ \t]*,([^()]*)\)/gm;
const NONE = /\bsys_ni_syscall\b/;

/** Calls of which a table, or the generic header, names another entry, unless that is the same function by a new name. */
export function movedCalls({
  before,
  after,
  uapi,
  unread = [],
}: Pick<Subject, 'before' | 'after' | 'uapi' | 'unread'>): MovedCall[] {
  const tables = after.paths
    .filter((path) => path.endsWith('.tbl'))
    .map((path) => ({ path, was: before.get(path)?.text, is: after.get(path)?.text }));
  const headers = [...(uapi?.texts ?? [])].flatMap((name) => {
    if (!uapi || !/(^|\/)unistd\.h$/.test(name)) return [];
    const [was, is] = [headerText(uapi.before, name), headerText(uapi.after, name)];
    return [{ path: is?.path ?? name, was: was?.text, is: is?.text }];
  });
  const moved = [...headers, ...tables].flatMap(({ path, was, is }) =>
    was === undefined || is === undefined || was === is ? [] : movedIn(path, was, is),
  );
  const told = new Map<string, MovedCall>();
  for (const { row, ...call } of moved) {
    const fate = call.how === 'none' || call.how === 'time' || !row ? 'kept' : fateOf(row, { before, after });
    const lost = call.how === 'native' ? row?.[0].compat : undefined;
    const others = moved.filter((one) => one.row?.[0].compat === lost && one.how === 'native');
    const files = new Set(others.map((one) => one.before.file));
    const key = `${call.how} ${call.name.replace(/^__NR(?:3264)?_/, '')}`;
    // Of two trees, the function may be gone in a file that nobody read.
    const gone = fate === 'gone' || unread.length > 0 || (lost !== undefined && files.size > 1);
    if (fate !== 'renamed' && !told.has(key)) told.set(key, { ...call, gone });
  }
  return [...told.values()];
}

type Moved = Omit<MovedCall, 'gone'> & { readonly row: readonly [Row, Row] | undefined };

function movedIn(path: string, was: string, is: string): Moved[] {
  const [old, fresh] = [entriesOf(path, was), entriesOf(path, is)];
  const calls = [...fresh].flatMap(([key, now]): Moved[] => {
    const then = old.get(key);
    if (!then) return [];
    const row = [rowOf(then.entry), rowOf(now.entry)] as const;
    const [old32, new32] = [narrowFunction(then.place.text), narrowFunction(now.place.text)];
    const isTime = old32 !== new32 && old32?.replace(/_time32$/, '') === new32?.replace(/_time32$/, '');
    const how = isTime ? 'time' : howMoved(then.entry, now.entry, row);
    const places = { before: then.place, after: now.place };
    const [was, is] = isTime ? [old32 ?? '', new32 ?? ''] : [then.entry, now.entry];
    return how ? [{ name: then.name, was, is, how, row, ...places }] : [];
  });
  // An architecture that gives up its 32-bit programs is one change, not hundreds.
  const lost = calls.filter(({ how }) => how === 'native');
  const [first] = lost;
  const others = [...fresh.values()].some(({ entry }) => rowOf(entry).compat !== undefined);
  if (!first || lost.length < MANY || others) return calls;
  const rest = calls.filter(({ how }) => how !== 'native');
  return [...rest, { ...first, name: path, was: String(lost.length), is: '', how: 'all', row: undefined }];
}

/** What a row of include/uapi/asm-generic/unistd.h leads to on a kernel of 32 bits; undefined of another table. */
function narrowFunction(row: string): string | undefined {
  return /^__S(?:YSCALL|C_\w+)\s*\(\s*\w+\s*,\s*(\w+)/.exec(row)?.[1];
}

/** So many calls of one table that lose an entry of their own have one cause. */
const MANY = 12;

/** The functions of a row: for all programs, or for each word size; and for 32-bit programs on a 64-bit kernel. */
interface Row {
  readonly natives: readonly string[];
  readonly compat: string | undefined;
}

function rowOf(entry: string): Row {
  const words = entry.split(/[\s,]+/).filter((word) => word !== '' && word !== 'noreturn');
  const isHeader = entry.includes(',');
  const compat =
    words.find(isCompat) ?? (isHeader ? undefined : words.slice(1).find((one) => one !== words[0]));
  return { natives: [...new Set(words.filter((one) => one !== compat))].map(bareName), compat };
}

/** Without what the architecture and the kind of call put in front. */
function bareName(name: string): string {
  return name.replace(/^(?:__(?:x64|ia32|x32|arm64|s390x?)_)?(?:compat_)?(?:k?sys_)?(?:ppc(?:64)?_)?/, '');
}

function isCompat(name: string): boolean {
  return /^(?:compat_|sys32_|sys_32_|sys_ia32_)/.test(name);
}

function howMoved(was: string, is: string, [old, now]: readonly [Row, Row]): MovedCall['how'] | undefined {
  if (NONE.test(was)) return undefined;
  if (NONE.test(is)) return 'none';
  if (old.compat !== undefined && now.compat === undefined) return 'native';
  const isSame = old.natives.join() === now.natives.join();
  // A compat entry beside the native one that stays is what programs of 32 bits lacked.
  if (isSame && (old.compat === undefined || bareName(old.compat) === bareName(now.compat ?? '')))
    return undefined;
  return 'other';
}

/** What became of the functions that a row named: they stay, are gone, or have new names now. */
function fateOf(
  [old, now]: readonly [Row, Row],
  { before, after }: Pick<Subject, 'before' | 'after'>,
): 'kept' | 'gone' | 'renamed' {
  const [was, is] = [old, now].map(({ natives, compat }) => [
    ...natives.map((name) => ['SYSCALL', name]),
    ...(compat === undefined ? [] : [['COMPAT_SYSCALL', bareName(compat)]]),
  ]) as [[string, string][], [string, string][]];
  const isIn = (one: [string, string], all: [string, string][]) =>
    all.some((other) => other.join() === one.join());
  const left = was.filter((one) => !isIn(one, is));
  const fresh = is.filter((one) => !isIn(one, was));
  const isGone = left.length > 0 && left.every((one) => defines(before, one) && !defines(after, one));
  if (!isGone) return 'kept';
  const isNew =
    fresh.length === left.length && fresh.every((one) => !defines(before, one) && defines(after, one));
  return isNew ? 'renamed' : 'gone';
}

function defines(sources: Subject['before'], [macro, name]: readonly [string, string]): boolean {
  const definition = new RegExp(`(?<![A-Z_])${macro}\\w*DEFINE\\d\\s*\\(\\s*${name}\\b`);
  return sources.paths.some((path) => path.endsWith('.c') && definition.test(sources.get(path)?.text ?? ''));
}

interface Entry {
  readonly name: string;
  readonly entry: string;
  readonly place: Quotation;
}

/** By ABI and name: one number serves several. */
function entriesOf(path: string, text: string): Map<string, Entry> {
  const table = path.endsWith('.tbl');
  const plain = table ? text.replace(/#.*/g, '') : blankComments(text);
  return new Map(
    [...plain.matchAll(table ? ROW : CALL)].map((match): [string, Entry] => {
      const [abi = '', name = '', entry = ''] = table ? match.slice(1) : ['', match[1], match[2]];
      const line = lineOf(plain, match.index);
      const place = { file: path, line, text: oneLine(match[0].trim()) };
      return [`${abi} ${name}`, { name, entry: oneLine(entry).trim(), place }];
    }),
  );
}
