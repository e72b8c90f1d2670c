// SPDX-License-Identifier: GPL-2.0-only
import { isFailure } from '../../is-failure.ts';
import { groupsOf, keyed } from '../cases.ts';
import { type SharedFinding, sharedFindings } from '../finding.ts';
import type { OutputFormat } from '../format.ts';
import type { Results } from '../model.ts';
import { markdownText } from './markdown.ts';

/** Commands of GitHub Actions' log: annotations. Of each level a step shows ten, so the worst come first. */
export const github: OutputFormat = {
  name: 'github',
  summary:
    'annotations of GitHub Actions (with -), and the summary of the step where $GITHUB_STEP_SUMMARY is set',
  write: (results) =>
    annotations(results)
      .map((line) => `${line}\n`)
      .join(''),
};

interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What GitHub shows of a level. */
const SHOWN = 10;

function annotations(results: Results): string[] {
  const all = [...failed(results), ...sharedFindings(results.designs).map(ofFinding)];
  return (['error', 'warning', 'notice'] as const).flatMap((level) =>
    all
      .filter((one) => one.level === level)
      .slice(0, SHOWN)
      .map(command),
  );
}

/** The verb itself, then cells that did not come to their end, then tests. Rules have annotations of their own. */
function failed({ designs, failure }: Results): Annotation[] {
  const cases = keyed(designs).flatMap(({ key, design }) =>
    groupsOf(design)
      .filter(({ name }) => name !== 'check')
      .flatMap((group) => group.cases.map((one) => ({ key, group: group.name, one }))),
  );
  const wrong = cases.filter(({ one }) => isFailure(one.status));
  const ends = ({ group }: (typeof wrong)[number]) => group === 'run';
  return [
    ...(failure
      ? [{ level: 'error' as const, title: failure.code, message: `${failure.title}. ${failure.hint}` }]
      : []),
    ...[...wrong.filter(ends), ...wrong.filter((one) => !ends(one))].map(
      ({ key, group, one }): Annotation => ({
        level: 'error',
        title: `${key}: ${group}`,
        message: [one.name, ...new Set([one.reason ?? '', ...one.lines])].filter(Boolean).join('\n'),
        ...{ file: one.file, line: one.line },
      }),
    ),
  ];
}

function ofFinding({ finding, designs }: SharedFinding): Annotation {
  const { severity, rule, file, line, column } = finding;
  const names = [...new Set(designs.map(({ name }) => name))].join(', ');
  return {
    level: severity === 'note' ? 'notice' : severity,
    title: rule,
    message: `${finding.message} (${names})`,
    ...{ file, line, column },
  };
}

/** `::error file=F,line=L,col=C,title=T::message`, on one line whatever the texts are. */
function command({ level, title, message, file, line, column }: Annotation): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(file === undefined || line === undefined ? [] : [`line=${line}`]),
    ...(file === undefined || line === undefined || column === undefined ? [] : [`col=${column}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** What a step's summary holds, in bytes. */
const SUMMARY_LIMIT = 1024 * 1024;

/**
 * What goes to $GITHUB_STEP_SUMMARY, whole lines that fit it.
 *
 * @param taken bytes that the step has written there before
 */
export function githubSummary(results: Results, taken = 0): string {
  const cut = '\n\n… and more: the summary of a step has no room for the rest.\n';
  const room = SUMMARY_LIMIT - taken - Buffer.byteLength(cut);
  const text = markdownText(results);
  if (Buffer.byteLength(text) <= room) return text;
  let size = 0;
  const fits = text.split('\n').filter((line) => {
    size += Buffer.byteLength(line) + 1;
    return size <= room;
  });
  return room > 0 ? `${fits.join('\n')}${cut}` : '';
}
