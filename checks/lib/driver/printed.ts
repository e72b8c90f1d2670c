// SPDX-License-Identifier: GPL-2.0-only
// What the files of a driver print, and in which base they read numbers.
import { closingPlace, commaParts } from '../../../src/c/token-group.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { tokens } from '../constants.ts';
import { type BodyPair, changedBodies } from './body.ts';

export interface FormatChange extends BodyPair {
  /** Formats as they are written, or bases. */
  readonly was: string;
  readonly is: string;
  readonly what: 'prints' | 'reads';
}

/** Place of the format among the arguments. */
const FORMATS: Readonly<Record<string, number>> = {
  sprintf: 1,
  snprintf: 2,
  scnprintf: 2,
  sysfs_emit: 1,
  sysfs_emit_at: 2,
  seq_printf: 1,
  seq_puts: 1,
};
const PRINT = new RegExp(`\\b(?:${Object.keys(FORMATS).join('|')})\\s*\\(`, 'g');
const BASES: Readonly<Record<string, number>> = { kstrto: 1, simple_strto: 2 };
const READ = /\b(kstrto|simple_strto)(?:ul|l|ull|ll|uint|int|u8|s8|u16|s16|u32|s32|u64|s64)\s*\(/g;
/** lib/vsprintf.c, pointer(): what extensions of %p print. */
const EXTENDED: readonly (readonly [RegExp, string])[] = [
  [/%pMR?\b/g, '%02x:%02x:%02x:%02x:%02x:%02x'],
  [/%p[iI]4\b/g, '%d.%d.%d.%d'],
];

/** Attributes of sysfs, and files of /proc, that print a value in another format, or read it in another base. */
export function formatChanges(before: Sources, after: Sources): FormatChange[] {
  return changedBodies(before, after).flatMap((pair): FormatChange[] => {
    const kind = fileFunction(pair, before);
    if (!kind) return [];
    const [was, is] = [pair.before.text, pair.after.text].map(kind === 'prints' ? formatsIn : basesIn);
    if (!was || !is || was.length !== is.length || was.length === 0) return [];
    const differ = was.findIndex((one, at) => !isSame(kind, one, is[at] ?? ''));
    if (differ < 0 || (kind === 'prints' && (isRearranged(was, is) || isPrintedByCallee(pair)))) return [];
    return [{ ...pair, was: was[differ] ?? '', is: is[differ] ?? '', what: kind }];
  });
}

/** Whether it is the one that answers read(), or write(), of a file that programs know. */
function fileFunction(
  { before: { text, name, path } }: BodyPair,
  sources: Sources,
): FormatChange['what'] | undefined {
  const head = text.slice(0, text.indexOf('{'));
  if (
    /\bstruct\s+\w*attribute\s*\*/.test(head) ||
    /\bstruct\s+device_driver\s*\*\s*\w+\s*,\s*(?:const\s+)?char\s*\*/.test(head)
  ) {
    if (/_store\s*\(/.test(head)) return 'reads';
    return /_show\s*\(/.test(head) ? 'prints' : undefined;
  }
  if (!/\bstruct\s+seq_file\s*\*/.test(head)) return undefined;
  const file = sources.get(path)?.text ?? '';
  // Files of debugfs are no interface: Documentation/filesystems/debugfs.rst.
  const isProc = new RegExp(
    `\\bproc_create\\w*\\s*\\([^;]*\\b${name}\\b|\\bsingle_open\\s*\\([^;]*\\b${name}\\b`,
  ).test(file);
  return isProc && file.includes('proc_create') && !file.includes('debugfs_create') ? 'prints' : undefined;
}

/** The literal formats, in order; undefined where one is none. */
function formatsIn(text: string): string[] | undefined {
  const all = [...text.matchAll(PRINT)].map(({ index, 0: head }) => {
    const format = argumentsAt(text, index + head.length - 1)[FORMATS[head.replace(/\s*\($/, '')] ?? 0] ?? [];
    return format.length > 0 && format.every((one) => one.startsWith('"'))
      ? format.map((one) => one.slice(1, -1)).join('')
      : undefined;
  });
  return all.includes(undefined) ? undefined : (all as string[]);
}

function basesIn(text: string): string[] {
  return [...text.matchAll(READ)].map(({ index, 0: head, 1: callee = '' }) =>
    (argumentsAt(text, index + head.length - 1)[BASES[callee] ?? 0] ?? []).join(''),
  );
}

/** @param at of the parenthesis */
function argumentsAt(text: string, at: number): readonly (readonly string[])[] {
  const end = text.indexOf(';', at);
  const all = tokens(text.slice(at, end < 0 ? undefined : end));
  return commaParts(all.slice(1, closingPlace(all, 0)));
}

function isSame(what: FormatChange['what'], was: string, is: string): boolean {
  if (was === is) return true;
  // Who reads one value takes off the end of the line.
  if (what === 'prints') return withoutEnd(was) === withoutEnd(is) || isText(was, is) || isText(is, was);
  // Base 0 takes decimal numbers as base 10 does, and what begins with 0x besides.
  return !/^\d+$/.test(was) || !/^\d+$/.test(is) || (was === '10' && is === '0');
}

/** Whether a number is handed to it as a text: `0x%016llx` and `0x%s`. */
function isText(number: string, text: string): boolean {
  const conversion = /%[0-9.# +-]*(?:hh|h|ll|l|z|t|j)?[diuxX]/g;
  return (
    text !== '%s' &&
    /\w/.test(text.replace(/%\w|\\n/g, '')) &&
    number.replace(conversion, '%s').replace(/(?:%s)+/g, '%s') === text
  );
}

function withoutEnd(format: string): string {
  return shape(format).replace(/(?:\\n)+$/, '');
}

/** What a program sees of a format: types, signs and widths of numbers are the driver's own, and so is a number that is always the same. */
function shape(format: string): string {
  const plain = EXTENDED.reduce((text, [pattern, to]) => text.replace(pattern, to), format);
  return plain
    .replace(/%(?:hh|h|ll|l|z|t|j)?([0-9.#+ -]*)(?:hh|h|ll|l|z|t|j)?([diu])/g, '%$1d')
    .replace(/%([0-9.#+ -]*)(?:hh|h|ll|l|z|t|j)?([xXo])/g, '%$1$2')
    .replace(/%#(\w*[xX])/g, '0x%$1')
    .replace(/%(\d)\.\1([xXd])/g, '%0$1$2')
    .replace(/%[0-9.+ -]*d|(?<![\w%])\d+\b/g, '#');
}

/** Whether another function is handed the page now, to print the rest. */
function isPrintedByCallee({ before, after }: BodyPair): boolean {
  const [, page = ''] = /\bchar\s*\*\s*(\w+)\s*\)/.exec(after.text.slice(0, after.text.indexOf('{'))) ?? [];
  if (page === '') return false;
  const handed = ({ text }: BodyPair['after']) =>
    [
      ...text.slice(text.indexOf('{')).matchAll(new RegExp(`\\b(\\w+)\\s*\\([^;{}]*\\b${page}\\b`, 'g')),
    ].flatMap(([, name = '']) => (name in FORMATS ? [] : [name]));
  const known = handed(before);
  return handed(after).some((name) => !known.includes(name));
}

/** Whether the same is printed in other parts, or branches changed places. */
function isRearranged(was: readonly string[], is: readonly string[]): boolean {
  const sorted = (all: readonly string[]) => all.map(shape).sort().join('\n');
  return was.map(shape).join('') === is.map(shape).join('') || sorted(was) === sorted(is);
}
