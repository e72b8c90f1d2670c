// SPDX-License-Identifier: GPL-2.0-only
// What is asked of gcc about one header: its macros' names from the preprocessor, then their values in one unit.

/** What a header may declare, by its preprocessed text; the compiler decides what of it is there. */
export interface Candidates {
  /** Object-like macros that the header itself defines and that are still defined at its end. */
  readonly macros: readonly string[];
  /** `struct vfio_region_info`, or the name of a typedef. */
  readonly types: readonly string[];
}

/**
 * By file as line markers name it.
 *
 * @param preprocessed what `gcc -E -dD` printed
 */
export function candidatesOf(preprocessed: string): Map<string, Candidates> {
  const definers = new Map<string, string>();
  const texts = new Map<string, string[]>();
  let current: string[] = [];
  let file = '';
  for (const line of preprocessed.split('\n')) {
    const marker = /^# \d+ "([^"]*)"/.exec(line);
    // Most macros of no value are guards and text; gcc takes longest over what it refuses.
    const define = /^#define (\w+)(\(| *$| ")?/.exec(line);
    const undefine = /^#undef (\w+)/.exec(line);
    if (marker) {
      file = marker[1] ?? '';
      current = texts.get(file) ?? [];
      texts.set(file, current);
    } else if (define) definers.set(define[1] ?? '', define[2] ? '' : file);
    else if (undefine) definers.delete(undefine[1] ?? '');
    else current.push(line);
  }
  const macros = new Map<string, string[]>();
  for (const [name, definer] of definers) macros.set(definer, [...(macros.get(definer) ?? []), name]);
  const found = [...texts].map(([name, lines]): [string, Candidates] => [
    name,
    { macros: macros.get(name) ?? [], types: typeNames(lines.join('\n')) },
  ]);
  return new Map(found);
}

const ATTRIBUTES = String.raw`(?:\s*__attribute__\s*\(\((?:[^(){};]|\([^()]*\))*\)\))*`;
const TAG = new RegExp(String.raw`\b(struct|union|enum)\b${ATTRIBUTES}\s*(\w+)${ATTRIBUTES}\s*\{`, 'g');
const NAMED_BY_TYPEDEF = new RegExp(String.raw`^[^]*\}${ATTRIBUTES}\s*(\w+)`);

function typeNames(text: string): string[] {
  const tags = [...text.matchAll(TAG)].map(([, kind, tag]) => `${kind} ${tag}`);
  const typedefs = statements(text)
    .filter((statement) => /^\s*(__extension__\s+)?typedef\b/.test(statement))
    .flatMap((statement) => NAMED_BY_TYPEDEF.exec(statement)?.[1] ?? []);
  return [...new Set([...tags, ...typedefs])];
}

/** Text between semicolons outside of braces. */
function statements(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}') depth--;
    if (depth > 0 || text[at] !== ';') continue;
    found.push(text.slice(start, at));
    start = at + 1;
  }
  return found;
}

/** The file name that an error about question `n` carries, with line `n` + 1. */
export const QUESTIONS = 'kpw';

/** The file name of the lines that include the headers, one a line. */
export const INCLUDES = 'kpw-includes';

/**
 * A macro is evaluated where it is used. Headers define requests, offsets, flags and errors without including what
 * makes them, since whoever uses them has it: <sys/ioctl.h> for _IOR, <stddef.h> for size_t, <fcntl.h> for O_CLOEXEC,
 * <errno.h>, <limits.h>, <sys/time.h>, and HZ. What a header has in another form already is not included again.
 */
const LATER = [
  '#include <stddef.h>',
  '#include <limits.h>',
  '#include <bits/types/time_t.h>',
  '#ifndef _LINUX_TIME_H',
  '#include <sys/types.h>',
  '#include <sys/time.h>',
  '#endif',
  '#include <linux/const.h>',
  '#if __has_include(<linux/bits.h>)',
  '#include <linux/bits.h>',
  '#endif',
  '#include <linux/ioctl.h>',
  '#include <linux/sockios.h>',
  '#include <asm/errno.h>',
  '#include <asm/param.h>',
  '#ifndef O_CLOEXEC',
  '#include <asm/fcntl.h>',
  '#endif',
];

export interface Question {
  readonly number: number;
  readonly header: string;
  readonly kind: 'macro' | 'type';
  readonly name: string;
}

/** Numbers of the two answers that hold the bits of a request's fields as the target's <linux/ioctl.h> has them. */
export const SHIFTS = 0xffff_fffe;
export const DIRECTIONS = 0xffff_ffff;

export interface Form {
  /** Whether to include what a program has besides, which a header that is not meant to be included may contradict. */
  readonly later: boolean;
  /** Whether each question stands in a function of its own, where gcc tells of its errors whatever it told before. */
  readonly scoped: boolean;
  /** Names that gcc said are undeclared: it tells of each once in a scope, unless something makes every use an error. */
  readonly undeclared: Iterable<string>;
}

/**
 * A unit whose section `.kpw` holds four words of 64 bits an answer (number of the question, value, class as of
 * __builtin_classify_type, whether the type is signed; of a type the alignment) and whose section `.kpw.text` holds
 * strings `NUMBER EXPANSION`, in which a macro that _IOC makes shows the word kpw_ioc.
 */
export function unitText(
  headers: readonly string[],
  questions: readonly Question[],
  { later, scoped, undeclared }: Form,
): string {
  const macros = questions.filter(({ kind }) => kind === 'macro');
  const asked = (line: (question: Question) => string) => (question: Question) =>
    `#line ${question.number + 1} "${QUESTIONS}"\n${line(question)}`;
  return [
    includesText(headers, later),
    ...[...undeclared].map((name) => `extern struct kpw_undeclared ${name};`),
    ...questions.map(asked(({ number, kind, name }) => answer(number, wordsOf(kind, name), scoped))),
    '#ifdef _IOC',
    answer(SHIFTS, '_IOC_SIZESHIFT, _IOC_SIZEMASK, _IOC_DIRSHIFT', scoped),
    answer(DIRECTIONS, '_IOC_NONE, _IOC_READ, _IOC_WRITE', scoped),
    '#undef _IOC',
    '#define _IOC(...) kpw_ioc',
    '#define KPW_TEXT(...) #__VA_ARGS__',
    '#define KPW_EXPAND(...) KPW_TEXT(__VA_ARGS__)',
    ...macros.map(asked(({ number, name }) => expansion(number, name))),
    '#endif',
    '',
  ].join('\n');
}

/** The headers alone: what they declare is asked of this. */
export function includesText(headers: readonly string[], later = false): string {
  const includes = headers.map((header) => `#include <${header}>`);
  return [`#line 1 "${INCLUDES}"`, ...includes, ...(later ? LATER : []), ''].join('\n');
}

function wordsOf(kind: Question['kind'], name: string): string {
  if (kind === 'type') return `_Alignof(${name}), 1, 0`;
  return `(unsigned long long)(${name}), __builtin_classify_type(${name}), (__typeof__(${name}))-1 < 0`;
}

function answer(number: number, words: string, scoped: boolean): string {
  const name = scoped ? 'kpw' : `kpw_${number}`;
  const array = `__extension__ static const unsigned long long ${name}[] __attribute__((used, section(".kpw"))) = {${number}, ${words}};`;
  return scoped ? `void kpw_${number}(void) { ${array} }` : array;
}

function expansion(number: number, name: string): string {
  return `static const char kpw_text_${number}[] __attribute__((used, section(".kpw.text"))) = "${number} " KPW_EXPAND(${name});`;
}
