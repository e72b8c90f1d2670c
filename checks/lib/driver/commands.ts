// SPDX-License-Identifier: GPL-2.0-only
import { lineNumber, lineStarts } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { definedName, HEAD } from './body.ts';
import { bareText, isDriver } from './code.ts';

/** One place of a driver that serves a command: a case, a comparison, a row of a table. */
export interface Served {
  readonly name: string;
  readonly file: string;
  /** The function, or the table; empty where neither is known. */
  readonly by: string;
  /** 1-based. */
  readonly line: number;
}

/** `X(0)`, a command whose caller says how long its argument is; no other call of a macro stands in a case. */
const EMPTY = String.raw`\([\s\d,]*\)`;

/** What asks for a command by its number, or for one of any length: `case X(0):`, `case _IOC_NR(X):`, `_IOC_NR(cmd) == _IOC_NR(X(0))`. */
export const ASKED_BY_NUMBER: readonly string[] = [
  String.raw`\bcase\s+[\s(]*_IOC_NR\s*\(\s*(NAME)\s*(?:${EMPTY}\s*)?\)[\s)]*:`,
  // Without its size: `case (X(0) & ~IOCSIZE_MASK):`.
  String.raw`\bcase\s+[\s(]*(NAME)\s*${EMPTY}(?:\s*&\s*~\s*\w+)?[\s)]*:`,
  String.raw`\b_IOC_NR\s*\(\s*\w+\s*\)[^=!;{}]{0,30}==\s*_IOC_NR\s*\(\s*(NAME)\s*(?:${EMPTY}\s*)?\)`,
];

/** `case X:`, `cmd == X`, `IOCTL_OP(X, …)`, `DRM_IOCTL_DEF_DRV(X, …)`, `IW_HANDLER(X, …)`, `[_IOC_NR(X)] = `, `[X] = `, `{ X, fn }`. */
const SERVES = new RegExp(
  [
    // Of a row; `iwe.cmd = SIOCGIWAP;` fills in an answer.
    String.raw`(?<![\w\])])\.cmd\s*=\s*(NAME)`,
    String.raw`\bcase\s+(?:\([\w\s]+\)\s*)?(NAME)\s*:`,
    ...ASKED_BY_NUMBER,
    String.raw`\b(?:u?cmd|command|request|ioctl|opt(?:name)?|type|op)\s*==\s*(NAME)`,
    // A dispatcher of one command: `if (cmd != X) return -ENOTTY;`.
    String.raw`\b(?:u?cmd|command|request|ioctl)\s*!=\s*(NAME)\s*\)\s*(?:\{\s*)?return\b`,
    String.raw`\b[A-Z]\w*(?:IOCTL|_OP|_DEF|_HANDLER)\w*\(\s*(NAME)`,
    String.raw`\[\s*(?:_IOC_NR\(\s*|\w+_NR\(\s*)?(NAME)\s*\)?\s*\]\s*=(?!\s*")`,
    String.raw`[{(]\s*\.?(?:cmd\s*=\s*|ioctl\s*=\s*)?(NAME)\s*,\s*(?:\.\w+\s*=\s*)?&?(?!sizeof\b)[a-z]\w+`,
  ]
    .join('|')
    // A constant: LAMP_ON, and BLKGETSIZE, which has no underscore.
    .replaceAll('NAME', '[A-Z][A-Z0-9]*(?:_|[A-Z0-9]{2})\\w*'),
  'g',
);
/** `case A: case B: return -EOPNOTSUPP;`: that is no service; -ENOIOCTLCMD leaves it to another function. */
const REFUSED =
  /^(?:case\s+[\w()\s]+:\s*)+\{?\s*(?:return\s+-E(?!NOIOCTLCMD\b)[A-Z]+\s*;|\w+\s*=\s*-E(?!NOIOCTLCMD\b)[A-Z]+\s*;\s*(?:break|goto\s+\w+)\s*;)/;
const REFUSED_LENGTH = 400;
const TABLE = /\b(\w+)\s*\[[^\]]*\]\s*=\s*\{/g;

/** Whether a case at a place of a text, comments blanked, only refuses. */
export function isRefusedAt(plain: string, at: number): boolean {
  return REFUSED.test(plain.slice(at, at + REFUSED_LENGTH));
}

/** Every command that a driver serves. */
export const servedIn = memo((file: SourceFile): readonly Served[] =>
  servedInText(file.path, bareText(file)),
);

/** @param plain without comments */
export function servedInText(path: string, plain: string): Served[] {
  const heads = [...plain.matchAll(HEAD), ...plain.matchAll(TABLE)]
    .map(({ index, 0: head, 1: name = '' }) => ({ index, name: definedName(head, name) }))
    .sort((a, b) => a.index - b.index);
  const lines = lineStarts(plain);
  let next = 0;
  return [...plain.matchAll(SERVES)].flatMap((match) => {
    if (isRefusedAt(plain, match.index)) return [];
    const name = match.slice(1).find((one) => one !== undefined) ?? '';
    while ((heads[next]?.index ?? Number.POSITIVE_INFINITY) <= match.index) next++;
    const by = heads[next - 1]?.name ?? '';
    const line = lineNumber(lines, match.index) + 1;
    return [{ name, file: path, by, line }];
  });
}

/** Files of drivers that differ, with what each serves before and after. */
export function servedChanges(
  before: Sources,
  after: Sources,
): { readonly file: string; readonly was: readonly Served[]; readonly is: readonly Served[] }[] {
  const paths = [...new Set([...before.paths, ...after.paths])].filter(isDriver);
  return paths.flatMap((file) => {
    const [was, is] = [before.get(file), after.get(file)];
    if (was === undefined || was.text === is?.text) return [];
    return [{ file, was: servedIn(was), is: is ? servedIn(is) : [] }];
  });
}
