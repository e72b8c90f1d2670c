// SPDX-License-Identifier: GPL-2.0-only
import type { MutantResult, Mutation } from '../evidence/mutation/schema.ts';
import { ratio, type Score, type StaleMark } from '../evidence/mutation/score.ts';
import { KINDS, type Mutant } from '../mutate/kinds.ts';
import type { Terminal } from './command.ts';
import { columns } from './table.ts';

type Colour = Terminal['colour'];

/** Designs as rows: what was made, what of it was a mutant, and what became of these. */
export function scoreTable(scores: readonly (readonly [Mutation, Score])[], colour: Colour): string {
  const head = [
    'design',
    'made',
    'no mutant',
    'not here',
    'killed',
    'by a rule',
    'equivalent',
    'survive',
    'score',
  ];
  const rows = scores.map(([{ design }, score]) => {
    const left = score.survivors.length;
    const counted = score.killed + left;
    return [
      design,
      String(score.made),
      score.noCompile + score.sameCode === 0
        ? '–'
        : `${score.noCompile} refused, ${score.sameCode} same code`,
      absent(score),
      `${score.killed} of ${counted}`,
      number(score.byRule),
      number(score.equivalent.length),
      left > 0 ? colour.bad(String(left)) : '–',
      counted === 0 ? '–' : `${Math.floor(ratio(score) * 100)} %${score.notRun > 0 ? ' so far' : ''}`,
    ];
  });
  return columns(rows, head);
}

function absent({ elsewhere, needsSource, notRun }: Score): string {
  const parts = [
    elsewhere > 0 ? `${elsewhere} elsewhere` : '',
    needsSource > 0 ? `${needsSource} need source` : '',
    notRun > 0 ? `${notRun} not run` : '',
  ];
  return parts.filter(Boolean).join(', ') || '–';
}

function number(count: number): string {
  return count === 0 ? '–' : String(count);
}

/** A survivor in the form of a mark, so that it can be copied into the file of marks with a reason. */
export function survivorText(design: string, result: MutantResult, colour: Colour): string {
  const { id, kind, path, line, function: name } = result;
  return [
    `# ${colour.bold(`${design} ${id}`)} ${path}:${line}: ${KINDS[kind]}`,
    `# ${result.means}`,
    `design   ${design}`,
    `in       ${name ?? path}`,
    ...mutantDiff(result, colour),
  ].join('\n');
}

export function mutantDiff({ was, becomes }: Pick<Mutant, 'was' | 'becomes'>, colour: Colour): string[] {
  return [...was.map((one) => colour.bad(`- ${one}`)), ...becomes.map((one) => colour.good(`+ ${one}`))];
}

export function staleText({ mark, why }: StaleMark, file: string, colour: Colour): string {
  return `${colour.warn('stale mark')} ${file}:${mark.line}: ${why}`;
}
