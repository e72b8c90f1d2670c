// SPDX-License-Identifier: GPL-2.0-only

import { relative } from 'node:path';
import type { Round, RoundDesign } from '../../evidence/live/round.ts';
import { plural } from '../../plural.ts';
import type { Terminal } from '../command.ts';
import { columns } from '../table.ts';

/** Of tests that failed, and of a compiler's or a kernel's words. */
const MOST_FAILED = 20;
const MOST_LINES = 12;

/** A round as lines: what changed, then each column that has something to say, failures first. */
export function roundText(round: Round, colour: Terminal['colour'], from = process.cwd()): string {
  const { number, causes, designs, resultsSeconds, guests } = round;
  const shown = causes.slice(0, 3).map((cause) => (cause.startsWith('/') ? relative(from, cause) : cause));
  const more = causes.length > 3 ? `, and ${causes.length - 3} more` : '';
  const head = `round ${number}  ${shown.join(', ')}${more}  ${resultsSeconds.toFixed(1)} s`;
  const told = number === 1 ? designs : designs.filter(hasNews);
  // What all columns have is told once.
  const { failure } = round;
  const body = failure
    ? failureLines(failure, colour)
    : failingFirst(told).flatMap((design) => designLines(design, colour));
  const replaced = guests.replaced > 0 ? `, ${guests.replaced} replaced` : '';
  const rest = told.length === 0 ? ['nothing to run: modules, programs and contracts are as they were'] : [];
  return [
    colour.bold(head),
    ...body,
    ...rest,
    colour.dim(`${plural(guests.boots, 'guest')} booted${replaced}`),
    '',
  ].join('\n');
}

function hasNews({ ran, failure, changed }: RoundDesign): boolean {
  return ran || failure !== undefined || changed.length > 0;
}

/** Those that fail come first, and else they stay where they are. */
export function failingFirst<T extends Pick<RoundDesign, 'verdict'>>(designs: readonly T[]): T[] {
  const rank = ({ verdict }: T) => (isGood(verdict) ? 1 : 0);
  return [...designs].sort((a, b) => rank(a) - rank(b));
}

export function isGood(verdict: RoundDesign['verdict']): boolean {
  return verdict === 'PASS' || verdict === 'XFAIL' || verdict === 'SKIP';
}

/** One column: its verdict, how many tests ended how, and what is wrong. */
export function designLines(design: RoundDesign, colour: Terminal['colour']): string[] {
  const {
    name,
    state,
    verdict,
    failure,
    failed,
    changed,
    unlike = [],
    warnings = [],
    findings = [],
  } = design;
  const word = state === 'broken' ? 'BROKEN' : state === 'done' ? verdict : state;
  const paint = isGood(verdict) ? (verdict === 'PASS' ? colour.good : colour.dim) : colour.bad;
  const counts = Object.entries(design.tests).map(([status, count]) => `${count} ${status.toLowerCase()}`);
  const stale = state === 'broken' && counts.length > 0 ? 'before: ' : '';
  const serious = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const first = [
    paint(word),
    name,
    `${stale}${counts.join(', ')}`,
    !design.seconds ? '' : colour.dim(`${design.seconds.toFixed(1)} s`),
    serious.length > 0 ? colour.warn(plural(serious.length, 'finding')) : '',
  ];
  return [
    columns([first]).trimEnd(),
    ...(failure ? failureLines(failure, colour) : []),
    ...(state === 'broken' ? [] : testLines(failed, colour)),
    ...unlike.map((line) => `    ${colour.bad('differs')} ${line}`),
    ...changed.map((line) => `    ${colour.dim(line)}`),
    ...warnings.slice(0, MOST_LINES).map((line) => `    ${colour.warn('warning')} ${line}`),
    ...serious.map(({ rule, message }) => `    ${colour.warn(rule)} ${message.split('\n')[0]}`),
  ];
}

function failureLines(
  { code, title, where, detail }: NonNullable<RoundDesign['failure']>,
  colour: Terminal['colour'],
): string[] {
  const lines = (detail ?? '').split('\n').filter(Boolean);
  const left = lines.length - MOST_LINES;
  return [
    `    ${colour.bad(code)} ${title}`,
    ...(where === undefined ? [] : [`    at ${where}`]),
    ...lines.slice(0, MOST_LINES).map((line) => `      ${line}`),
    ...(left > 0 ? [colour.dim(`      … ${left} lines more`)] : []),
  ];
}

function testLines(failed: RoundDesign['failed'], colour: Terminal['colour']): string[] {
  const left = failed.length - MOST_FAILED;
  return [
    ...failed
      .slice(0, MOST_FAILED)
      .flatMap(({ program, name, reason, diagnostics }) => [
        `    ${colour.bad('not ok')} ${program} ${name}${reason === undefined ? '' : ` (${reason})`}`,
        ...diagnostics.slice(-2).map((line) => colour.dim(`        ${line}`)),
      ]),
    ...(left > 0 ? [colour.dim(`    … ${left} more fail`)] : []),
  ];
}
