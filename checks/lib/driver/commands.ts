// SPDX-License-Identifier: GPL-2.0-only
import { lineNumber, lineOf, lineStarts } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { definedName, HEAD } from './body.ts';
import { bareText, isDriver } from './code.ts';

/** One place of a driver that serves a command: a case, a comparison, a row of a table. */
export interface Served {
  readonly name: string;
  readonly file: string;
  /** The function or the table around it; empty where there is neither. */
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
    String.raw`\b(?:[A-Z]\w*(?:IOCTL|_OP|_DEF|_HANDLER)\w*|UVERBS_METHOD)\(\s*(NAME)`,
    String.raw`\[\s*(?:_IOC_NR\(\s*|\w+_NR\(\s*)?(NAME)\s*\)?\s*\]\s*=(?!\s*")`,
    String.raw`[{(]\s*\.?(?:cmd\s*=\s*|ioctl\s*=\s*)?(NAME)\s*,\s*(?:\.\w+\s*=\s*)?&?(?!sizeof\b)[a-z]\w+`,
    String.raw`\{\s*(NAME)\s*,[^{}()]*,\s*&?[a-z]\w+\s*\}`,
  ]
    .join('|')
    // A constant: LAMP_ON, and BLKGETSIZE, which has no underscore.
    .replaceAll('NAME', '[A-Z][A-Z0-9]*(?:_|[A-Z0-9]{2})\\w*'),
  'g',
);
/** `case A: case B: return -EOPNOTSUPP;`: that is no service; -ENOIOCTLCMD leaves it to another function. */
const REFUSED =
  /^(?:case\s+[\w()\s]+:\s*)+\{?\s*(?:return\s+-E(?!NOIOCTLCMD\b)[A-Z]+\s*;|\w+\s*=\s*-E(?!NOIOCTLCMD\b)[A-Z]+\s*;\s*(?:break|goto\s+\w+)\s*;)/;
/** The function that a row names refuses, or there is none. */
const NOBODY = /^[^\n]*[({]\s*[A-Z]\w+\s*,\s*(?:NULL|drm_invalid_op)\b/;
const REFUSED_LENGTH = 400;
/** `lamp_rows[] = {`, `(*const lamp_calls[])(struct lamp *, int) = {`. */
const TABLE = /\b(\w+)\s*\[[^\]]*\](?:\s*\)\s*\([^;{}=]*\))?\s*=\s*\{/g;
/** A function holds a table at most. */
const NESTED_HEADS = 2;

/** `#define LAMP_ROW(nr, call) [_IOC_NR(LAMP_IOC_##nr)] = …` */
const ROW_MACRO = /^[ \t]*#[ \t]*define[ \t]+(\w+)\((\w+)[^)\n]*\)((?:\\\n|[^\n])*)/gm;
/** Of include/drm/drm_ioctl.h, which no patch of a driver brings. */
const KNOWN_PREFIXES = [['DRM_IOCTL_DEF_DRV', 'DRM_IOCTL_']] as const;

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
  const heads = headsIn(plain);
  const lines = lineStarts(plain);
  const prefixes = rowMacros(plain);
  let next = 0;
  return namesServed(plain, prefixes).flatMap(({ index, name }) => {
    if (isRefusedAt(plain, index) || NOBODY.test(plain.slice(index, index + REFUSED_LENGTH))) return [];
    while ((heads[next]?.index ?? Number.POSITIVE_INFINITY) <= index) next++;
    const around = heads.slice(Math.max(0, next - NESTED_HEADS), next).findLast(({ end }) => end >= index);
    const line = lineNumber(lines, index) + 1;
    return [{ name, file: path, by: around?.name ?? '', line }];
  });
}

function headsIn(plain: string): { readonly index: number; readonly end: number; readonly name: string }[] {
  const ends = (at: number, mark: string) => {
    const end = plain.indexOf(mark, at);
    return end < 0 ? plain.length : end;
  };
  return [
    ...[...plain.matchAll(HEAD)].map(({ index, 0: head, 1: name = '' }) => ({
      index,
      end: ends(index + head.length - 1, '\n}'),
      name: definedName(head, name),
    })),
    ...[...plain.matchAll(TABLE)].map(({ index, 1: name = '' }) => ({ index, end: ends(index, '};'), name })),
  ].sort((a, b) => a.index - b.index);
}

function namesServed(
  plain: string,
  prefixes: ReadonlyMap<string, string>,
): { index: number; name: string }[] {
  const found = [...plain.matchAll(SERVES)].map((match) => {
    const [own = '', ...names] = match;
    const name = names.find((one) => one !== undefined) ?? '';
    const macro = /(\w+)\s*\($/.exec(
      plain.slice(Math.max(0, match.index - 60), match.index) + own.slice(0, own.indexOf(name)).trimEnd(),
    );
    return { index: match.index, name: `${prefixes.get(macro?.[1] ?? '') ?? ''}${name}` };
  });
  const macros = [...prefixes.keys()];
  if (macros.length === KNOWN_PREFIXES.length) return found;
  const rows = new RegExp(`(?<!define[ \\t]+)\\b(${macros.join('|')})\\(\\s*([A-Z]\\w+)\\s*[,)]`, 'g');
  const known = new Set(found.map(({ name, index }) => `${name} ${lineOf(plain, index)}`));
  for (const { index, 1: macro = '', 2: own = '' } of plain.matchAll(rows)) {
    const name = `${prefixes.get(macro)}${own}`;
    if (!known.has(`${name} ${lineOf(plain, index)}`)) found.push({ index, name });
  }
  return found.sort((a, b) => a.index - b.index);
}

/** Macros of a file that are rows of a table, with what they put before the name of the command. */
function rowMacros(plain: string): Map<string, string> {
  const prefixes = new Map<string, string>(KNOWN_PREFIXES);
  if (!plain.includes('] =')) return prefixes;
  const through: [macro: string, other: string][] = [];
  for (const [, macro = '', parameter = '', body = ''] of plain.matchAll(ROW_MACRO)) {
    if (!body.includes(parameter)) continue;
    const row = new RegExp(`\\[[^\\]]*?(?:\\b([A-Z]\\w*)\\s*##\\s*)?\\b${parameter}\\b[^\\]#]*\\]\\s*=`).exec(
      body,
    );
    const other = new RegExp(`^[\\s\\\\]*(\\w+)\\(\\s*${parameter}\\s*,`).exec(body)?.[1];
    if (row) prefixes.set(macro, row[1] ?? '');
    else if (other) through.push([macro, other]);
  }
  for (const [macro, other] of through) {
    const prefix = prefixes.get(other);
    if (prefix !== undefined) prefixes.set(macro, prefix);
  }
  return prefixes;
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
