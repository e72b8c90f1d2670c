// SPDX-License-Identifier: GPL-2.0-only

import { relative } from 'node:path';
import type { Column } from '../../evidence/live/column.ts';
import { type Round, type RoundDesign, roundDesign } from '../../evidence/live/round.ts';
import { plural } from '../../plural.ts';
import type { Terminal } from '../command.ts';
import { designLines, failingFirst, isGood } from './plain.ts';

/** All that a picture shows. */
export interface ShownPicture {
  /** `msix-mmap, debian:6.1 on x86-intel` */
  readonly title: string;
  readonly columns: readonly Column[];
  readonly filter: RegExp | undefined;
  /** The last one that is over. */
  readonly round: Round | undefined;
  /** What is being done. */
  readonly activity: string;
  /** What is asked of whoever watches, with what she has typed. */
  readonly question: string | undefined;
  readonly help: boolean;
}

const HELP: readonly (readonly [key: string, does: string])[] = [
  ['a', 'run everything again'],
  ['f', 'run again what failed'],
  ['t', 'only programs and tests whose names match a pattern; nothing typed takes it back'],
  ['s', 'a shell in a guest, with the modules of a design'],
  ['h', 'this help, or away with it'],
  ['q', 'quit (also Ctrl-C)'],
];

const SHORT = 'h help · a all again · f failed again · t tests by name · s shell · q quit';

/** Columns as they are, failures first, then what goes on. */
export function picture(shown: ShownPicture, colour: Terminal['colour']): string[] {
  const { columns, filter, round, activity, question } = shown;
  const baseline = columns.find(({ name }) => name === 'baseline');
  const designs = columns.map((column) => {
    const design = roundDesign(column, baseline, undefined, column.round);
    return filter ? filtered(design, filter) : design;
  });
  const body = failingFirst(designs).flatMap((design) => {
    const lines = designLines(design, colour);
    return isGood(design.verdict) ? lines.slice(0, 1) : lines;
  });
  return [
    `${colour.bold('kpw watch')}  ${shown.title}${filter ? `  ${colour.warn(`tests: ${filter.source}`)}` : ''}`,
    '',
    ...body,
    '',
    ...(round ? [lastRound(round, colour)] : []),
    ...(shown.help ? ['', ...HELP.map(([key, does]) => `  ${colour.bold(key)}  ${does}`)] : []),
    question ?? (activity === '' ? colour.dim(SHORT) : colour.dim(activity)),
  ];
}

function lastRound(
  { number, causes, failure, resultsSeconds, guests }: Round,
  colour: Terminal['colour'],
): string {
  const [cause = ''] = causes;
  const what = cause.startsWith('/') ? relative(process.cwd(), cause) : cause;
  const more = causes.length > 1 ? ` and ${causes.length - 1} more` : '';
  const replaced = guests.replaced > 0 ? `, ${plural(guests.replaced, 'guest')} replaced` : '';
  const text = colour.dim(`round ${number}: ${what}${more}, ${resultsSeconds.toFixed(1)} s${replaced}`);
  return failure ? `${text}\n${colour.bad(failure.code)} ${failure.title}  ${failure.where ?? ''}` : text;
}

function filtered(design: RoundDesign, filter: RegExp): RoundDesign {
  const failed = design.failed.filter(({ program, name }) => filter.test(program) || filter.test(name));
  return { ...design, failed };
}
