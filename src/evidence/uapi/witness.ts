// SPDX-License-Identifier: GPL-2.0-only
import type { UapiFinding } from './schema.ts';

/** A program that compiles on one side and not on the other. */
export type Witness = NonNullable<UapiFinding['witness']>;

type About = Pick<UapiFinding, 'rule' | 'symbol' | 'header' | 'effect' | 'language' | 'before'>;

/**
 * The shortest program that a source break breaks; undefined where none is known: of a meaning that changes without a
 * word no compiler complains.
 */
export function witnessOf(finding: About): Pick<Witness, 'language' | 'program'> | undefined {
  const { header, effect, language = 'C' } = finding;
  if (effect !== 'source-break' || !/\.h$/.test(header)) return undefined;
  const body = bodyOf(finding);
  if (body === undefined) return undefined;
  return { language, program: [`#include <${header}>`, ...body, ''].join('\n') };
}

function bodyOf({ rule, symbol = '', header, before, language }: About): string[] | undefined {
  const [type, member] = memberOf(symbol);
  const isMacro = /^#\s*define/.test(before?.text ?? '');
  switch (rule) {
    case 'mac-removed':
    case 'mac-renamed':
    case 'enm-macro-exchanged':
      return asked(symbol);
    case 'ioc-removed':
      return isMacro ? asked(symbol) : used(symbol);
    case 'mac-not-in-if':
      return compared(symbol, before?.text ?? '');
    case 'enm-removed':
    case 'mac-unusable':
      return /^\w+$/.test(symbol) ? used(symbol) : undefined;
    case 'lay-type-removed':
      return [`${symbol} *kpw_pointer;`, `unsigned long kpw_size = sizeof(${symbol});`];
    case 'lay-member-removed':
    case 'lay-member-renamed':
      return member ? [`void kpw_use(${type} *p)`, '{', `\t(void)p->${member};`, '}'] : undefined;
    case 'lay-member-sign':
      return member ? signed(`((${type} *)0)->${member}`, before?.text ?? '') : undefined;
    case 'lay-member-retyped':
      return member ? assigned(type ?? '', member, before?.text ?? '') : undefined;
    case 'lay-flexible-array':
      return language === 'C++' && type?.startsWith('struct ')
        ? [`struct kpw_derived : ${type.slice('struct '.length)} {`, '\tint last;', '};']
        : undefined;
    case 'dec-typedef-removed':
      return [`${symbol} *kpw_pointer;`];
    case 'dec-function-removed':
      return [`void *kpw_pointer = (void *)${symbol};`];
    case 'dec-guard-lost':
      return [`#include <${header}>`];
    case 'tre-header-removed':
    case 'tre-error-reached':
    case 'tre-include-missing':
    case 'tre-declared-late':
    case 'cxx-refused':
      return [];
    default:
      return undefined;
  }
}

const UNSIGNED =
  /^(?:const )?(?:unsigned\b|__(?:u|le|be|aligned_u)\d+\b|__kernel_size_t\b|u?int\d*_t\b(?<=^u\w*))/;

/** Asks whether -1 in its type is above 0; of an array, in that of an element. */
function signed(member: string, text: string): string[] | undefined {
  if (/\bchar\b/.test(text)) return undefined;
  const element = /\]\s*$/.test(text) ? `${member}[0]` : member;
  return [`_Static_assert((__typeof__(${element}))-1 ${UNSIGNED.test(text) ? '>' : '<'} 0, "another sign");`];
}

/** A struct that goes on beside the member's new one cannot be assigned to it. */
function assigned(type: string, member: string, text: string): string[] | undefined {
  const [, old] = /^((?:struct|union) \w+) \w+$/.exec(text) ?? [];
  return old === undefined
    ? undefined
    : [`void kpw_use(${type} *p, ${old} *old)`, '{', `\tp->${member} = *old;`, '}'];
}

/** `struct lamp` and `hue` of `struct lamp.hue`. */
function memberOf(symbol: string): [type: string | undefined, member: string | undefined] {
  const [, type, member] = /^((?:struct |union )?\w+)\.([\w.]+)$/.exec(symbol) ?? [];
  return [type ?? (/^(struct|union) \w+$/.test(symbol) ? symbol : undefined), member];
}

function asked(name: string): string[] {
  return [`#ifndef ${name}`, `#error ${name} is no macro`, '#endif'];
}

/** Asks #if whether a macro has the value that it was written with; undefined where it has parameters. */
function compared(name: string, text: string): string[] | undefined {
  const [, body] = /^#\s*define\s+\w+\s+(.*?)\s*(?:\/[/*].*)?$/.exec(text) ?? [];
  if (!body) return undefined;
  return [`#if (${name}) != (${body})`, `#error ${name} has another value`, '#endif'];
}

function used(name: string): string[] {
  return [`unsigned long long kpw_value = (unsigned long long)(${name});`];
}
