// SPDX-License-Identifier: GPL-2.0-only
// What is asked of gcc about one header: its macros' names from the preprocessor, then their values in one unit.

/** What a header may declare, by its preprocessed text; the compiler decides what of it is there. */
export interface Candidates {
  /** Object-like macros that the header itself defines and that are still defined at its end. */
  readonly macros: readonly string[];
  /** `struct vfio_region_info`, or the name of a typedef. */
  readonly types: readonly string[];
}

/** @param preprocessed what `gcc -E -dD` printed for a unit that includes the header; `file` as its line markers name it */
export function candidatesOf(preprocessed: string, file: string): Candidates {
  const macros = new Map<string, boolean>();
  const own: string[] = [];
  let current = '';
  for (const line of preprocessed.split('\n')) {
    const marker = /^# \d+ "([^"]*)"/.exec(line);
    const define = /^#define (\w+)(\(?)/.exec(line);
    const undefine = /^#undef (\w+)/.exec(line);
    if (marker) current = marker[1] ?? '';
    else if (define) macros.set(define[1] ?? '', current === file && !define[2]);
    else if (undefine) macros.delete(undefine[1] ?? '');
    else if (current === file) own.push(line);
  }
  const names = [...macros].filter(([, isOwn]) => isOwn).map(([name]) => name);
  return { macros: names, types: typeNames(own.join('\n')) };
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

export interface Question {
  readonly number: number;
  readonly kind: 'macro' | 'type';
  readonly name: string;
}

/** Numbers of the two answers that hold the bits of a request's fields as the target's <linux/ioctl.h> has them. */
export const SHIFTS = 0xffff_fffe;
export const DIRECTIONS = 0xffff_ffff;

/**
 * A unit whose section `.kpw` holds four words of 64 bits an answer (number of the question, value, class as of
 * __builtin_classify_type, whether the type is signed; of a type the alignment) and whose section `.kpw.text` holds
 * strings `NUMBER EXPANSION`, in which a macro that _IOC makes shows the word kpw_ioc.
 */
export function unitText(header: string, questions: readonly Question[]): string {
  const macros = questions.filter(({ kind }) => kind === 'macro');
  const asked = (line: (question: Question) => string) => (question: Question) =>
    `#line ${question.number + 1} "${QUESTIONS}"\n${line(question)}`;
  return [
    `#include <${header}>`,
    ...questions.map(asked(({ number, kind, name }) => answer(number, wordsOf(kind, name)))),
    '#ifdef _IOC',
    answer(SHIFTS, '_IOC_SIZESHIFT, _IOC_SIZEMASK, _IOC_DIRSHIFT'),
    answer(DIRECTIONS, '_IOC_NONE, _IOC_READ, _IOC_WRITE'),
    '#undef _IOC',
    '#define _IOC(...) kpw_ioc',
    '#define KPW_TEXT(...) #__VA_ARGS__',
    '#define KPW_EXPAND(...) KPW_TEXT(__VA_ARGS__)',
    ...macros.map(asked(({ number, name }) => expansion(number, name))),
    '#endif',
    '',
  ].join('\n');
}

function wordsOf(kind: Question['kind'], name: string): string {
  if (kind === 'type') return `_Alignof(${name}), 1, 0`;
  return `(unsigned long long)(${name}), __builtin_classify_type(${name}), (__typeof__(${name}))-1 < 0`;
}

function answer(number: number, words: string): string {
  return `__extension__ static const unsigned long long kpw_${number}[] __attribute__((used, section(".kpw"))) = {${number}, ${words}};`;
}

function expansion(number: number, name: string): string {
  return `static const char kpw_text_${number}[] __attribute__((used, section(".kpw.text"))) = "${number} " KPW_EXPAND(${name});`;
}
