// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parse } from '../../../src/c/parse.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { movedCalls } from './syscall-entries.ts';

const TABLE = 'arch/s390/kernel/syscalls/syscall.tbl';

function sourcesOf(texts: Readonly<Record<string, string>>): Sources {
  return {
    origin: 'made',
    paths: Object.keys(texts).sort(),
    get: (path) => {
      const text = texts[path];
      return text === undefined ? undefined : parse('made', path, text);
    },
  };
}

function moved(was: string, is: string, unread = false): string[] {
  return movedCalls({
    before: sourcesOf({ [TABLE]: was }),
    after: sourcesOf({ [TABLE]: is }),
    uapi: undefined,
    unread: unread ? [{ file: 'made', what: 'the drivers', reason: 'not at hand' }] : [],
  }).map(({ name, how, gone }) => `${name} ${how}${gone ? ' gone' : ''}`);
}

test('two columns with one function are one entry, and other words are none', () => {
  expect(
    moved(
      '1 common exit sys_exit sys_exit\n2 64 read sys_read -\n',
      '1 common exit sys_exit - noreturn\n2 64 read sys_read\n',
    ),
  ).toEqual([]);
});

test('of whole trees nobody knows whether the function behind a lost entry is gone', () => {
  const [was, is] = ['3 common read sys_read compat_sys_read\n', '3 common read sys_read\n'];
  expect(moved(was, is)).toEqual(['read native']);
  expect(moved(was, is, true)).toEqual(['read native gone']);
});

test('another function than before is told, and a call that was dead is not', () => {
  expect(
    moved('4 64 write sys_write\n5 64 open sys_ni_syscall\n', '4 64 write sys_pwrite\n5 64 open sys_open\n'),
  ).toEqual(['write other']);
});

test('a table that gives up all entries of 32-bit programs is one change', () => {
  const rows = (compat: boolean) =>
    Array.from(
      { length: 12 },
      (_, at) => `${at} common c${at} sys_c${at}${compat ? ` compat_sys_c${at}` : ''}\n`,
    ).join('');
  expect(moved(rows(true), rows(false))).toEqual([`${TABLE} all`]);
});
