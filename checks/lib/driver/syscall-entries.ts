// SPDX-License-Identifier: GPL-2.0-only

import { blankComments } from '../../../src/c/comments.ts';
import { lineOf } from '../../../src/c/lines.ts';
import type { Quotation } from '../../../src/series/finding.ts';
import { headerText } from '../../../src/uapi/header-text.ts';
import type { Subject } from '../../rule.ts';
import { oneLine } from '../tell.ts';

/** A system call whose number leads to sys_ni_syscall now, which answers ENOSYS. */
export interface DeadCall {
  /** `__NR_read` or `read`, as the table has it. */
  readonly name: string;
  readonly was: string;
  readonly before: Quotation;
  readonly after: Quotation;
}

/** `0 common read sys_read`; `__SYSCALL(__NR_read, sys_read)`, `__SC_COMP(__NR_read, sys_read, compat_sys_read)`. */
const ROW = /^[ \t]*\d+[ \t]+(\S+)[ \t]+(\w+)[ \t]+(\w[\w \t]*)/gm;
const CALL = /^[ \t]*__S(?:YSCALL|C_\w+)[ \t]*\([ \t]*(\w+)[ \t]*,([^()]*)\)/gm;
const NONE = /\bsys_ni_syscall\b/;

/** Calls that a table, or the generic header, gives up. */
export function deadCalls({ before, after, uapi }: Pick<Subject, 'before' | 'after' | 'uapi'>): DeadCall[] {
  const tables = after.paths
    .filter((path) => path.endsWith('.tbl'))
    .map((path) => ({ path, was: before.get(path)?.text, is: after.get(path)?.text }));
  const headers = [...(uapi?.texts ?? [])].flatMap((name) => {
    if (!uapi || !/(^|\/)unistd\.h$/.test(name)) return [];
    const [was, is] = [headerText(uapi.before, name), headerText(uapi.after, name)];
    return [{ path: is?.path ?? name, was: was?.text, is: is?.text }];
  });
  return [...tables, ...headers].flatMap(({ path, was, is }) => {
    if (was === undefined || is === undefined || was === is || !NONE.test(is)) return [];
    const old = entriesOf(path, was);
    return [...entriesOf(path, is)].flatMap(([key, now]): DeadCall[] => {
      const then = old.get(key);
      if (!then || NONE.test(then.entry) || !NONE.test(now.entry)) return [];
      return [{ name: then.name, was: then.entry, before: then.place, after: now.place }];
    });
  });
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
